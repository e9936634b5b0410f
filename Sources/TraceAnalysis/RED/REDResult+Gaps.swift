extension REDResult {
  /// From how many missing requests on a stretch without any is a gap: chance leaves as many out once in 20,000 times.
  static let fewestForGap = 10

  /// What the dump covers without its gaps, in ns: stretches of whole buckets without a request in which, at the rate of the dump as a whole,
  /// ``fewestForGap`` or more would have begun.
  public var activeNanoseconds: Int64 {
    let timed = buckets.reduce(0) { $0 + $1.statistics.calls }
    var gaps = 0
    var run = 0
    for bucket in buckets {
      if bucket.statistics.calls == 0 {
        run += 1
      } else {
        // The first and the last bucket hold requests.
        if run * timed >= REDResult.fewestForGap * buckets.count { gaps += run }
        run = 0
      }
    }
    let (missing, overflowed) = bucketWidth.multipliedReportingOverflow(by: Int64(gaps))
    return overflowed ? coveredNanoseconds : max(0, coveredNanoseconds - missing)
  }
}

/// Whether messages come faster than one consumer group takes them: arrivals against first deliveries.
///
/// Looked at between the first and the last arrival, so that what is consumed after the last publish hides nothing.
public struct QueueLag: Sendable, Equatable {
  /// Messages that came in the second half of the stretch.
  public var arrived: Int
  /// Messages taken in it.
  public var taken: Int
  /// The length of that half in ns.
  public var nanoseconds: Int64
  /// Messages that had come and were not taken when the last one came.
  public var waiting: Int
  /// Nothing was taken any more in the last quarter, though messages came.
  public var isStopped: Bool
  /// More came than was taken, beyond what chance explains (three standard deviations of a Poisson process, and one message in twenty), while the waits grew
  /// by half; or nothing is taken any more.
  public var isGrowing: Bool

  /// Nil when there are fewer than four buckets or twenty arrivals: too little to tell.
  ///
  /// - Parameters:
  ///   - arrivals: Of the topic, one call a message.
  ///   - taken: By the group, one call a message.
  ///   - waitTrend: The median wait (ns) at first and at last.
  init?(_ arrivals: TimeBuckets, _ taken: TimeBuckets, waitTrend: (first: Int64, last: Int64)?) {
    let (came, went) = TimeBuckets.aligned(arrivals, taken)
    guard came.buckets.count >= 4, came.buckets.reduce(0, +) >= 20 else { return nil }
    let offset = Int(went.first - came.first)
    let counts = came.buckets.indices.map { place in
      let other = place - offset
      return (came: came.buckets[place], went: went.buckets.indices.contains(other) ? went.buckets[other] : 0)
    }
    let before = went.buckets.prefix(max(0, -offset)).reduce(0, +)
    let half = counts.count / 2
    let second = counts[half...]
    self.arrived = second.reduce(0) { $0 + $1.came }
    self.taken = second.reduce(0) { $0 + $1.went }
    nanoseconds = came.width &* Int64(second.count)
    waiting = max(0, counts.reduce(-before) { $0 + $1.came - $1.went })
    let last = counts[(counts.count - max(1, counts.count / 4))...]
    isStopped = last.reduce(0) { $0 + $1.went } == 0 && last.reduce(0) { $0 + $1.came } >= 10
    let excess = arrived - self.taken
    let isClear = excess > 0 && excess * 20 > arrived && excess * excess > 9 * arrived
    let waitsGrow = waitTrend.map { $0.last > $0.first + $0.first / 2 && $0.last - $0.first > 10_000_000 } ?? false
    isGrowing = isStopped || (isClear && waitsGrow)
  }
}

extension TimeBuckets {
  /// The calls of two stretches in buckets of one width: for each the number of its first bucket, and the calls by bucket.
  static func aligned(
    _ one: TimeBuckets, _ other: TimeBuckets
  ) -> (
    (first: Int64, buckets: [Int], width: Int64), (first: Int64, buckets: [Int], width: Int64)
  ) {
    let width = max(one.width, other.width)
    return (one.calls(width: width), other.calls(width: width))
  }

  /// Calls by bucket of a width that is a multiple of the own.
  private func calls(width: Int64) -> (first: Int64, buckets: [Int], width: Int64) {
    var first: Int64 = 0
    var counts: [Int] = []
    for (start, statistics) in all {
      let number = start >= 0 ? start / width : (start + 1) / width - 1
      if counts.isEmpty { first = number }
      while first + Int64(counts.count) <= number { counts.append(0) }
      counts[Int(number - first)] += statistics.calls
    }
    return (first, counts, width)
  }
}

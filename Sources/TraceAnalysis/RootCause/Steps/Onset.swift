import Glibc
import TraceModel

/// Step 11: when the entry points began to differ, as the change point of requests over time.
struct Onset {
  /// The bucket from which on the incident's requests differ most from those before it; where all together show no such step, that of the
  /// entry point that shows one; the start of the window when it differs from the baseline all along; nil when nothing changes.
  ///
  /// Each bucket is scored by its log-ratio of p90 and its error rate against the baseline; the change point is the split with
  /// the largest standardised difference of means.
  static func find(baseline: RootCauseWindow, incident: RootCauseWindow) -> Timestamp? {
    var whole = CallStatistics()
    for bucket in baseline.timeline { whole.merge(bucket.statistics) }
    let buckets = incident.timeline.filter { $0.statistics.calls > 0 }
    guard whole.calls > 0, let first = buckets.first else { return nil }
    let usual = log(Double(whole.durations.percentile(90)) + RootCauseNoise.floorNanoseconds)
    let usualErrors = Double(whole.errors) / Double(whole.calls)
    let values = buckets.map { bucket in
      log(Double(bucket.statistics.durations.percentile(90)) + RootCauseNoise.floorNanoseconds) - usual
        + 4 * (Double(bucket.statistics.errors) / Double(bucket.statistics.calls) - usualErrors)
    }
    let mean = values.reduce(0, +) / Double(values.count)
    let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    var best: (gain: Double, place: Int)?
    var left = 0.0
    for place in values.indices.dropFirst() {
      left += values[place - 1]
      let before = left / Double(place)
      let after = (mean * Double(values.count) - left) / Double(values.count - place)
      let weight = (Double(place) * Double(values.count - place) / Double(values.count)).squareRoot()
      let gain = (after - before) * weight / max(spread, 0.05)
      if gain > best?.gain ?? 3 { best = (gain, place) }
    }
    if let best { return Timestamp(nanoseconds: buckets[best.place].start) }
    if let step = EntryOnset.find(baseline: baseline, incident: incident) { return step }
    return mean > 0.1 ? Timestamp(nanoseconds: first.start) : nil
  }
}

import TraceModel

/// How much slower something got than in the baseline: by what factor, how surely, and how much time that makes.
struct Slowdown: Equatable {
  /// Natural logarithm of the factor; 0 when nothing got slower.
  var change = 0.0
  /// 0 to 1: what is left of it after noise and small numbers.
  var certainty = 0.0
  /// How much longer the calls took than as many calls of the baseline (ns), by their p50, p75 and p90: ½, ¼, ¼.
  var excess = 0.0

  /// What ``RootCauseNoise/slowdown(now:before:)`` says.
  var score: Double { change * certainty }

  /// What a place takes part in the whole by: time that may be noise counts for less.
  static func weight(excess: Double, certainty: Double) -> Double { excess * certainty * certainty }

  /// - Parameters:
  ///   - now: Durations (ns) of the incident.
  ///   - before: The same of each block of the baseline.
  ///   - spread: Variance between what `before` stands for and what is looked at; 0 where they are the same operation.
  init(now: Histogram, before: [Histogram], spread: Double = 0) {
    let whole = before.joined
    let count = min(now.count, whole.count)
    if count == 0 { return }
    change = max(0, RootCauseNoise.logRatio(now, whole))
    if change == 0 { return }
    certainty =
      RootCauseNoise.shrunk(change, variance: RootCauseNoise.variance(of: before) + spread, count: count) / change
    excess = Slowdown.excess(now: now, before: whole)
  }

  /// How much longer the calls took than as many of `before` (ns); 0 where they did not.
  static func excess(now: Histogram, before: Histogram) -> Double {
    let cap = Slowdown.cap(now)
    var excess = 0.0
    for (percentile, weight) in [(50, 0.5), (75, 0.25), (90, 0.25)] {
      excess += weight * (Double(min(cap, now.percentile(percentile))) - Double(before.percentile(percentile)))
    }
    return max(0, excess) * Double(now.count)
  }

  /// The largest duration that does not rest on one or two odd calls.
  private static func cap(_ now: Histogram) -> Int64 {
    let odd = min(2, (now.count - 1) / 3)
    return now.percentile(now.count - odd, now.count)
  }
}

import Glibc
import TraceModel

/// How large a change is against the noise between blocks of the baseline itself.
enum RootCauseNoise {
  /// Durations are compared as logarithms of themselves and this (ns), so that microseconds of jitter say nothing.
  static let floorNanoseconds = 1_000_000.0

  /// The weighted log-ratio of p50, p75 and p90: ½, ¼, ¼. 0 when alike, 0.69 when doubled.
  static func logRatio(_ now: Histogram, _ before: Histogram) -> Double {
    var total = 0.0
    for (percentile, weight) in [(50, 0.5), (75, 0.25), (90, 0.25)] {
      let left = Double(now.percentile(percentile)) + floorNanoseconds
      let right = Double(before.percentile(percentile)) + floorNanoseconds
      total += weight * log(left / right)
    }
    return total
  }

  /// A change, less what noise explains: times z²/(z² + 4), with z its size in standard deviations; times n/(n + 4).
  static func shrunk(_ change: Double, variance: Double, count: Int) -> Double {
    if change <= 0 || count <= 0 { return 0 }
    let squared = change * change / max(variance, 1e-12)
    return change * squared / (squared + 4) * Double(count) / Double(count + 4)
  }

  /// How much slower `now` is than the baseline.
  ///
  /// The variance is the mean square of the same log-ratio between each block of the baseline and the whole, together with
  /// one prior observation of ½, so that a baseline of few blocks does not pass for a quiet one.
  static func slowdown(now: Histogram, before: [Histogram]) -> Double {
    Slowdown(now: now, before: before).score
  }

  /// The mean square of the log-ratio between each block and the whole, with one prior observation of ½.
  static func variance(of before: [Histogram]) -> Double {
    let whole = before.joined
    let blocks = before.filter { $0.count >= 3 }.map { logRatio($0, whole) }
    return (blocks.reduce(0) { $0 + $1 * $1 } + 0.25) / Double(blocks.count + 1)
  }

  /// How much more often something happens: shrunk log-ratio of the rates, times the root of the present rate.
  ///
  /// The baseline's rate counts half an occurrence more. The variance is that between its blocks, where it occurred at all, plus
  /// what counting brings: such that z² is the likelihood ratio of the two counts.
  ///
  /// - Parameters:
  ///   - now: Occurrences among calls.
  ///   - before: The same in each block of the baseline.
  ///   - share: Its part in all that was added, which counts instead of the rate where it is greater.
  /// - Returns: 0 or more; 0 when nothing occurs now or the baseline has no calls.
  static func increase(
    now: (hits: Int, calls: Int), before: [(hits: Int, calls: Int)], share: Double = 0
  ) -> Double {
    if now.hits <= 0 || now.calls <= 0 { return 0 }
    let hits = before.reduce(0) { $0 + $1.hits }
    let calls = before.reduce(0) { $0 + $1.calls }
    if calls == 0 { return 0 }
    let base = (Double(hits) + 0.5) / Double(calls + 1)
    let rate = Double(now.hits) / Double(now.calls)
    let change = log(rate / base)
    let certainty = likelihoodRatio(now: now, before: before)
    if change <= 0 || certainty <= 0 { return 0 }
    var variance = change * change / certainty
    if hits > 0 {
      let rises = before.filter { $0.calls >= 3 }
        .map { log((Double($0.hits) + 0.5) / Double($0.calls + 1) / base) }.filter { $0 > 0 }
      if !rises.isEmpty { variance += rises.reduce(0) { $0 + $1 * $1 } / Double(rises.count) }
    }
    return shrunk(change, variance: variance, count: now.calls) * max(rate, share).squareRoot()
  }

  /// Twice the log of how much likelier the present count is at its own rate than at that of both together (Poisson); 0 where it did not rise.
  static func likelihoodRatio(now: (hits: Int, calls: Int), before: [(hits: Int, calls: Int)]) -> Double {
    let hits = Double(before.reduce(0) { $0 + $1.hits })
    let calls = Double(before.reduce(0) { $0 + $1.calls })
    let (newHits, newCalls) = (Double(now.hits), Double(now.calls))
    if calls <= 0 || newCalls <= 0 || newHits * calls <= hits * newCalls { return 0 }
    let expected = (hits + newHits) / (calls + newCalls)
    func part(_ hits: Double, _ calls: Double) -> Double { hits > 0 ? hits * log(hits / (expected * calls)) : 0 }
    return 2 * (part(newHits, newCalls) + part(hits, calls))
  }

  /// s/(s + 1): evidence without end is worth 1.
  static func saturated(_ score: Double) -> Double { score / (score + 1) }

  /// What ``saturated(_:)`` was made of: scores near 1 that look alike may be many times apart.
  static func strength(_ score: Double) -> Double { score / max(1e-9, 1 - score) }
}

extension [Histogram] {
  var joined: Histogram { reduce(into: Histogram()) { $0.merge($1) } }
}

extension [Int] {
  var sum: Int { reduce(0, +) }
}

import Glibc
import TraceModel

/// Step 11 without a baseline: the stretch of a time series that lies furthest above the rest, by failures, durations, or both.
///
/// Source: circular binary segmentation (Olshen, Venkatraman, Lucito, Wigler, Biostatistics 2004), one step of it, upwards only.
struct WorstStretch {
  /// What durations have to rise by (natural log of their percentile), if failures do not rise.
  static let leastSlowdown = 0.2
  /// What the share of failures has to rise by, if durations do not rise.
  static let leastFailures = 0.01
  /// A stretch may take up this much of the requests at most: what is longer is not the exception.
  static let mostShare = 0.75

  private let durations: [Double]
  private let failures: [Double]
  private let weights: [Double]
  private let whole: Double
  /// Variances of one request's worth.
  private let durationNoise: Double
  private let failureNoise: Double

  /// - Parameters:
  ///   - buckets: Of equal width, in order of time; empty ones are passed over.
  ///   - series: Among how many such series the worst is looked for.
  /// - Returns: The places of the stretch, and how far it stands out (standard deviations); nil when none stands out from the noise
  ///   between neighbours, or fewer than eight buckets hold requests.
  /// - Complexity: O(*n*²) in the buckets.
  static func find(_ buckets: [CallStatistics], series: Int = 1) -> (range: Range<Int>, gain: Double)? {
    let used = buckets.indices.filter { buckets[$0].calls > 0 }
    if used.count < 8 { return nil }
    guard let best = WorstStretch(used.map { buckets[$0] }).best(series) else { return nil }
    return (used[best.range.lowerBound]..<used[best.range.upperBound - 1] + 1, best.gain)
  }

  private init(_ buckets: [CallStatistics]) {
    let percentile = WorstStretch.percentile(buckets.map(\.calls))
    durations = buckets.map { log(Double($0.durations.percentile(percentile)) + RootCauseNoise.floorNanoseconds) }
    failures = buckets.map { Double($0.errors) / Double($0.calls) }
    weights = buckets.map { Double($0.calls) }
    whole = weights.reduce(0, +)
    // Durations have heavy tails: a few odd requests among few make an odd bucket, which the median does not see.
    durationNoise = max(
      WorstStretch.noise(durations, weights), WorstStretch.meanSquare(durations, weights), 0.01)
    let share = zip(failures, weights).reduce(0) { $0 + $1.0 * $1.1 } / max(1, whole)
    failureNoise = max(WorstStretch.noise(failures, weights), share * (1 - share), 1e-6)
  }

  /// The 90th, or the one that two requests of the middle bucket lie above: a single odd one is to move nothing.
  private static func percentile(_ calls: [Int]) -> Int {
    let middle = calls.sorted()[calls.count / 2]
    return min(90, max(50, 100 - 200 / max(1, middle)))
  }

  private func best(_ series: Int) -> (range: Range<Int>, gain: Double)? {
    let allDurations = zip(durations, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let allFailures = zip(failures, weights).reduce(0) { $0 + $1.0 * $1.1 }
    // What the largest of so many stretches reaches by chance, with a standard deviation to spare.
    let least = (2 * log(Double(weights.count * weights.count * series) / 2)).squareRoot() + 1
    var best: (range: Range<Int>, gain: Double)?
    for from in weights.indices {
      var (slow, failed, weight) = (0.0, 0.0, 0.0)
      for to in from..<weights.count {
        slow += durations[to] * weights[to]
        failed += failures[to] * weights[to]
        weight += weights[to]
        if weight > WorstStretch.mostShare * whole { break }
        if to == from { continue }
        let slowdown = slow / weight - (allDurations - slow) / (whole - weight)
        let added = failed / weight - (allFailures - failed) / (whole - weight)
        if slowdown < WorstStretch.leastSlowdown, added < WorstStretch.leastFailures { continue }
        let spread = 1 / weight + 1 / (whole - weight)
        let gain =
          (max(0, slowdown) * max(0, slowdown) / (durationNoise * spread) + max(0, added) * max(0, added)
          / (failureNoise * spread)).squareRoot()
        if gain > best?.gain ?? least { best = (from..<to + 1, gain) }
      }
    }
    return best
  }

  /// From the median difference between neighbours: a change point is one difference among many.
  private static func noise(_ values: [Double], _ weights: [Double]) -> Double {
    let sorted = differences(values, weights).map(abs).sorted()
    let deviation = 1.4826 * sorted[sorted.count / 2]
    return deviation * deviation
  }

  private static func meanSquare(_ values: [Double], _ weights: [Double]) -> Double {
    let all = differences(values, weights)
    return all.reduce(0) { $0 + $1 * $1 } / Double(all.count)
  }

  /// Between neighbours, in units of one request's worth.
  private static func differences(_ values: [Double], _ weights: [Double]) -> [Double] {
    values.indices.dropFirst().map { place in
      (values[place] - values[place - 1]) / (1 / weights[place] + 1 / weights[place - 1]).squareRoot()
    }
  }
}

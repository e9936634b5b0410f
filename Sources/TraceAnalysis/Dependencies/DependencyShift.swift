import TraceModel

/// How the traffic of an edge differs between two dumps, and whether by more than chance would have it.
///
/// - Rate: calls per root, 1.5 times as many or as few, from 20 calls on both sides, at least six standard deviations off (calls
///   come in bunches, so three of independent calls do not mean much).
/// - Latency: p50 from 20 values on both sides, p95 from 100: the ranges in which the true percentile lies (two standard
///   deviations of its rank either way) lie a tenth apart or more.
/// - Errors: the share differs by a percentage point or more and by three standard deviations, from 20 calls on both sides.
public struct DependencyShift: Sendable, Equatable {
  /// What was timed.
  public enum Clock: String, Sendable {
    case client, server
    case queueWait = "queue_wait"
  }

  /// A percentile that moved.
  public struct Latency: Sendable, Equatable {
    public var clock: Clock
    public var percent: Int
    /// Nanoseconds.
    public var before: Int64
    public var now: Int64
  }

  public var hasRateChanged = false
  public var haveErrorsChanged = false
  /// The percentile that moved most, if one did.
  public var latency: Latency?
  /// 0 to 1000: the greatest of the changes; an improvement counts half.
  public var score = 0

  /// Whether it got slower, or fails more often.
  public private(set) var isWorse = false

  public var isAny: Bool { hasRateChanged || haveErrorsChanged || latency != nil }

  static let fewest = 20

  init(_ before: DependencyTraffic, _ now: DependencyTraffic, rootsBefore: Int, rootsNow: Int) {
    compareRates(before.calls, now.calls, rootsBefore, rootsNow)
    compareErrors(before, now)
    compare(.client, before.client, now.client)
    // The server's time is part of the client's; it counts where the client's is not known.
    if before.client.count == 0 || now.client.count == 0 { compare(.server, before.server, now.server) }
    compare(.queueWait, before.queueWait, now.queueWait)
  }

  private mutating func compareRates(_ before: Int, _ now: Int, _ rootsBefore: Int, _ rootsNow: Int) {
    guard min(before, now) >= DependencyShift.fewest, rootsBefore > 0, rootsNow > 0 else { return }
    let left = Double(before) * Double(rootsNow)
    let right = Double(now) * Double(rootsBefore)
    let distance = left - right
    let variance = (Double(before) + Double(now)) * Double(rootsBefore) * Double(rootsNow)
    guard max(left, right) >= 1.5 * min(left, right), distance * distance >= 36 * variance else { return }
    hasRateChanged = true
    raise(to: 500 - Int(500 * min(left, right) / max(left, right)), isWorse: right > left)
  }

  private mutating func compareErrors(_ before: DependencyTraffic, _ now: DependencyTraffic) {
    guard min(before.calls, now.calls) >= DependencyShift.fewest else { return }
    let calls = (before: Double(before.calls), now: Double(now.calls))
    let shares = (before: Double(before.errors) / calls.before, now: Double(now.errors) / calls.now)
    let pooled = Double(before.errors + now.errors) / (calls.before + calls.now)
    let distance = shares.now - shares.before
    let variance = pooled * (1 - pooled) * (1 / calls.before + 1 / calls.now)
    guard abs(distance) >= 0.01, distance * distance >= 9 * variance else { return }
    haveErrorsChanged = true
    if distance > 0 { isWorse = true }
    raise(to: min(1000, Int(abs(distance) * 10_000)), isWorse: distance > 0)
  }

  private mutating func compare(_ clock: Clock, _ before: Histogram, _ now: Histogram) {
    for (percent, fewest) in [(50, DependencyShift.fewest), (95, 100)] {
      guard min(before.count, now.count) >= fewest else { return }
      let (left, right) = (before.range(percent), now.range(percent))
      guard Double(right.low) > 1.1 * Double(left.high) || Double(left.low) > 1.1 * Double(right.high) else { continue }
      let values = (before: before.percentile(percent), now: now.percentile(percent))
      let larger = max(values.before, values.now)
      if larger == 0 { continue }
      let size = 1000 - Int(Double(min(values.before, values.now)) / Double(larger) * 1000)
      if let latency, size <= 1000 - Int(latency.smallerShare * 1000) { continue }
      if values.now > values.before { isWorse = true }
      latency = Latency(clock: clock, percent: percent, before: values.before, now: values.now)
      raise(to: size, isWorse: values.now > values.before)
    }
  }

  private mutating func raise(to size: Int, isWorse: Bool) { score = max(score, isWorse ? size : size / 2) }
}

extension DependencyShift.Latency {
  /// The smaller of the two as a share of the larger.
  fileprivate var smallerShare: Double { Double(min(before, now)) / Double(max(1, before, now)) }
}

extension Histogram {
  /// Where the true percentile lies, by two standard deviations of its rank. The histogram holds a value or more.
  fileprivate func range(_ percent: Int) -> (low: Int64, high: Int64) {
    let rank = Double(count) * Double(percent) / 100
    let slack = 2 * (rank * Double(100 - percent) / 100).squareRoot()
    return (percentile(max(1, Int(rank - slack)), count), percentile(min(count, Int(rank + slack) + 1), count))
  }
}

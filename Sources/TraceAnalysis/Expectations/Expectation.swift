public import YAMLReading

/// Something that telemetry is expected to say.
public enum Expectation: Sendable, Equatable {
  /// A percentile of durations, or the longest.
  public enum Measure: String, Sendable, CaseIterable {
    case p50, p95, p99, max

    /// The percentile; 100 for the longest.
    var percent: Int {
      switch self {
      case .p50: 50
      case .p95: 95
      case .p99: 99
      case .max: 100
      }
    }
  }

  /// A service owns at least so many spans.
  case service(String, minSpans: Int64)
  /// At least so many percent of the traces have no orphan.
  case complete(percent: YAMLDecimal)
  /// At most so many percent of a service's requests fail.
  case errorRate(service: String, maxPercent: YAMLDecimal)
  /// The durations of a service's requests are at most `limit` (ns), and so many percent more.
  case duration(service: String, operation: GlobPattern?, Measure, limit: Int64, tolerancePercent: YAMLDecimal)

  /// The service whose requests or spans count; nil for all traces.
  var service: String? {
    switch self {
    case .service(let name, _), .errorRate(let name, _), .duration(let name, _, _, _, _): name
    case .complete: nil
    }
  }

  /// Which of its operations count; nil for all.
  var operation: GlobPattern? { if case .duration(_, let pattern, _, _, _) = self { pattern } else { nil } }

  /// The longest duration (ns) that passes, whole nanoseconds; `.max` when none is expected.
  var greatestDuration: Int64 {
    guard case .duration(_, _, _, let limit, let tolerance) = self else { return .max }
    let hundred = 100 * Int128(tolerance.scale)
    return Int64(clamping: Int128(limit) * (hundred + Int128(tolerance.digits)) / hundred)
  }
}

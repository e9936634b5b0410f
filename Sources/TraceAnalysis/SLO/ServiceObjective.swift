public import YAMLReading

/// What a service promises: which of its requests count, how many of a hundred must be good, over how long.
public struct ServiceObjective: Sendable, Equatable {
  public var name: String
  public var service: String
  /// Which operations count; nil for all.
  public var operation: GlobPattern?
  /// Percent of requests that must be good, above 0 and below 100, exact.
  public var percent: YAMLDecimal
  /// A request that takes longer (ns) is bad; nil for any length.
  public var latency: Int64?
  /// Over how long the budget lasts (ns).
  public var window: Int64

  public init(
    name: String, service: String, operation: GlobPattern? = nil, percent: YAMLDecimal, latency: Int64? = nil,
    window: Int64 = ServiceObjective.usualWindow
  ) {
    self.name = name
    self.service = service
    self.operation = operation
    self.percent = percent
    self.latency = latency
    self.window = window
  }

  /// 30 days, in ns.
  public static let usualWindow: Int64 = 2_592_000_000_000_000

  /// The error budget as a fraction of the requests: `part` of `whole`, exact.
  public var budget: (part: Int128, whole: Int128) {
    let whole = 100 * Int128(percent.scale)
    return (whole - Int128(percent.digits), whole)
  }

  /// ``percent`` as it is written, and nearly.
  public var percentText: String { percent.description }
  public var percentValue: Double { percent.double }

  /// Share of the requests that may be bad.
  public var budgetShare: Double {
    let (part, whole) = budget
    return Double(part) / Double(whole)
  }
}

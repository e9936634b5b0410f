/// What files of logs, metrics or deployments held.
public struct SignalCounts: Sendable, Equatable {
  /// JSON values that could be read, whatever they were.
  public var values = 0
  /// Stretches that are no readable values.
  public var rejected = 0

  public init() {}

  static func += (left: inout SignalCounts, right: SignalCounts) {
    left.values += right.values
    left.rejected += right.rejected
  }
}

/// What ``SLOFold`` judges.
public struct SLOOptions: Sendable {
  public var objectives: [ServiceObjective]
  /// Whether it is found out when the alerts would have fired.
  public var isBacktest: Bool

  public init(objectives: [ServiceObjective], isBacktest: Bool = false) {
    self.objectives = objectives
    self.isBacktest = isBacktest
  }
}

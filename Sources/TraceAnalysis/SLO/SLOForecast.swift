/// How much of an error budget is left, and how long it lasts.
public struct SLOForecast: Sendable, Equatable {
  /// Of the budget of the whole window, 1 for all of it; below 0 when more is gone than there was. What of the window the dump does not show
  /// counts as without errors.
  public var left: Double
  /// How many times as fast as allowed the budget goes, over the last hour of the dump.
  public var rate: Double
  /// Until nothing is left at that rate (ns); nil when it can go on for ever, 0 when nothing is left.
  public var spentIn: Int64?

  /// - Returns: Nil without requests in the window or in the last hour.
  public init?(_ objective: SLOResult.Objective, covered: Int64) {
    guard let consumed = objective.budgetConsumed, let hour = objective.pairs.first,
      let rate = hour.long.burnRate(objective.objective)
    else { return nil }
    let window = Double(objective.objective.window)
    left = 1 - consumed * min(1, Double(covered) / window)
    self.rate = rate
    if left <= 0 {
      spentIn = 0
    } else if rate > 1 {
      spentIn = Int64(min(Double(1 << 62), left * window / rate))
    }
  }
}

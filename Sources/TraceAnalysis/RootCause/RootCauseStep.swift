/// A part of the method that can be left out, to see what it adds.
public enum RootCauseStep: String, Sendable, CaseIterable {
  /// 1: own time of entry operations, and of calls out of the traced services.
  case ownTime = "own_time"
  /// 2: time between client and server.
  case networkGap = "network_gap"
  /// 3: sets of children, unanswered calls, repeated calls.
  case structure
  /// 4: errors where they originate.
  case errors
  /// 5: log templates.
  case logs
  /// 6: metrics.
  case metrics
  /// 7: versions and deployments.
  case versions
  /// 8: waits, lost and repeated deliveries, the order of acknowledgements.
  case queues
  /// 9: callers are discounted by what their callees explain.
  case discount
  /// 10: services as a whole where their operations have few calls.
  case backOff = "back_off"
  /// 11: the stretch from the onset on is what has to be steady.
  case onset
}

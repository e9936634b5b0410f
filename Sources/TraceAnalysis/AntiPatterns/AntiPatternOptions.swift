/// What counts as an anti-pattern. The defaults are meant to stay silent about a healthy system.
public struct AntiPatternOptions: Sendable {
  /// What paths are asked for.
  public var path: CriticalPathOptions
  /// What a response must lose by one finding for it to count there, in ns …
  public var leastNanoseconds: Int64 = 2_000_000
  /// … and in hundredths of the response.
  public var leastPercent: Int64 = 5
  /// What all responses of an entry point must lose by one finding for it to be listed, in thousandths of their time; batches are always
  /// listed.
  public var leastEntryPermille: Int64 = 5
  /// How many equal calls by one span are too many.
  public var leastRepeats = 5
  /// How many calls to other services in a row are a fan-out, when they were never seen in another order.
  public var leastRun = 3
  /// How long the caller may pause between two calls in a row, in hundredths of the shorter: after a longer pause it may have used the
  /// answer.
  public var mostPausePercent: Int64 = 10
  /// How often two calls must be seen at once or in the other order to be held for independent.
  public var leastOtherOrders = 3
  /// How many different findings are told apart; beyond, those with the smallest hash are kept, and the result says so.
  public var maxFindings = 10_000

  public init(path: CriticalPathOptions = CriticalPathOptions()) {
    self.path = path
  }
}

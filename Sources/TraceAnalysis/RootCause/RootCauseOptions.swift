/// How root causes are looked for. The constants are the method's; none is fitted to a data set.
public struct RootCauseOptions: Sendable {
  /// How many stretches of time a window is observed in at most.
  public var mostBuckets = 32
  /// Into how many blocks of about equal size the buckets are joined, to measure noise between them.
  public var blocks = 8
  /// A candidate's score at or above which it is called likely; set by runs of baseline against baseline.
  public var likelyScore = 0.5
  /// How many times as strong (``RootCauseNoise/strength(_:)``) as the second candidate the first must be, to be called likely.
  public var likelyLead = 1.5
  /// The lead that is enough without asking for each half of the window.
  public var loneLead = 4.5
  /// What the first candidate must reach in each half of the incident window on its own, to be called likely.
  public var halfScore = 0.45
  /// Below this score of the first candidate, the windows count as alike.
  public var quietScore = 0.25
  /// How often a stretch of the baseline may reach the first candidate's score, for it to be called likely.
  public var mostFalseAlarms = 0.05
  /// The steps that take part; all of them but for measuring what one adds.
  public var steps = Set(RootCauseStep.allCases)

  public init() {}
}

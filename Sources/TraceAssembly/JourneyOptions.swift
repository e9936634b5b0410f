/// How traces are joined to journeys, beyond what their links and parents say, and which of their spans failed.
public struct JourneyOptions: Sendable, Equatable {
  /// Whether consumers of which nothing tells what they got are given messages by the order of time: a guess.
  public var stitchesByTime: Bool
  /// How many spans a journey may have. One with more is cut at its longest waits; a single trace never is.
  public var mostSpans: Int

  /// What counts as a failed span.
  public var errorRule: ErrorRule

  /// A million spans: far more than a request sets off, and some hundreds of megabytes.
  public static let usualMostSpans = 1_000_000

  public init(
    stitchesByTime: Bool = false, mostSpans: Int = JourneyOptions.usualMostSpans, errorRule: ErrorRule = .status
  ) {
    self.stitchesByTime = stitchesByTime
    self.mostSpans = max(1, mostSpans)
    self.errorRule = errorRule
  }
}

/// What was guessed by the order of time, and how often such guesses are right where the truth is known.
public struct TimeStitching: Sendable, Equatable {
  /// Deliveries that were guessed.
  public var guessed = 0
  /// Deliveries known by better evidence, in the same topics, that were guessed for comparison.
  public var checked = 0
  /// How many of those were guessed right.
  public var right = 0

  public init() {}
}

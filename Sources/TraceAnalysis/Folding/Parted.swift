public import TraceModel

/// One fold over the journeys of a window and the same fold over all others, in one pass.
///
/// The side of a journey is told by its earliest start, so that it stands on exactly one, whole.
public struct Parted<Fold: TraceFold>: TraceFold {
  public struct Options: Sendable {
    public var fold: Fold.Options
    public var window: TimeWindow

    public init(_ fold: Fold.Options, window: TimeWindow) {
      self.fold = fold
      self.window = window
    }
  }

  public struct Result: Sendable {
    public var inside: Fold.Result
    public var outside: Fold.Result
  }

  public private(set) var inside: Fold
  public private(set) var outside: Fold
  private let window: TimeWindow
  private var journeys = 0
  private var journeysInside = 0
  private var journeysOutside = 0

  public init(options: Options, prior: Fold.Prior, symbols: SymbolTable) {
    self.init(Fold(options: options.fold, prior: prior, symbols: symbols), window: options.window)
  }

  /// - Parameters:
  ///   - fold: What both sides begin with; it has seen nothing.
  ///   - window: Half open.
  public init(_ fold: Fold, window: TimeWindow) {
    inside = fold
    outside = fold
    self.window = window
  }

  public var readingOptions: JourneyReading.Options { inside.readingOptions }

  public mutating func observe(_ reading: inout JourneyReading) {
    journeys += 1
    if window.contains(reading.journey.earliestStart) {
      journeysInside += 1
      inside.observe(&reading)
    } else {
      journeysOutside += 1
      outside.observe(&reading)
    }
  }

  public mutating func merge(_ other: Self) {
    inside.merge(other.inside)
    outside.merge(other.outside)
    journeys += other.journeys
    journeysInside += other.journeysInside
    journeysOutside += other.journeysOutside
    precondition(journeysInside + journeysOutside == journeys, "a journey stands on both sides of a window, or on none")
  }

  public consuming func finish() -> Result {
    precondition(journeysInside + journeysOutside == journeys, "a journey stands on both sides of a window, or on none")
    return Result(inside: inside.finish(), outside: outside.finish())
  }
}

public import TraceModel

/// Response and completion paths, and where asked for what-if, in one pass.
public struct RequestPathsFold: TraceFold {
  public struct Options: Sendable {
    public var paths = CriticalPathOptions()
    /// Its own paths are not looked at.
    public var whatIf = WhatIfOptions()

    public init() {}
  }

  public struct Result: Sendable {
    public var responses: CriticalPathResult
    public var completions: CompletionPathResult
    public var antiPatterns: AntiPatternResult
    /// Nil unless it was asked for.
    public var whatIf: WhatIfResult?
  }

  /// The span attributes the fold reads.
  public static let requiredAttributes =
    CriticalPathFold.requiredAttributes + CompletionPathFold.requiredAttributes

  public let readingOptions: JourneyReading.Options
  private var responses: CriticalPathFold
  private var completions: CompletionPathFold
  private var antiPatterns: AntiPatternFold
  private var whatIf: WhatIfFold?

  public init(options: Options, prior: Void = (), symbols: SymbolTable) {
    readingOptions = JourneyReading.Options(path: options.paths)
    responses = CriticalPathFold(options: options.paths, symbols: symbols)
    completions = CompletionPathFold(options: options.paths, symbols: symbols)
    antiPatterns = AntiPatternFold(options: AntiPatternOptions(path: options.paths), symbols: symbols)
    var whatIf = options.whatIf
    whatIf.paths = options.paths
    if !whatIf.isEmpty { self.whatIf = WhatIfFold(options: whatIf, symbols: symbols) }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    responses.observe(&reading)
    completions.observe(&reading)
    antiPatterns.observe(&reading)
    whatIf?.observe(&reading)
  }

  public mutating func merge(_ other: Self) {
    responses.merge(other.responses)
    completions.merge(other.completions)
    antiPatterns.merge(other.antiPatterns)
    if let more = other.whatIf { whatIf?.merge(more) }
  }

  public consuming func finish() -> Result {
    Result(
      responses: responses.finish(), completions: completions.finish(), antiPatterns: antiPatterns.finish(),
      whatIf: whatIf?.finish())
  }
}

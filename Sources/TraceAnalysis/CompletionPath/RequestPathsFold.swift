public import TraceModel

/// Response and completion paths in one pass.
public struct RequestPathsFold: TraceFold {
  public struct Result: Sendable {
    public var responses: CriticalPathResult
    public var completions: CompletionPathResult
    public var antiPatterns: AntiPatternResult
  }

  /// The span attributes the fold reads.
  public static let requiredAttributes =
    CriticalPathFold.requiredAttributes + CompletionPathFold.requiredAttributes

  private var responses: CriticalPathFold
  private var completions: CompletionPathFold
  private var antiPatterns: AntiPatternFold

  public init(options: CriticalPathOptions, prior: Void = (), symbols: SymbolTable) {
    responses = CriticalPathFold(options: options, symbols: symbols)
    completions = CompletionPathFold(options: options, symbols: symbols)
    antiPatterns = AntiPatternFold(options: AntiPatternOptions(path: options), symbols: symbols)
  }

  public mutating func observe(_ journey: borrowing Journey) {
    responses.observe(journey)
    completions.observe(journey)
    antiPatterns.observe(journey)
  }

  public mutating func merge(_ other: Self) {
    responses.merge(other.responses)
    completions.merge(other.completions)
    antiPatterns.merge(other.antiPatterns)
  }

  public consuming func finish() -> Result {
    Result(responses: responses.finish(), completions: completions.finish(), antiPatterns: antiPatterns.finish())
  }
}

public import TraceModel

/// What `diff` gathers of each dump, in one pass.
public struct DumpComparisonFold: TraceFold {
  public struct Result: Sendable {
    public var red: REDResult
    public var dependencies: DependencyResult
  }

  /// The attributes that the analyses ask for.
  public static let requiredAttributes = REDFold.requiredAttributes + DependencyFold.requiredAttributes

  private var red: REDFold
  private var dependencies: DependencyFold

  public init(options: DependencyOptions, prior: Void = (), symbols: SymbolTable) {
    red = REDFold(options: REDOptions(), prior: (), symbols: symbols)
    dependencies = DependencyFold(options: options, prior: (), symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    red.observe(&reading)
    dependencies.observe(&reading)
  }

  public mutating func merge(_ other: DumpComparisonFold) {
    red.merge(other.red)
    dependencies.merge(other.dependencies)
  }

  public consuming func finish() -> Result { Result(red: red.finish(), dependencies: dependencies.finish()) }
}

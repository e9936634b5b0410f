import TraceModel

/// What changed between two dumps: requests, operations, and the edges between services.
public struct DumpComparison: Sendable {
  public var before: REDResult
  public var now: REDResult
  /// Operations, the largest changes first.
  public var operations: REDComparison
  /// Where requests come in, the largest changes first; the kind of a row means nothing.
  public var entryPoints: REDComparison
  public var dependencies: DependencyComparison

  public init(before: DumpComparisonFold.Result, now: DumpComparisonFold.Result) {
    self.before = before.red
    self.now = now.red
    operations = REDComparison(before: before.red, now: now.red)
    entryPoints = REDComparison(before: before.red.byEntryPoint, now: now.red.byEntryPoint)
    dependencies = DependencyComparison(before: before.dependencies, now: now.dependencies)
  }
}

extension REDResult {
  /// The same with entry points for operations.
  fileprivate var byEntryPoint: REDResult {
    var result = self
    result.operations = entryPoints.map {
      Operation(service: $0.service, operation: $0.operation, kind: .unspecified, statistics: $0.statistics)
    }
    return result
  }
}

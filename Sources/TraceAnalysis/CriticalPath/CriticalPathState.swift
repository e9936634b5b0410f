/// What ``CriticalPathFold`` has seen.
///
/// Bounded by the distinct (entry point, operation, kind), ``CriticalPathOptions/nodeBudget`` and ``CriticalPathOptions/top``; with ``CriticalPathOptions/top`` nil
/// every response is kept.
public struct CriticalPathState: PartialState {
  var aggregation = CriticalPathAggregation()
  var contexts: CriticalPathContexts
  var responses: SlowestPaths<CriticalPathRecord>
  var findings = CriticalPathFindings()

  init(_ options: CriticalPathOptions) {
    contexts = CriticalPathContexts(budget: options.nodeBudget)
    responses = SlowestPaths(maxCount: options.top)
  }

  public mutating func merge(_ other: Self) {
    let numbers = aggregation.merge(other.aggregation)
    contexts.merge(other.contexts, entries: numbers.entries, operations: numbers.operations)
    responses.merge(other.responses)
    findings.merge(other.findings)
  }

  public var size: Int { aggregation.size + contexts.size + responses.size + findings.size }
}

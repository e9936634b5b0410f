/// What ``CompletionPathFold`` has seen; bounded as that of ``CriticalPathFold``.
public struct CompletionPathState: PartialState {
  var aggregation = CriticalPathAggregation()
  var slowest: SlowestPaths<CompletionRecord>
  var findings = CriticalPathFindings()
  var slack = ConsumerSlack()

  init(_ options: CriticalPathOptions) { slowest = SlowestPaths(maxCount: options.top) }

  public mutating func merge(_ other: Self) {
    aggregation.merge(other.aggregation)
    slowest.merge(other.slowest)
    findings.merge(other.findings)
    slack.merge(other.slack)
  }

  public var size: Int { aggregation.size + slowest.size + findings.size + slack.size }
}

import TraceModel

/// An incident: two windows, analysed, and the ranking that compares them.
public struct Incident: Sendable {
  public let before: ReportFold.Result
  public let now: ReportFold.Result
  public let ranking: RootCauseResult
  public let edges: DependencyComparison
  /// The entry points of now beside their former selves, those hurt most first.
  public let entryPoints: [RootCauseResult.EntryPoint]
  /// The operations of both windows, the largest changes first.
  public let operations: REDComparison

  /// - Returns: Nil when there is nothing to explain: no incident, or no candidate.
  public init?(before: ReportFold.Result, now: ReportFold.Result, ranking: RootCauseResult) {
    if ranking.verdict == .noIncident || ranking.candidates.isEmpty { return nil }
    self.before = before
    self.now = now
    self.ranking = ranking
    edges = DependencyComparison(before: before.dependencies, now: now.dependencies)
    entryPoints = RootCauseResult.EntryPoint.compared(before: before.red, now: now.red)
    operations = REDComparison(before: before.red, now: now.red)
  }

  /// The suspects worth a look: the first, and every other that is nearly as strong.
  public var suspects: [RootCauseResult.Candidate] {
    guard let first = ranking.candidates.first else { return [] }
    return ranking.candidates.prefix(3).filter { $0.rank == 1 || $0.score >= 0.8 * first.score }
  }

  /// The entry points that got slower or fail more, by more than chance: those that fail more first, then those with most added time.
  public var hurt: [RootCauseResult.EntryPoint] {
    let hurt = entryPoints.filter(\.isHurt)
    return hurt.filter(\.failsMore)
      + hurt.filter { !$0.failsMore }.sorted {
        $0.addedTime != $1.addedTime ? $0.addedTime > $1.addedTime : $0.name < $1.name
      }
  }

  /// What a response of the entry point may take and still is good (ns): the baseline's p99, or p95 where there are few.
  public func usualLimit(of entry: RootCauseResult.EntryPoint) -> Int64 {
    let durations = entry.before.durations
    if durations.count == 0 { return entry.now.durations.percentile(95) }
    return durations.percentile(durations.count >= Histogram.fewestForP99 ? 99 : 95)
  }
}

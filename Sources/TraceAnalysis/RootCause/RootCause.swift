public import TraceModel

/// Root-cause ranking: which service an incident most likely began in.
public enum RootCause {
  /// Compares an incident window with a baseline.
  ///
  /// Own times, network gaps, sets of children, error origins, log templates, queue waits, metrics and versions of each service
  /// are compared with the baseline, each shrunk by the noise between blocks of the baseline itself and by what stretches of it show; the strongest
  /// of each kind counts, time by its part in what was added; errors and behaviour of callers are discounted by what their callees explain.
  ///
  /// - Parameters:
  ///   - baseline: A stretch without the incident.
  ///   - incident: The stretch to explain.
  ///   - metrics: Of both stretches; told apart by time. Empty when there are none.
  ///   - deployments: Of any time.
  ///   - options: The method's constants.
  /// - Returns: Candidates by falling score, ties by name; none when either window is empty.
  ///
  /// Source: the dimensions and the yardstick follow Nezha (FSE 2023); the shrinkage by blocks of the baseline is ours.
  public static func rank(
    baseline: RootCauseWindow, incident: RootCauseWindow, metrics: [MetricPoint] = [], deployments: [Deployment] = [],
    options: RootCauseOptions = RootCauseOptions()
  ) -> RootCauseResult {
    let onset = Onset.find(baseline: baseline, incident: incident)
    var given = RootCauseGiven(metrics: metrics, deployments: deployments, onset: onset, steps: options.steps)
    given.quiet = RootCauseRun.quietLevels(baseline, incident, given)
    let whole = RootCauseRun(baseline, incident, blocks: 0..<incident.blockCount, given)
    let first = options.steps.contains(.onset) ? incident.firstBlock(from: onset) : 0
    var confirming = given
    confirming.isConfirming = true
    // Both halves of the window, and where the onset lies within it, both halves of what follows.
    let stretches = (first == 0 ? [0] : [0, first]).map { first in
      let middle = (first + incident.blockCount) / 2
      return [first..<middle, middle..<incident.blockCount].filter { !$0.isEmpty }.map {
        RootCauseRun(baseline, incident, blocks: $0, confirming)
      }
    }
    let ranked = whole.fusion.scores.filter { $0.value.score > 0.000_000_5 }
      .sorted { ($1.value.score, $0.key) < ($0.value.score, $1.key) }
    let symptom = RootCauseResult.Symptom(baseline: baseline, incident: incident)
    var candidates: [RootCauseResult.Candidate] = []
    for (place, (service, score)) in ranked.enumerated() {
      let steady =
        stretches.map { $0.map { $0.fusion.scores[service]?.score ?? 0 }.min() ?? 0 }.max() ?? 0
      candidates.append(
        whole.candidate(
          service, score, rank: place + 1, steady: steady, runnerUp: ranked.dropFirst().first?.value.score ?? 0,
          symptom: symptom, options: options))
    }
    let rate = candidates.first.map { given.quiet.falseAlarmRate($0.score) } ?? 1
    var verdict = verdict(candidates, falseAlarmRate: rate, options)
    let lead = RootCauseResult.Lead(
      first: candidates.first?.score ?? 0, second: candidates.dropFirst().first?.score ?? 0)
    if verdict == .likely, whole.traffic.explains(candidates.first?.evidence.first, lead: lead) { verdict = .unclear }
    var result = RootCauseResult(
      verdict: verdict, onset: verdict == .noIncident ? nil : onset, candidates: candidates,
      impact: RootCauseResult.Impact(baseline: baseline, incident: incident),
      unexplained: whole.unexplained(candidates),
      missingData: missingData(baseline, incident, metrics, deployments))
    result.symptom = symptom
    result.quiet = RootCauseResult.Quiet(scores: given.quiet.leads, falseAlarmRate: rate)
    return result
  }

  /// One suspect is likely when it stands out in all of the window and clearly before the second, or when it stands alone.
  static func verdict(
    _ candidates: [RootCauseResult.Candidate], falseAlarmRate: Double, _ options: RootCauseOptions
  ) -> RootCauseResult.Verdict {
    guard let first = candidates.first, first.score >= options.quietScore else { return .noIncident }
    let second = candidates.dropFirst().first?.score ?? 0
    let lead = RootCauseNoise.strength(first.score) / max(1e-9, RootCauseNoise.strength(second))
    let isSteady =
      first.score >= options.likelyScore && first.steadyScore >= options.halfScore && lead >= options.likelyLead
    let isAlone = first.score >= options.likelyScore && lead >= options.loneLead
    return (isSteady || isAlone) && falseAlarmRate <= options.mostFalseAlarms ? .likely : .unclear
  }

  private static func missingData(
    _ baseline: RootCauseWindow, _ incident: RootCauseWindow, _ metrics: [MetricPoint], _ deployments: [Deployment]
  ) -> [RootCauseResult.MissingData] {
    var missing: [RootCauseResult.MissingData] = []
    if incident.logs == nil {
      missing.append(.logs)
    } else {
      if baseline.logged.isEmpty { missing.append(.baselineLogs) }
      if incident.logged.isEmpty { missing.append(.incidentLogs) }
    }
    if metrics.isEmpty { missing.append(.metrics) }
    if deployments.isEmpty { missing.append(.deployments) }
    if baseline.traceCount == 0 { missing.append(.baselineTraces) }
    if incident.traceCount == 0 { missing.append(.incidentTraces) }
    return missing
  }
}

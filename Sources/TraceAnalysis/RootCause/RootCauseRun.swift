import TraceModel

/// What is known beside the two windows.
struct RootCauseGiven {
  var metrics: [MetricPoint]
  var deployments: [Deployment]
  var onset: Timestamp?
  var steps: Set<RootCauseStep>
  /// A part of the window confirms one suspect: no allowance is made for how many there were to choose from.
  var isConfirming = false
  /// What stretches of the baseline show.
  var quiet = QuietLevels()
}

/// All evidence of one comparison, fused.
struct RootCauseRun {
  let windows: RootCauseComparison
  /// By service, the strongest first.
  let evidence: [String: [RootCauseResult.Evidence]]
  let changes: [String: RootCauseResult.Rollout]
  /// What more requests than usual may explain.
  let traffic: TrafficRise
  let fusion: EvidenceFusion

  init(_ baseline: RootCauseWindow, _ incident: RootCauseWindow, blocks: Range<Int>, _ given: RootCauseGiven) {
    let windows = RootCauseComparison(baseline: baseline, incident: incident, blocks: blocks)
    let raw = RootCauseRun.evidence(windows, given)
    let all = EvidenceFusion.weighed(given.quiet.calibrated(raw))
    let changes =
      given.steps.contains(.versions) ? VersionChanges.changes(windows, given.deployments, onset: given.onset) : [:]
    fusion = RootCauseRun.fuse(all, windows, given, changed: Set(changes.keys))
    var grouped: [String: [RootCauseResult.Evidence]] = [:]
    for item in all { grouped[item.service, default: []].append(item) }
    evidence = grouped.mapValues { items in
      items.enumerated().sorted {
        $0.element.worth != $1.element.worth ? $0.element.worth > $1.element.worth : $0.offset < $1.offset
      }.map(\.element)
    }
    self.windows = windows
    self.changes = changes
    traffic = TrafficRise(windows, evidence: raw)
  }

  /// How far the procedure goes in stretches of the baseline.
  static func quietLevels(_ baseline: RootCauseWindow, _ incident: RootCauseWindow, _ given: RootCauseGiven)
    -> QuietLevels
  {
    var given = given
    // They belong to the incident's time.
    given.metrics = []
    func compare(_ baseline: RootCauseWindow, _ stretch: RootCauseWindow) -> RootCauseComparison {
      RootCauseComparison(baseline: baseline, incident: stretch, blocks: 0..<stretch.blockCount)
    }
    return QuietLevels(
      baseline: baseline, incident: incident, evidence: { evidence(compare($0, $1), given) },
      lead: { found in
        let fusion = fuse(EvidenceFusion.weighed(found), compare(baseline, baseline), given, changed: [])
        let scores = fusion.scores.values.map(\.score).sorted(by: >)
        return RootCauseResult.Lead(first: scores.first ?? 0, second: scores.dropFirst().first ?? 0)
      })
  }

  private static func fuse(
    _ evidence: [RootCauseResult.Evidence], _ windows: RootCauseComparison, _ given: RootCauseGiven,
    changed: Set<String>
  ) -> EvidenceFusion {
    var callees: [String: Set<String>] = [:]
    if given.steps.contains(.discount) {
      for link in Set(windows.baseline.links.keys).union(windows.incident.links.keys) where link.caller != link.callee {
        callees[link.caller, default: []].insert(link.callee)
      }
    }
    return EvidenceFusion(evidence, callees: callees, changed: changed)
  }

  /// What the steps find.
  private static func evidence(_ windows: RootCauseComparison, _ given: RootCauseGiven) -> [RootCauseResult.Evidence] {
    let steps = given.steps
    var all: [RootCauseResult.Evidence] = []
    if steps.contains(.ownTime) { all += OwnTime.evidence(windows) }
    if steps.contains(.backOff) { all += ServiceTime.evidence(windows) }
    if steps.contains(.networkGap) { all += NetworkGap.evidence(windows) + SilentTime.evidence(windows) }
    if steps.contains(.queues) {
      all += QueueWait.evidence(windows) + Deliveries.evidence(windows) + Acknowledgements.evidence(windows)
    }
    if steps.contains(.structure) {
      all += ChildSets.evidence(windows) + MissingCallees.evidence(windows) + CallsPerRequest.evidence(windows)
    }
    if steps.contains(.logs) { all += LogTemplates.evidence(windows) }
    if steps.contains(.errors) { all += ErrorOrigins.evidence(windows, isConfirming: given.isConfirming) }
    if steps.contains(.metrics), let span = windows.incident.span {
      all += MetricShifts.evidence(given.metrics, incident: span)
    }
    return all
  }

  /// The candidate with what speaks for and against it.
  func candidate(
    _ service: String, _ score: EvidenceFusion.Score, rank: Int, steady: Double, runnerUp: Double,
    symptom: RootCauseResult.Symptom, options: RootCauseOptions
  ) -> RootCauseResult.Candidate {
    let all = evidence[service] ?? []
    let strongest = all.first
    var against: [RootCauseResult.Doubt] = []
    if score.discount > 0.2, let callee = score.explainedBy {
      against.append(.explained(by: callee, share: score.discount))
    }
    if rank == 1, steady < options.halfScore { against.append(.unsteady) }
    if rank == 1, traffic.explains(strongest, lead: .init(first: score.score, second: runnerUp)) {
      against.append(traffic.doubt)
    }
    if rank == 1, RootCauseNoise.strength(score.score) < options.likelyLead * RootCauseNoise.strength(runnerUp) {
      against.append(.closeSecond)
    }
    var kept: [RootCauseResult.Evidence] = []
    for item in all where kept.isEmpty || (item.worth >= 0.01 && kept.count < 8) { kept.append(item) }
    for dimension in RootCauseResult.Dimension.allCases where dimension != .metrics {
      let most = all.filter { $0.dimension == dimension && $0.worth >= min(0.01, strongest?.worth ?? 0) }.map(\.score)
        .max()
      if most ?? 0 < 0.25 { against.append(.lacks(dimension, isWeak: most != nil)) }
    }
    if let observation = strongest?.observation, let telling = observation.telling, telling < 5 {
      against.append(.fewCalls(.init(telling, of: observation.occurrences?.now.calls ?? 0)))
    }
    let place = BadPlace.find(windows, service: service)
    if let place { kept.append(place) }
    if let change = changes[service] {
      kept.append(RootCauseResult.Evidence(service: service, observation: .rollout(change), score: 0))
    }
    return RootCauseResult.Candidate(
      rank: rank, service: service,
      operation: strongest?.operation.isEmpty ?? true
        ? all.first { !$0.operation.isEmpty }?.operation ?? "" : strongest?.operation ?? "",
      resource: place?.resource ?? strongest?.resource
        ?? all.first { $0.dimension == .metrics && $0.score > 0.3 }?.resource,
      kind: strongest?.kind ?? .change, score: score.score, steadyScore: steady, discount: score.discount,
      explainedBy: score.explainedBy, explains: RootCauseResult.Symptom(of: all, in: symptom), evidence: kept,
      against: against)
  }

  /// Strong evidence that neither belongs to the first candidate nor follows from it: of each such candidate the strongest.
  func unexplained(_ candidates: [RootCauseResult.Candidate]) -> [RootCauseResult.Evidence] {
    guard let first = candidates.first else { return [] }
    return candidates.dropFirst().filter { $0.score >= 0.5 * first.score && $0.discount < 0.5 }.prefix(5)
      .compactMap(\.evidence.first)
  }
}

import ReportModel
import TraceModel

/// What to do first, each step with the evidence for it, and how to know that it is over.
extension Incident {
  var actionSection: Section {
    var blocks: [Block] = [.list(actions)]
    if let goal { blocks.append(.paragraph(goal)) }
    return Section("Do first", blocks: blocks)
  }

  /// The most promising first.
  var actions: [Text] {
    var steps: [Text] = []
    for suspect in suspects { steps.append(action(for: suspect)) }
    for consumer in now.queues.phantoms {
      steps.append(
        "Make \(code: consumer.service) acknowledge \(code: consumer.topic) in the order of delivery, or judge deliveries by message id rather than by order: \(consumer.finding)"
      )
    }
    if let entry = hurt.first { steps += comparison(entry) }
    if ranking.verdict == .unclear, !ranking.missingData.isEmpty {
      steps.append(
        "Give more evidence before believing the first suspect: \(ranking.missingData.joined(separator: ", ")) were not given."
      )
    }
    return steps
  }

  private func action(for suspect: RootCauseResult.Candidate) -> Text {
    guard let evidence = suspect.evidence.first else { return advice(on: suspect) + "." }
    var text: Text = "\(advice(on: suspect)): \(evidence.detail)."
    if let trace = evidence.exemplars.first { text += " For example " + exemplar(trace) + "." }
    return text
  }

  /// What to look at, without a full stop.
  func advice(on suspect: RootCauseResult.Candidate) -> Text {
    switch suspect.kind {
    case .latency: "Find out why \(suspect.place) takes longer itself (profile it, look at its last change)"
    case .resource: "Look at what \(suspect.place) waits for outside of the traced services (its load, locks, limits)"
    case .error: "Read the errors that start in \(suspect.place)"
    case .missing: "Find out why \(suspect.place) is not reached any more"
    case .change: "Compare the new version of \(suspect.place) with the one before, or roll it back"
    }
  }

  private func comparison(_ entry: RootCauseResult.EntryPoint) -> [Text] {
    let picks = now.exemplars.picks(
      service: entry.name.service, operation: entry.name.operation, limit: usualLimit(of: entry))
    guard let bad = picks.first(where: { $0.role == .typicalBad }) ?? picks.first else { return [] }
    var text: Text =
      "Open a bad request, \(code: "tracemill trace \(bad.request.traceID.description.prefix(8)) DUMP")"
    if let good = picks.first(where: { $0.role == .matchedGood }) {
      text +=
        ", beside a good one of the same kind, \(code: "tracemill trace \(good.request.traceID.description.prefix(8)) DUMP")"
    }
    return [text + " (\(code: "\(entry.name.service) \(entry.name.operation)"))."]
  }

  /// When the incident is over, told by the entry points that are hurt most.
  var goal: Text? {
    let hurt = hurt.filter { $0.before.calls > 0 }.prefix(2)
    if hurt.isEmpty { return nil }
    var text: Text = "\(strong: "Fixed when:") "
    for (place, entry) in hurt.enumerated() {
      if place > 0 { text += "; " }
      var goals: [Text] = []
      let (before, now) = (entry.before.durations, entry.now.durations)
      let percentile = entry.slowerPercentile
      if let percentile {
        goals.append(
          "p\(percentile) ≤ \(.duration(nanoseconds: before.percentile(percentile))) (now \(.duration(nanoseconds: now.percentile(percentile))))"
        )
      }
      if entry.failsMore {
        goals.append(
          "failed ≤ \(.share(entry.before.errors, of: entry.before.calls)) (now \(.share(entry.now.errors, of: entry.now.calls)))"
        )
      }
      text += "\(code: "\(entry.name.service) \(entry.name.operation)") "
      for (place, goal) in goals.enumerated() { text += place > 0 ? " and " + goal : goal }
    }
    return text + "."
  }
}

extension RootCauseResult.EntryPoint {
  /// The highest of p99 (p95 where there are few), p95 and p50 that rose by a tenth; nil when none did.
  fileprivate var slowerPercentile: Int? {
    let highest = before.durations.count >= Histogram.fewestForP99 ? 99 : 95
    return [highest, 95, 50].first { percent in
      Double(now.durations.percentile(percent)) > 1.1 * Double(before.durations.percentile(percent))
    }
  }
}

import ReportModel
import TraceAnalysis
import TraceModel

/// What to do first, each step with the evidence for it, and how to know that it is over.
extension IncidentReport {
  /// The first step stands on the first screen: here is its evidence, then the further steps.
  var actionSection: Section { Section("Do first", blocks: [.list(actions)]) }

  /// The first step alone, without its evidence.
  var firstAction: Text? { incident.suspects.first.map { "\(strong: "Do first:") \($0.advice)." } }

  private var actions: [Text] {
    var steps: [Text] = []
    for (place, suspect) in incident.suspects.enumerated() {
      let lead: Text =
        place == 0 ? "\(strong: "Why that first:") \(suspect.place)" : "If that is not it: \(suspect.advice)"
      steps.append(lead + evidence(for: suspect))
    }
    for consumer in now.queues.phantoms where !isSuspected(consumer) {
      steps.append(
        "Make \(code: consumer.service) acknowledge \(code: consumer.topic) in the order of delivery, or judge deliveries by message id rather than by order: \(consumer.finding)"
      )
    }
    if let delivery = orderEvidence?.exemplars.first {
      steps.append("Open such a delivery, \(code: "tracemill trace \(delivery.lookup) DUMP").")
    } else if let entry = incident.hurt.first {
      steps += comparison(entry)
    }
    if ranking.verdict == .unclear, !ranking.missingData.isEmpty {
      steps.append(
        "Give more evidence before believing the first suspect: \(ranking.missingData.map(\.rawValue).joined(separator: ", ")) were not given."
      )
    }
    return steps
  }

  private func evidence(for suspect: RootCauseResult.Candidate) -> Text {
    guard let evidence = suspect.evidence.first else { return "." }
    var text: Text = ": \(evidence.detail)."
    if let trace = evidence.exemplars.first { text += " For example " + exemplar(trace) + "." }
    return text
  }

  /// Whether a suspect's evidence already says what there is to say of how the consumer acknowledges.
  private func isSuspected(_ consumer: QueuesResult.Consumer) -> Bool {
    incident.suspects.contains { suspect in
      suspect.service == consumer.service
        && suspect.evidence.first.map { $0.tellsOrder && $0.topic == consumer.topic } ?? false
    }
  }

  private func comparison(_ entry: RootCauseResult.EntryPoint) -> [Text] {
    let picks = now.exemplars.picks(
      service: entry.name.service, operation: entry.name.operation, limit: incident.usualLimit(of: entry))
    guard let bad = picks.first(where: { $0.role == .typicalBad }) ?? picks.first else { return [] }
    var text: Text =
      "Open a bad request, \(code: "tracemill trace \(bad.request.traceID.lookup) DUMP")"
    if let good = picks.first(where: { $0.role == .matchedGood }) {
      text +=
        ", beside a good one of the same kind, \(code: "tracemill trace \(good.request.traceID.lookup) DUMP")"
    }
    return [text + " (\(code: "\(entry.name.service) \(entry.name.operation)"))."]
  }

  /// When the incident is over: told by the order of acknowledgements where that is at fault, else by the entry points that are hurt most.
  var goal: Text? {
    if let order = orderGoal { return order }
    let hurt = incident.hurt.filter { $0.before.calls > 0 }.prefix(2)
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

  /// The first suspect's strongest evidence, where that is the order of acknowledgements.
  private var orderEvidence: RootCauseResult.Evidence? {
    incident.suspects.first?.evidence.first.flatMap { $0.tellsOrder ? $0 : nil }
  }

  private var orderGoal: Text? {
    guard let evidence = orderEvidence, case .acknowledgementOrder(let seen, let topic, _) = evidence.observation else {
      return nil
    }
    let least: Text = seen.before.hits == 0 ? "0" : "at most \(.share(seen.before.hits, of: seen.before.calls))"
    return
      "\(strong: "Fixed when:") \(least) of the acknowledgements of \(code: topic) by \(code: evidence.service) are overtaken by those of later deliveries (now \(seen.now.hits) of \(seen.now.calls))."
  }
}

extension RootCauseResult.Evidence {
  /// Whether it is that acknowledgements overtake each other.
  fileprivate var tellsOrder: Bool {
    if case .acknowledgementOrder = observation { return true }
    return false
  }
}

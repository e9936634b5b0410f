import ReportModel

/// Step 4: errors where they originate: the entry failed, and nobody it called did.
struct ErrorOrigins {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    var found: [RootCauseResult.Evidence] = []
    for (name, blocks) in windows.incident.outcomes.sorted(by: { $0.key < $1.key }) {
      guard let before = windows.baseline.outcomes[name] else { continue }
      let now = windows.now(blocks)
      let score = RootCauseNoise.increase(
        now: (now.originated, now.calls), before: before.map { ($0.originated, $0.calls) })
      if score <= 0 { continue }
      let hits = before.reduce(0) { $0 + $1.originated }
      let calls = before.reduce(0) { $0 + $1.calls }
      found.append(
        RootCauseResult.Evidence(
          service: name.service, operation: name.operation, resource: nil, kind: .error, dimension: .errors,
          signal: "errors_originated", score: score, before: .share(hits, of: calls),
          now: .share(now.originated, of: now.calls),
          detail:
            "\(now.originated) of \(now.calls) calls failed here with no failing callee, before \(hits) of \(calls); \(now.passedOn) only passed an error on",
          exemplars: windows.incident.failing[name].map { [$0] } ?? []))
    }
    return found
  }
}

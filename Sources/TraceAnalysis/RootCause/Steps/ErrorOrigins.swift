import ReportModel

/// Step 4: errors where they originate: the entry failed, and nobody it called did.
///
/// A rare error that makes most of the added errors counts by its part in them, not by its rate.
struct ErrorOrigins {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    var found: [RootCauseResult.Evidence] = []
    var added: [OperationName: Double] = [:]
    var allAdded = 0.0
    for (name, blocks) in windows.incident.outcomes.sorted(by: { $0.key < $1.key }) {
      let more = ErrorOrigins.added(windows.now(blocks), before: windows.baseline.outcomes[name] ?? [])
      added[name] = more
      allAdded += more
    }
    for (name, blocks) in windows.incident.outcomes.sorted(by: { $0.key < $1.key }) {
      guard let before = windows.baseline.outcomes[name] else { continue }
      let now = windows.now(blocks)
      let score = RootCauseNoise.increase(
        now: (now.originated, now.calls), before: before.map { ($0.originated, $0.calls) },
        share: allAdded > 0 ? (added[name] ?? 0) / allAdded : 0)
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

  /// Errors beyond what the baseline's rate would have brought.
  private static func added(_ now: EntryOutcome, before: [EntryOutcome]) -> Double {
    let hits = before.reduce(0) { $0 + $1.originated }
    let calls = before.reduce(0) { $0 + $1.calls }
    return max(0, Double(now.originated) - Double(hits) / Double(max(1, calls)) * Double(now.calls))
  }
}

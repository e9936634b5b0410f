import TraceModel

/// Step 5: log templates that calls of an operation write more or less often than before.
struct LogTemplates {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    guard let logs = windows.incident.logs, windows.comparesLogs else { return [] }
    var found: [RootCauseResult.Evidence] = []
    let keys = Set(windows.incident.logged.keys).union(windows.baseline.logged.keys).sorted()
    for key in keys {
      guard let calls = windows.incident.outcomes[key.name].map({ windows.now($0).calls }), calls > 0,
        let callsBefore = windows.baseline.outcomes[key.name]?.map(\.calls)
      else { continue }
      let hits = windows.incident.logged[key].map { windows.now($0) } ?? 0
      let hitsBefore = windows.baseline.logged[key] ?? Array(repeating: 0, count: windows.baseline.blockCount)
      let rise = RootCauseNoise.increase(
        now: (hits, calls), before: hitsBefore.indices.map { (hitsBefore[$0], callsBefore[$0]) })
      let drop = RootCauseNoise.increase(
        now: (calls - hits, calls),
        before: hitsBefore.indices.map { (callsBefore[$0] - hitsBefore[$0], callsBefore[$0]) })
      let score = max(rise, drop)
      if score <= 0 { continue }
      let seen = RootCauseResult.Occurrences(
        before: .init(hitsBefore.sum, of: callsBefore.sum), now: .init(hits, of: calls))
      let line = logs.described(key.template)
      found.append(
        RootCauseResult.Evidence(
          service: key.name.service, operation: key.name.operation,
          observation: rise >= drop ? .logRisen(seen, line) : .logDropped(seen, line), score: score,
          exemplars: rise >= drop ? windows.incident.loggedIn[key] ?? [] : silent(key, windows.incident, logs)))
    }
    return found
  }

  /// Of the few traces that are known of the operation, those without the line.
  private static func silent(
    _ key: RootCauseWindow.Template, _ incident: RootCauseWindow, _ logs: LogIndex
  ) -> [TraceID] {
    (incident.calledIn[key.name] ?? []).filter { !logs.hasLine(of: key.template, by: key.name.service, in: $0) }
  }
}

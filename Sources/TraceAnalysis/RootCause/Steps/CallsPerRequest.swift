import Glibc

/// Step 3, third part: operations that call out of the traced services more often a request: a cold cache, a loop of statements, retries.
struct CallsPerRequest {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    var found: [RootCauseResult.Evidence] = []
    for (leaf, blocks) in windows.incident.leafCalls.sorted(by: { $0.key < $1.key }) {
      guard let outcomes = windows.incident.outcomes[leaf.name], let before = windows.baseline.leafCalls[leaf],
        let outcomesBefore = windows.baseline.outcomes[leaf.name]
      else { continue }
      let made = windows.now(blocks)
      let calls = windows.now(outcomes).calls
      let callsBefore = outcomesBefore.map(\.calls)
      let score = CallsPerRequest.score(
        now: (made, calls), before: before.indices.map { (before[$0], callsBefore[$0]) })
      if score <= 0 { continue }
      found.append(
        RootCauseResult.Evidence(
          service: leaf.name.service, operation: leaf.name.operation,
          observation: .repeatedCalls(
            RootCauseResult.Occurrences(before: .init(before.sum, of: callsBefore.sum), now: .init(made, of: calls)),
            of: leaf.client),
          score: score, exemplars: windows.incident.slowest[leaf.name].map { [$0] } ?? []))
    }
    return found
  }

  /// The log-ratio of calls a request, shrunk by its noise: counting on both sides, and blocks of the baseline against the whole with one
  /// prior observation of ½.
  static func score(now: (made: Int, calls: Int), before: [(made: Int, calls: Int)]) -> Double {
    let made = before.reduce(0) { $0 + $1.made }
    let calls = before.reduce(0) { $0 + $1.calls }
    if calls == 0 || now.calls == 0 || now.made == 0 { return 0 }
    let base = (Double(made) + 0.5) / Double(calls)
    let blocks = before.filter { $0.calls >= 3 }
      .map { log((Double($0.made) + 0.5) / (Double($0.calls) * base + 0.5)) }
    let spread = (blocks.reduce(0) { $0 + $1 * $1 } + 0.25) / Double(blocks.count + 1)
    let variance = spread + 1 / Double(now.made) + 1 / (Double(made) + 0.5)
    return RootCauseNoise.shrunk(log(Double(now.made) / Double(now.calls) / base), variance: variance, count: now.calls)
  }
}

import TraceModel

/// Step 2: calls that took longer and have no span of the service they were made to: the time is charged to that service.
struct SilentTime {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    let callees = KnownCallees(windows)
    var found: [RootCauseResult.Evidence] = []
    for (name, blocks) in windows.incident.leaf.sorted(by: { $0.key < $1.key }) {
      guard let callee = callees[name], let before = windows.baseline.leaf[name] else { continue }
      let now = windows.now(blocks)
      let slowdown = Slowdown(now: now, before: before)
      if slowdown.score <= 0 { continue }
      found.append(
        RootCauseResult.Evidence(
          service: callee,
          observation: .silentTime(RootCauseResult.LatencyShift(before: before.joined, now: now), by: name),
          score: slowdown.score, exemplars: windows.incident.slowestLeaf[name]?.longest.map { [$0.trace] } ?? [],
          certainty: slowdown.certainty, excess: slowdown.excess))
    }
    return found
  }
}

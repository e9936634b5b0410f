/// Step 3, second half: calls that nobody answers any more, though the baseline says who used to.
struct MissingCallees {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    var found: [RootCauseResult.Evidence] = []
    let confined = BadPlace.confined(windows)
    for (name, callee) in onlyCallees(windows.baseline).sorted(by: { $0.key < $1.key }) {
      let unanswered = RootCauseWindow.Outgoing(name: name, callee: nil)
      let answered = RootCauseWindow.Outgoing(name: name, callee: callee)
      let hits = windows.incident.outgoing[unanswered].map { windows.now($0) } ?? 0
      let calls = hits + (windows.incident.outgoing[answered].map { windows.now($0) } ?? 0)
      let none = Array(repeating: 0, count: windows.baseline.blockCount)
      let lost = windows.baseline.outgoing[unanswered] ?? none
      let served = windows.baseline.outgoing[answered] ?? none
      let before = lost.indices.map { (hits: lost[$0], calls: lost[$0] + served[$0]) }
      let score = RootCauseNoise.increase(now: (hits, calls), before: before)
      if score <= 0 { continue }
      if confined.contains(name.service), !BadPlace.hasSilentInstance(windows, callee, missing: hits) { continue }
      found.append(
        RootCauseResult.Evidence(
          service: callee,
          observation: .unansweredCalls(
            RootCauseResult.Occurrences(
              before: .init(lost.sum, of: lost.sum + served.sum), now: .init(hits, of: calls)), by: name),
          score: score))
    }
    return found
  }

  /// Who answers the calls of each client operation; with several callees under one, nobody knows who was meant.
  static func onlyCallees(_ window: RootCauseWindow) -> [OperationName: String] {
    var callees: [OperationName: Set<String>] = [:]
    for outgoing in window.outgoing.keys {
      if let callee = outgoing.callee { callees[outgoing.name, default: []].insert(callee) }
    }
    return callees.compactMapValues { $0.count == 1 ? $0.first : nil }
  }
}

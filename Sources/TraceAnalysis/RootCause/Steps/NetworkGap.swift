import ReportModel
import TraceModel

/// Step 2: time between client and server, blamed on the service that the slow links have in common.
package struct NetworkGap {
  /// What the resource of its evidence begins with.
  package static let prefix = "network "

  /// By service: the blame, and the link that is slow.
  let blame: [String: (score: Double, link: RootCauseWindow.Link)]

  /// Nobody is blamed.
  init() { blame = [:] }

  /// Blame of X = its largest shift × harmonic mean of the share of all slow gap that touches X, and the share of X's links that are
  /// slow; a link weighs as much as its shift, saturated.
  init(_ windows: RootCauseComparison) {
    var shifts: [(link: RootCauseWindow.Link, shift: Double)] = []
    for (link, blocks) in windows.incident.gap.sorted(by: { $0.key < $1.key }) {
      guard let before = windows.baseline.gap[link] else { continue }
      let now = windows.now(blocks)
      if now.count == 0 { continue }
      shifts.append((link, RootCauseNoise.slowdown(now: now, before: before)))
    }
    let total = shifts.reduce(0) { $0 + RootCauseNoise.saturated($1.shift) }
    var blame: [String: (score: Double, link: RootCauseWindow.Link)] = [:]
    for service in Set(shifts.flatMap { [$0.link.caller, $0.link.callee] }) {
      let mine = shifts.filter { $0.link.caller == service || $0.link.callee == service }
      var worst: (link: RootCauseWindow.Link, shift: Double)?
      for link in mine where link.shift > worst?.shift ?? 0 { worst = link }
      guard let worst else { continue }
      let slow = mine.reduce(0) { $0 + RootCauseNoise.saturated($1.shift) }
      let touching = slow / total
      let spread = slow / (RootCauseNoise.saturated(worst.shift) * Double(mine.count))
      blame[service] = (worst.shift * 2 * touching * spread / (touching + spread), worst.link)
    }
    self.blame = blame
  }

  func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    blame.sorted { $0.key < $1.key }.map { service, blame in
      let before = windows.baseline.gap[blame.link]?.joined ?? Histogram()
      let now = windows.incident.gap[blame.link].map { windows.now($0) } ?? Histogram()
      return RootCauseResult.Evidence(
        service: service, operation: "", resource: "\(NetworkGap.prefix)\(blame.link.caller) → \(blame.link.callee)",
        kind: .latency, dimension: .time, signal: "network_gap", score: blame.score,
        before: .duration(nanoseconds: before.percentile(90)), now: .duration(nanoseconds: now.percentile(90)),
        detail:
          "time between client and server \(blame.link.caller) → \(blame.link.callee) grew: \(RootCauseComparison.percentiles(before, now))",
        exemplars: windows.incident.widest[blame.link].map { [$0] } ?? [])
    }
  }
}

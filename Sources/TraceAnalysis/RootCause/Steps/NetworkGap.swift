import TraceModel

/// Step 2: time between client and server, blamed on the service that the slow links have in common.
///
/// A service's outgoing and incoming links are never mixed. Before the server's start, time points to the caller; after its end, to the
/// callee: that is where a slow interface of one host is seen. Each side is measured against its own low values in the baseline, so that clocks
/// that differ by a constant say nothing; clocks that drift do not either, for only both sides together make a link slow.
struct NetworkGap {
  /// What time on the other side counts: it may lie in an accept queue, but more often does not.
  static let otherSide = 0.5

  enum Role: CaseIterable {
    case caller, callee

    func service(of link: RootCauseWindow.Link) -> String { self == .caller ? link.caller : link.callee }
  }

  struct Shift {
    var link: RootCauseWindow.Link
    var slowdown: Slowdown
    /// The part of the added time that lies before the server's start: 0 to 1.
    var request: Double

    var weight: Double { Slowdown.weight(excess: slowdown.excess, certainty: slowdown.certainty) }

    /// How well the side where the time lies fits a role: 1, or less down to ``otherSide``.
    func fits(_ role: Role) -> Double {
      let there = role == .caller ? request : 1 - request
      return there + NetworkGap.otherSide * (1 - there)
    }
  }

  struct Blame {
    var score: Double
    var worst: Shift
    /// Of all links of that direction (ns).
    var excess: Double
  }

  /// By service.
  let blame: [String: Blame]

  /// Blame of X = the largest shift of its outgoing, or its incoming links × harmonic mean of their part in all time added to gaps, and of the
  /// share of them that is slow × how well the side fits.
  init(_ windows: RootCauseComparison) {
    let shifts = NetworkGap.shifts(windows)
    let total = shifts.reduce(0) { $0 + $1.weight }
    var blame: [String: Blame] = [:]
    for role in Role.allCases {
      var groups: [String: [Shift]] = [:]
      for shift in shifts { groups[role.service(of: shift.link), default: []].append(shift) }
      for (service, mine) in groups {
        guard let found = NetworkGap.blame(mine, as: role, total: total) else { continue }
        if found.score > blame[service]?.score ?? 0 { blame[service] = found }
      }
    }
    self.blame = blame
  }

  /// Of links that have a service and a direction in common; nil when none is slower.
  private static func blame(_ mine: [Shift], as role: Role, total: Double) -> Blame? {
    var worst = mine[0]
    for shift in mine where shift.slowdown.score > worst.slowdown.score { worst = shift }
    let weight = mine.reduce(0) { $0 + $1.weight }
    if worst.slowdown.score <= 0 || weight <= 0 { return nil }
    let touching = weight / total
    let slow = mine.reduce(0) { $0 + RootCauseNoise.saturated($1.slowdown.score) }
    let spread = slow / (RootCauseNoise.saturated(worst.slowdown.score) * Double(mine.count))
    let fits = mine.reduce(0) { $0 + $1.weight * $1.fits(role) } / weight
    return Blame(
      score: worst.slowdown.score * fits * 2 * touching * spread / (touching + spread), worst: worst,
      excess: mine.reduce(0) { $0 + $1.slowdown.excess })
  }

  private static func shifts(_ windows: RootCauseComparison) -> [Shift] {
    windows.incident.gap.sorted(by: { $0.key < $1.key }).compactMap { link, blocks in
      guard link.caller != link.callee, let before = windows.baseline.gap[link] else { return nil }
      let added = [\RootCauseWindow.requestGap, \.responseGap].map { side in
        guard let now = windows.incident[keyPath: side][link], let usual = windows.baseline[keyPath: side][link] else {
          return 0.0
        }
        let base = usual.joined.percentile(10)
        return Slowdown(now: now[windows.blocks].joined.above(base), before: usual.map { $0.above(base) }).excess
      }
      let both = added[0] + added[1]
      return Shift(
        link: link, slowdown: Slowdown(now: windows.now(blocks), before: before),
        request: both > 0 ? added[0] / both : 0.5)
    }
  }

  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    NetworkGap(windows).blame.sorted { $0.key < $1.key }.map { service, blame in
      let link = blame.worst.link
      let before = windows.baseline.gap[link]?.joined ?? Histogram()
      let now = windows.incident.gap[link].map { windows.now($0) } ?? Histogram()
      let request = blame.worst.request
      return RootCauseResult.Evidence(
        service: service,
        observation: .networkGap(
          RootCauseResult.LatencyShift(before: before, now: now), caller: link.caller, callee: link.callee,
          request >= 0.75 ? .request : request <= 0.25 ? .response : .both),
        score: blame.score, exemplars: windows.incident.widest[link].map { [$0] } ?? [],
        certainty: blame.worst.slowdown.certainty, excess: blame.excess)
    }
  }
}

extension Collection where Element == SignedHistogram {
  fileprivate var joined: SignedHistogram { reduce(into: SignedHistogram()) { $0.merge($1) } }
}

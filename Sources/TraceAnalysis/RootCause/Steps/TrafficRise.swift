import TraceModel

/// More requests a second than before, with most services slower: the load may be all there is to it.
struct TrafficRise {
  /// From this factor on, load is an explanation.
  static let leastFactor = 1.5
  /// Load slows many services: one that leads the second by this factor is not explained by it.
  static let mostLead = 4.5
  /// A rate is told by at least so many stretches of time with requests.
  static let fewestBuckets = 4

  /// Requests a second, now against before; nil where a window is too short to tell.
  let factor: Double?
  /// Services of both windows, and those of them in which something got slower (surely, by more than half).
  let services: Int
  let slower: Int

  init(_ windows: RootCauseComparison, evidence: [RootCauseResult.Evidence]) {
    // Only stretches of time that have requests count: a window may be several dumps with nothing between them.
    func rate(_ window: RootCauseWindow) -> Double? {
      let used = window.timeline.filter { $0.statistics.calls > 0 }
      if used.count < TrafficRise.fewestBuckets || window.timelineWidth <= 0 { return nil }
      let requests = used.reduce(0) { $0 + $1.statistics.calls }
      return Double(requests) / (Double(used.count) * Double(window.timelineWidth))
    }
    factor = rate(windows.incident).flatMap { now in
      rate(windows.baseline).flatMap { before in before > 0 ? now / before : nil }
    }
    let known = Set(windows.baseline.outcomes.keys.map(\.service))
      .intersection(windows.incident.outcomes.keys.map(\.service))
    services = known.count
    slower =
      Set(evidence.filter { $0.dimension == .time && $0.certainty >= 0.5 }.map(\.service)).intersection(known).count
  }

  /// Whether load may be why this stands out.
  func explains(_ evidence: RootCauseResult.Evidence?, lead: RootCauseResult.Lead) -> Bool {
    guard let factor, let evidence, evidence.dimension == .time else { return false }
    if RootCauseNoise.strength(lead.first) > TrafficRise.mostLead * RootCauseNoise.strength(lead.second) {
      return false
    }
    return factor >= TrafficRise.leastFactor && services > 2 && 2 * slower >= services
  }

  var doubt: RootCauseResult.Doubt { .load(factor: factor ?? 1, slower: slower, of: services) }
}

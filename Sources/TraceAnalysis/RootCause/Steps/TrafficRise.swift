import TraceModel

/// More requests a second than before, with most services slower: the load may be all there is to it.
struct TrafficRise {
  /// From this factor on, load is an explanation.
  static let leastFactor = 1.5

  /// Requests a second, now against before; nil where a window has no length.
  let factor: Double?
  /// Services of both windows, and those of them in which something got slower (surely, by more than half).
  let services: Int
  let slower: Int

  init(_ windows: RootCauseComparison, evidence: [RootCauseResult.Evidence]) {
    func rate(_ window: RootCauseWindow) -> Double? {
      guard let extent = window.extent, extent.end > extent.start else { return nil }
      let requests = window.requests.reduce(0) { $0 + $1.statistics.calls }
      return Double(requests) / Double(extent.end.nanoseconds.subtractingSaturated(extent.start.nanoseconds))
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
  func explains(_ evidence: RootCauseResult.Evidence?) -> Bool {
    guard let factor, let evidence, evidence.dimension == .time else { return false }
    return factor >= TrafficRise.leastFactor && services > 2 && 2 * slower >= services
  }

  var doubt: RootCauseResult.Doubt { .load(factor: factor ?? 1, slower: slower, of: services) }
}

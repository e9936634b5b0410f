import ReportModel
import TraceModel

/// Names the version, instance or host in which a service's calls fare worse than in its others. It names, and adds nothing to the score.
package struct BadPlace {
  /// How far apart (natural log) the times of two places have to be: by half.
  static let leastContrast = 0.4
  /// Both sides need at least this many calls.
  static let leastCalls = 8

  /// Failures are confined to a place when the others' rate is at most this part of its own.
  static let mostElsewhere = 0.1
  /// Calls missing evenly at two instances are half of all at each; these are clearly missing at one.
  static let mostOfMissing = 0.75

  package enum Part: String, CaseIterable {
    case version = "service.version"
    case instance = "service.instance.id"
    case host = "host.name"

    func value(of place: RootCauseWindow.Place) -> String {
      switch self {
      case .version: place.version
      case .instance: place.instance
      case .host: place.host
      }
    }
  }

  struct Contrast {
    var part: Part
    var value: String
    var score: Double
    var before: Quantity
    var now: Quantity
    var detail: String
    var kind: RootCauseResult.Kind
  }

  /// The clearest contrast; of equal ones a version comes before an instance, and a host only where another service fares ill on it too.
  static func find(_ windows: RootCauseComparison, service: String) -> RootCauseResult.Evidence? {
    var best: Contrast?
    for part in Part.allCases {
      guard let found = contrast(windows, service, part) else { continue }
      let margin = part == .host && isShared(found.value, windows, beside: service) ? 0.9 : 1.05
      if found.score > margin * (best?.score ?? 0) { best = found }
    }
    guard let best else { return nil }
    return RootCauseResult.Evidence(
      service: service, operation: "", resource: "\(best.part.rawValue) = \(best.value)", kind: best.kind,
      dimension: .behaviour, signal: "place", score: best.score, before: best.before, now: best.now,
      detail: best.detail, exemplars: [])
  }

  /// Services whose failures all come from one instance or version of theirs, while the others hardly fail: what their calls meet is no fault of
  /// those they call.
  static func confined(_ windows: RootCauseComparison) -> Set<String> {
    let services = Set(windows.incident.places.filter { $0.value.failed > 0 }.map(\.key.service))
    return services.filter { service in
      [Part.instance, Part.version].contains { part in
        let now = totals(windows.incident, service, part)
        return now.contains { value, mine in
          let others = rest(of: now, without: value)
          return !value.isEmpty && min(mine.calls, others.calls) >= leastCalls
            && Double(others.failed) / Double(others.calls) <= mostElsewhere * Double(mine.failed) / Double(mine.calls)
            && failing(part, value, mine, others) != nil
        }
      }
    }
  }

  /// Whether one of several instances of a service answers so much less than its part that most of the calls that miss an answer are missing there.
  static func hasSilentInstance(_ windows: RootCauseComparison, _ service: String, missing: Int) -> Bool {
    let before = totals(windows.baseline, service, .instance)
    let now = totals(windows.incident, service, .instance)
    if before.count < 2 || missing <= 0 { return false }
    let callsBefore = Double(before.values.reduce(0) { $0 + $1.calls })
    let calls = Double(now.values.reduce(missing) { $0 + $1.calls })
    return before.contains { instance, statistics in
      let expected = calls * Double(statistics.calls) / callsBefore
      return expected - Double(now[instance]?.calls ?? 0) >= mostOfMissing * Double(missing)
    }
  }

  private static func isShared(_ host: String, _ windows: RootCauseComparison, beside service: String) -> Bool {
    let others = Set(windows.incident.places.keys.filter { $0.host == host && $0.service != service }.map(\.service))
    return others.contains { contrast(windows, $0, .host)?.value == host }
  }

  private static func contrast(_ windows: RootCauseComparison, _ service: String, _ part: Part) -> Contrast? {
    let now = totals(windows.incident, service, part)
    let before = totals(windows.baseline, service, part)
    if now.count < 2 { return nil }
    var best: Contrast?
    for (value, mine) in now.sorted(by: { $0.key < $1.key }) where !value.isEmpty && mine.calls >= leastCalls {
      let others = rest(of: now, without: value)
      if others.calls < leastCalls { continue }
      for found in [
        slower(part, value, mine, others, before: before[value], rest(of: before, without: value)),
        failing(part, value, mine, others),
      ].compactMap(\.self) where found.score > best?.score ?? 0 { best = found }
    }
    return best
  }

  private static func slower(
    _ part: Part, _ value: String, _ mine: PlaceStatistics, _ others: PlaceStatistics, before: PlaceStatistics?,
    _ othersBefore: PlaceStatistics
  ) -> Contrast? {
    if mine.own.count == 0 || others.own.count == 0 { return nil }
    var change = RootCauseNoise.logRatio(mine.own, others.own)
    if let before, before.own.count >= leastCalls, othersBefore.own.count >= leastCalls {
      change -= max(0, RootCauseNoise.logRatio(before.own, othersBefore.own))
    }
    if change < leastContrast { return nil }
    return Contrast(
      part: part, value: value, score: change, before: .duration(nanoseconds: others.own.percentile(90)),
      now: .duration(nanoseconds: mine.own.percentile(90)),
      detail:
        "own time with \(part.rawValue) = \(value) against the service's others: \(RootCauseComparison.percentiles(others.own, mine.own))",
      kind: part == .version ? .change : .resource)
  }

  private static func failing(
    _ part: Part, _ value: String, _ mine: PlaceStatistics, _ others: PlaceStatistics
  ) -> Contrast? {
    let score = RootCauseNoise.increase(now: (mine.failed, mine.calls), before: [(others.failed, others.calls)])
    if score < leastContrast { return nil }
    return Contrast(
      part: part, value: value, score: score, before: .share(others.failed, of: others.calls),
      now: .share(mine.failed, of: mine.calls),
      detail:
        "\(mine.failed) of \(mine.calls) calls failed with \(part.rawValue) = \(value), \(others.failed) of \(others.calls) with the service's others",
      kind: .error)
  }

  private static func totals(_ window: RootCauseWindow, _ service: String, _ part: Part) -> [String: PlaceStatistics] {
    var totals: [String: PlaceStatistics] = [:]
    for (place, statistics) in window.places where place.service == service {
      totals[part.value(of: place), default: PlaceStatistics()].merge(statistics)
    }
    return totals
  }

  private static func rest(of totals: [String: PlaceStatistics], without value: String) -> PlaceStatistics {
    totals.filter { $0.key != value }.values.reduce(into: PlaceStatistics()) { $0.merge($1) }
  }
}

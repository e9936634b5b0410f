import TraceModel

/// Names the version, instance or host in which a service's calls fare worse than in its others. It names, and adds nothing to the score.
struct BadPlace {
  /// How far apart (natural log) the times of two places have to be: by half.
  static let leastContrast = 0.4
  /// Both sides need at least this many calls.
  static let leastCalls = 8

  /// Failures are confined to a place when the others' rate is at most this part of its own.
  static let mostElsewhere = 0.1
  /// Calls missing evenly at two instances are half of all at each; these are clearly missing at one.
  static let mostOfMissing = 0.75

  typealias Part = RootCauseResult.Place.Part

  struct Found {
    var value: String
    var contrast: RootCauseResult.Contrast
    var score: Double
  }

  /// The clearest contrast; of equal ones a version comes before an instance, and a host only where another service fares ill on it too.
  static func find(_ windows: RootCauseComparison, service: String) -> RootCauseResult.Evidence? {
    var best: RootCauseResult.Evidence?
    for part in Part.allCases {
      guard let found = contrast(windows, service, part) else { continue }
      let margin = part == .host && isShared(found.value, windows, beside: service) ? 0.9 : 1.05
      if found.score > margin * (best?.score ?? 0) {
        let place = RootCauseResult.Place(part: part, value: found.value)
        best = RootCauseResult.Evidence(
          service: service, observation: .place(place, found.contrast), score: found.score)
      }
    }
    return best
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
            && failing(mine, others) != nil
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

  private static func contrast(_ windows: RootCauseComparison, _ service: String, _ part: Part) -> Found? {
    let now = totals(windows.incident, service, part)
    let before = totals(windows.baseline, service, part)
    if now.count < 2 { return nil }
    var best: Found?
    for (value, mine) in now.sorted(by: { $0.key < $1.key }) where !value.isEmpty && mine.calls >= leastCalls {
      let others = rest(of: now, without: value)
      if others.calls < leastCalls { continue }
      for (contrast, score) in [
        slower(mine, others, before: before[value], rest(of: before, without: value)), failing(mine, others),
      ].compactMap(\.self) where score > best?.score ?? 0 {
        best = Found(value: value, contrast: contrast, score: score)
      }
    }
    return best
  }

  private static func slower(
    _ mine: PlaceStatistics, _ others: PlaceStatistics, before: PlaceStatistics?, _ othersBefore: PlaceStatistics
  ) -> (RootCauseResult.Contrast, Double)? {
    if mine.own.count == 0 || others.own.count == 0 { return nil }
    var change = RootCauseNoise.logRatio(mine.own, others.own)
    if let before, before.own.count >= leastCalls, othersBefore.own.count >= leastCalls {
      change -= max(0, RootCauseNoise.logRatio(before.own, othersBefore.own))
    }
    if change < leastContrast { return nil }
    return (.slower(RootCauseResult.LatencyShift(before: others.own, now: mine.own)), change)
  }

  private static func failing(
    _ mine: PlaceStatistics, _ others: PlaceStatistics
  ) -> (RootCauseResult.Contrast, Double)? {
    let score = RootCauseNoise.increase(now: (mine.failed, mine.calls), before: [(others.failed, others.calls)])
    if score < leastContrast { return nil }
    let seen = RootCauseResult.Occurrences(
      before: .init(others.failed, of: others.calls), now: .init(mine.failed, of: mine.calls))
    return (.failing(seen), score)
  }

  private static func totals(_ window: RootCauseWindow, _ service: String, _ part: Part) -> [String: PlaceStatistics] {
    var totals: [String: PlaceStatistics] = [:]
    for (place, statistics) in window.places where place.service == service {
      totals[place.value(of: part), default: PlaceStatistics()].merge(statistics)
    }
    return totals
  }

  private static func rest(of totals: [String: PlaceStatistics], without value: String) -> PlaceStatistics {
    totals.filter { $0.key != value }.values.reduce(into: PlaceStatistics()) { $0.merge($1) }
  }
}

extension RootCauseWindow.Place {
  fileprivate func value(of part: RootCauseResult.Place.Part) -> String {
    switch part {
    case .version: version
    case .instance: instance
    case .host: host
    }
  }
}

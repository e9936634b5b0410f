import TraceModel

/// Two windows side by side; the incident may be a stretch of its blocks.
struct RootCauseComparison {
  let baseline: RootCauseWindow
  let incident: RootCauseWindow
  /// Which blocks of the incident are looked at.
  let blocks: Range<Int>

  /// Whether both windows have log lines: what only one of them has is no change.
  var comparesLogs: Bool { !baseline.logged.isEmpty && !incident.logged.isEmpty }

  func now(_ series: [Histogram]) -> Histogram { series[blocks].reduce(into: Histogram()) { $0.merge($1) } }

  func now(_ series: [Int]) -> Int { series[blocks].reduce(0, +) }

  func now(_ series: [EntryOutcome]) -> EntryOutcome {
    series[blocks].reduce(into: EntryOutcome()) { EntryOutcome.combine(&$0, $1) }
  }

  /// Consumers that both windows have, by topic and service.
  var consumers: [(before: RootCauseWindow.Consumer, now: RootCauseWindow.Consumer)] {
    incident.consumers.compactMap { now in
      baseline.consumers.first { $0.topic == now.topic && $0.service == now.service }.map { ($0, now) }
    }
  }
}

import ReportModel
import TraceModel

/// Step 1: entry operations whose own time grew, and calls out of the traced services that did.
struct OwnTime {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    slower(windows, \.own, signal: "own_time", what: "own time", kind: .latency)
      + slower(windows, \.leaf, signal: "client_time", what: "calls out of the traced services", kind: .resource)
  }

  static func slower(
    _ windows: RootCauseComparison, _ series: KeyPath<RootCauseWindow, [OperationName: [Histogram]]>, signal: String,
    what: String, kind: RootCauseResult.Kind
  ) -> [RootCauseResult.Evidence] {
    var found: [RootCauseResult.Evidence] = []
    for (name, blocks) in windows.incident[keyPath: series].sorted(by: { $0.key < $1.key }) {
      guard let before = windows.baseline[keyPath: series][name] else { continue }
      let now = windows.now(blocks)
      let score = RootCauseNoise.slowdown(now: now, before: before)
      if score <= 0 { continue }
      let whole = before.joined
      found.append(
        RootCauseResult.Evidence(
          service: name.service, operation: name.operation, resource: kind == .resource ? name.operation : nil,
          kind: kind, dimension: .time, signal: signal, score: score,
          before: .duration(nanoseconds: whole.percentile(90)), now: .duration(nanoseconds: now.percentile(90)),
          detail: "\(what) grew: \(RootCauseComparison.percentiles(whole, now))",
          exemplars: windows.incident.slowest[name].map { [$0] } ?? []))
    }
    return found
  }
}

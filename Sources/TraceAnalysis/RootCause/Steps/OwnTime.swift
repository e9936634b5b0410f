import ReportModel
import TraceModel

/// Step 1: entry operations whose own time grew, and calls out of the traced services that did.
struct OwnTime {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    slower(windows, \.own, signal: "own_time", kind: .latency) { name in
      ("own time grew", nil, windows.incident.slowest[name])
    }
      + slower(windows, \.leaf, signal: "client_time", kind: .resource) { name in
        let slowest = windows.incident.slowestLeaf[name]
        let callee = slowest?.callee
        let what = callee.map { "calls to \($0.words)" } ?? "calls out of the traced services"
        return (what + " got slower", callee, slowest?.longest?.trace)
      }
  }

  /// What grew, what is called, and the trace that shows it most.
  typealias Description = (what: String, callee: RootCauseResult.Callee?, exemplar: TraceID?)

  static func slower(
    _ windows: RootCauseComparison, _ series: KeyPath<RootCauseWindow, [OperationName: [Histogram]]>, signal: String,
    kind: RootCauseResult.Kind, describe: (OperationName) -> Description
  ) -> [RootCauseResult.Evidence] {
    var found: [RootCauseResult.Evidence] = []
    for (name, blocks) in windows.incident[keyPath: series].sorted(by: { $0.key < $1.key }) {
      guard let before = windows.baseline[keyPath: series][name] else { continue }
      let now = windows.now(blocks)
      let score = RootCauseNoise.slowdown(now: now, before: before)
      if score <= 0 { continue }
      let whole = before.joined
      let description = describe(name)
      found.append(
        RootCauseResult.Evidence(
          service: name.service, operation: name.operation, resource: kind == .resource ? name.operation : nil,
          kind: kind, dimension: .time, signal: signal, score: score,
          before: .duration(nanoseconds: whole.percentile(90)), now: .duration(nanoseconds: now.percentile(90)),
          detail: "\(description.what): \(RootCauseComparison.percentiles(whole, now))",
          exemplars: description.exemplar.map { [$0] } ?? [], callee: description.callee))
    }
    return found
  }
}

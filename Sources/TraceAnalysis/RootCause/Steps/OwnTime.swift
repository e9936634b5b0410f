import Glibc
import ReportModel
import TraceModel

/// Step 1: entry operations whose own time grew, and calls out of the traced services that did.
struct OwnTime {
  /// Variance between operations of a service, where none is known: they differ by a factor of *e*.
  static let operationVariance = 1.0

  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    let callees = KnownCallees(windows)
    return slower(windows, \.own, signal: "own_time", kind: .latency, standIn: StandIns(windows.baseline.own)) { name in
      ("own time grew", nil, windows.incident.slowest[name])
    }
      + slower(windows, \.leaf, signal: "client_time", kind: .resource) { name in
        if callees[name] != nil { return nil }
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
    kind: RootCauseResult.Kind, standIn: StandIns? = nil, describe: (OperationName) -> Description?
  ) -> [RootCauseResult.Evidence] {
    var found: [RootCauseResult.Evidence] = []
    for (name, blocks) in windows.incident[keyPath: series].sorted(by: { $0.key < $1.key }) {
      let known = windows.baseline[keyPath: series][name]
      guard let before = known ?? standIn?.blocks[name.service] else { continue }
      let now = windows.now(blocks)
      let slowdown = Slowdown(
        now: now, before: before, spread: known == nil ? standIn?.spread[name.service] ?? 0 : 0)
      if slowdown.score <= 0 { continue }
      guard let description = describe(name) else { continue }
      let whole = before.joined
      let what = known == nil ? "\(description.what), against the service's other operations" : description.what
      found.append(
        RootCauseResult.Evidence(
          service: name.service, operation: name.operation, resource: kind == .resource ? name.operation : nil,
          kind: kind, dimension: .time, signal: signal, score: slowdown.score,
          before: .duration(nanoseconds: whole.percentile(90)), now: .duration(nanoseconds: now.percentile(90)),
          detail: "\(what): \(RootCauseComparison.percentiles(whole, now))",
          exemplars: description.exemplar.map { [$0] } ?? [], callee: description.callee,
          certainty: slowdown.certainty, excess: slowdown.excess))
    }
    return found
  }

  /// What an operation is held against that the baseline never saw: all of its service.
  struct StandIns {
    /// By service and block.
    private(set) var blocks: [String: [Histogram]] = [:]
    /// By service, the variance between its operations, with one prior observation.
    private(set) var spread: [String: Double] = [:]

    init(_ own: [OperationName: [Histogram]]) {
      for (name, histograms) in own {
        if blocks[name.service] == nil { blocks[name.service] = histograms.map { _ in Histogram() } }
        for block in histograms.indices { blocks[name.service]?[block].merge(histograms[block]) }
      }
      var sums: [String: (squares: Double, count: Int)] = [:]
      for (name, histograms) in own.sorted(by: { $0.key < $1.key }) {
        let mine = histograms.joined
        guard mine.count >= 3, let all = blocks[name.service]?.joined else { continue }
        let ratio = RootCauseNoise.logRatio(mine, all)
        sums[name.service, default: (operationVariance, 1)].squares += ratio * ratio
        sums[name.service]?.count += 1
      }
      for service in blocks.keys {
        spread[service] = sums[service].map { $0.squares / Double($0.count) } ?? operationVariance
      }
    }
  }
}

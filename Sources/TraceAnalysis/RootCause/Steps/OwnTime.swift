import Glibc
import TraceModel

/// Step 1: entry operations whose own time grew, and calls out of the traced services that did.
struct OwnTime {
  /// Variance between operations of a service, where none is known: they differ by a factor of *e*.
  static let operationVariance = 1.0

  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    let callees = KnownCallees(windows)
    return slower(windows, \.own, standIn: StandIns(windows.baseline.own)) { times, name, isKnown in
      (.ownTime(times, againstOthers: !isKnown), windows.incident.slowest[name])
    }
      + slower(windows, \.leaf) { times, name, _ in
        if callees[name] != nil { return nil }
        let slowest = windows.incident.slowestLeaf[name]
        return (.clientTime(times, to: slowest?.callee), slowest?.longest?.trace)
      }
  }

  /// What was seen, and the trace that shows it most.
  typealias Description = (observation: RootCauseResult.Observation, exemplar: TraceID?)

  /// One item an operation whose durations grew, by name. `describe` tells what that is, from the durations, the name and whether the baseline knows it; nil
  /// for no evidence.
  static func slower(
    _ windows: RootCauseComparison, _ series: KeyPath<RootCauseWindow, [OperationName: [Histogram]]>,
    standIn: StandIns? = nil, describe: (RootCauseResult.LatencyShift, OperationName, Bool) -> Description?
  ) -> [RootCauseResult.Evidence] {
    var found: [RootCauseResult.Evidence] = []
    for (name, blocks) in windows.incident[keyPath: series].sorted(by: { $0.key < $1.key }) {
      let known = windows.baseline[keyPath: series][name]
      guard let before = known ?? standIn?.blocks[name.service] else { continue }
      let now = windows.now(blocks)
      let slowdown = Slowdown(
        now: now, before: before, spread: known == nil ? standIn?.spread[name.service] ?? 0 : 0)
      if slowdown.score <= 0 { continue }
      let times = RootCauseResult.LatencyShift(before: before.joined, now: now)
      guard let (observation, exemplar) = describe(times, name, known != nil) else { continue }
      found.append(
        RootCauseResult.Evidence(
          service: name.service, operation: name.operation, observation: observation, score: slowdown.score,
          exemplars: exemplar.map { [$0] } ?? [], certainty: slowdown.certainty, excess: slowdown.excess))
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

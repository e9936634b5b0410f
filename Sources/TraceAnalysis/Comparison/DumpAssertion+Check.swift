import TraceModel

extension DumpAssertion {
  /// Holds the assertion against two dumps.
  ///
  /// - Returns: Nil when it holds, else the figures by which it does not. What cannot be told (no such service, no calls, nothing to
  ///   compare with) does not hold.
  public func failure(in comparison: DumpComparison) -> Failure? {
    if comparison.now.requests.calls == 0 { return .nothingNow }
    if case .edges(let change) = selector { return edgeFailure(change, comparison) }
    let now = statistics(in: comparison.now)
    let before = statistics(in: comparison.before)
    guard now != nil || before != nil else { return .noSpans }
    if now?.calls ?? 0 == 0, metric != .calls, metric != .rate { return .noCalls }
    guard let measured = figure(now ?? CallStatistics(), comparison.now.coveredNanoseconds) else { return .untimed }
    var bound: (Int128, Int128)
    var reference: (figure: Figure, calls: Int)?
    switch limit {
    case .duration(let nanoseconds): bound = (Int128(nanoseconds), 1)
    case .share(let millionths), .number(let millionths): bound = (Int128(millionths), 1_000_000)
    case .timesBefore(let millionths):
      guard let before, let earlier = figure(before, comparison.before.coveredNanoseconds) else {
        return .noCallsBefore
      }
      bound = (earlier.ratio.0 * Int128(millionths), earlier.ratio.1 * 1_000_000)
      reference = (earlier, before.calls)
    }
    if relation.holds(measured.ratio, bound) { return nil }
    return .measured(measured, calls: now?.calls ?? 0, before: reference)
  }

  private func edgeFailure(_ change: DependencyComparison.Difference, _ comparison: DumpComparison) -> Failure? {
    if comparison.before.requests.calls == 0 { return .nothingBefore }
    let dependencies = comparison.dependencies
    let count = dependencies.edgeCount(change)
    guard case .number(let limit) = limit else { return .edgesAreCounted }
    if relation.holds((Int128(count) * 1_000_000, 1), (Int128(limit), 1)) { return nil }
    let examples = dependencies.edges.lazy.filter { $0.change == change }.prefix(3).map {
      (source: dependencies.nodes[$0.source].node.name, target: dependencies.nodes[$0.target].node.name)
    }
    return .edges(count: count, examples: Array(examples))
  }

  /// Whether it speaks of a service or operation that neither dump has.
  public func isAboutNothing(in comparison: DumpComparison) -> Bool {
    switch selector {
    case .everything, .edges: false
    case .service, .operation: statistics(in: comparison.now) == nil && statistics(in: comparison.before) == nil
    }
  }

  /// The calls it is about; nil when there are none.
  private func statistics(in red: REDResult) -> CallStatistics? {
    switch selector {
    case .everything: return red.requests.calls > 0 ? red.requests : nil
    case .service(let service): return red.services.first { $0.service == service }?.statistics
    case .operation(let service, let operation):
      let all = red.operations.filter { $0.service == service && $0.operation == operation }
      let incoming = all.filter { $0.kind == .server || $0.kind == .consumer }
      var total = CallStatistics()
      for operation in incoming.isEmpty ? all : incoming { total.merge(operation.statistics) }
      return all.isEmpty ? nil : total
    case .edges: return nil
    }
  }

  /// The metric; nil without a timed call.
  private func figure(_ statistics: CallStatistics, _ covered: Int64) -> Figure? {
    func duration(_ nanoseconds: Int64) -> Figure? {
      statistics.durations.count == 0 ? nil : .duration(nanoseconds: nanoseconds)
    }
    switch metric {
    case .p50: return duration(statistics.durations.percentile(50))
    case .p95: return duration(statistics.durations.percentile(95))
    case .p99: return duration(statistics.durations.percentile(99))
    case .mean: return duration(statistics.durations.mean)
    case .calls, .edges: return .count(statistics.calls)
    case .rate: return .rate(statistics.calls, nanoseconds: covered)
    case .errors:
      if case .number = limit { return .count(statistics.errors) }
      return .share(statistics.errors, of: max(1, statistics.calls))
    }
  }
}

import ReportModel
import TraceModel

extension DumpAssertion {
  /// Holds the assertion against two dumps.
  ///
  /// - Returns: Nil when it holds; else a sentence that names the figures. What cannot be told (no such service, no calls, nothing
  ///   to compare with) does not hold.
  public func failure(in comparison: DumpComparison) -> String? {
    if comparison.now.requests.calls == 0 { return "\(text) does not hold: the dump now has no calls at all" }
    if case .edges(let change) = selector {
      if comparison.before.requests.calls == 0 {
        return "\(text) does not hold: the dump before has no calls to compare with"
      }
      let count = comparison.dependencies.edgeCount(change)
      guard case .number(let limit) = limit else { return "\(text): edges are counted; compare with a number" }
      if relation.holds((Int128(count) * 1_000_000, 1), (Int128(limit), 1)) { return nil }
      return "\(text) does not hold: \(Quantity.count(count)) \(change.rawValue)\(examples(change, comparison))"
    }
    let now = statistics(in: comparison.now)
    let before = statistics(in: comparison.before)
    guard now != nil || before != nil else {
      return "\(text) does not hold: neither dump has spans of \(subject)"
    }
    if now?.calls ?? 0 == 0, metric != .calls, metric != .rate {
      return "\(text) does not hold: there are no calls of \(subject) now"
    }
    guard let measured = measure(now ?? CallStatistics(), comparison.now.coveredNanoseconds) else {
      return "\(text) does not hold: \(subject) has no timed calls now"
    }
    var bound: (Int128, Int128)
    var reference = ""
    switch limit {
    case .duration(let nanoseconds): bound = (Int128(nanoseconds), 1)
    case .share(let millionths), .number(let millionths): bound = (Int128(millionths), 1_000_000)
    case .timesBefore(let millionths):
      guard let before, let earlier = measure(before, comparison.before.coveredNanoseconds) else {
        return "\(text) does not hold: \(subject) has no calls before to compare with"
      }
      bound = (earlier.ratio.0 * Int128(millionths), earlier.ratio.1 * 1_000_000)
      reference = " (before: \(earlier.quantity), \(Quantity.count(before.calls)) calls)"
    }
    if relation.holds(measured.ratio, bound) { return nil }
    return
      "\(text) does not hold: \(metric.rawValue) of \(subject) is \(measured.quantity) over \(Quantity.count(now?.calls ?? 0)) calls\(reference)"
  }

  /// Up to three edges that changed so.
  private func examples(_ change: DependencyComparison.Difference, _ comparison: DumpComparison) -> String {
    let dependencies = comparison.dependencies
    let edges = dependencies.edges.filter { $0.change == change }
    if edges.isEmpty { return "" }
    let names = edges.prefix(3).map {
      "\(dependencies.nodes[$0.source].node.name) → \(dependencies.nodes[$0.target].node.name)"
    }
    return " (\(names.joined(separator: ", "))\(edges.count > 3 ? ", …" : ""))"
  }

  /// Whether it speaks of a service or operation that neither dump has.
  public func isAboutNothing(in comparison: DumpComparison) -> Bool {
    switch selector {
    case .everything, .edges: false
    case .service, .operation: statistics(in: comparison.now) == nil && statistics(in: comparison.before) == nil
    }
  }

  /// What it speaks of, in words.
  public var subject: String {
    switch selector {
    case .everything: "all requests"
    case .service(let service): "\"\(service)\""
    case .operation(let service, let operation): "\"\(operation)\" of \"\(service)\""
    case .edges(let change): "edges \(change.rawValue)"
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

  /// The metric as an exact fraction and as people read it; nil without a timed call.
  private func measure(
    _ statistics: CallStatistics, _ covered: Int64
  ) -> (ratio: (Int128, Int128), quantity: Quantity)? {
    func duration(_ nanoseconds: Int64) -> ((Int128, Int128), Quantity)? {
      statistics.durations.count == 0 ? nil : ((Int128(nanoseconds), 1), .duration(nanoseconds: nanoseconds))
    }
    switch metric {
    case .p50: return duration(statistics.durations.percentile(50))
    case .p95: return duration(statistics.durations.percentile(95))
    case .p99: return duration(statistics.durations.percentile(99))
    case .mean: return duration(statistics.durations.mean)
    case .calls, .edges: return ((Int128(statistics.calls), 1), .count(statistics.calls))
    case .rate:
      // Whole microseconds leave room for the products of a comparison.
      let microseconds = max(1, covered / 1000)
      return (
        (Int128(statistics.calls) * 1_000_000, Int128(microseconds)), .rate(statistics.calls, nanoseconds: covered)
      )
    case .errors:
      if case .number = limit { return ((Int128(statistics.errors), 1), .count(statistics.errors)) }
      return (
        (Int128(statistics.errors), Int128(max(1, statistics.calls))),
        .share(statistics.errors, of: max(1, statistics.calls))
      )
    }
  }
}

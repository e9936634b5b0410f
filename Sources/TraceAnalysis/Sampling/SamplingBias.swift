import TraceModel

/// What figures of an entry point become when they are made from the kept traces.
public struct SamplingBias: Sendable {
  /// Of some traces.
  public struct Figures: Sendable, Equatable {
    /// Weighted, rounded.
    public var count: Int
    public var errorRate: Double
    /// In ns.
    public var p50: Int64
    public var p99: Int64
  }

  public var service: String
  public var operation: String
  public var all: Figures
  /// Nil when none is kept. As they are, and each counted for those like it that were not kept.
  public var kept: Figures?
  public var adjusted: Figures?

  /// A trace that a probabilistic policy keeps stands for 100 / percent of its like; one that another policy keeps for itself.
  static func all(
    _ replayed: [ReplayedTrace], _ decided: [SamplingDecisions.Trace], _ policy: SamplingPolicy, _ symbols: SymbolTable
  ) -> [SamplingBias] {
    var groups: [OperationKey: [(trace: ReplayedTrace, weight: Double)]] = [:]
    for (trace, decision) in zip(replayed, decided) {
      var weight = 0.0
      if decision.decision == .sampled, let number = decision.policy {
        weight = policy.policies[number].percent.map { max(1, 100 / max($0, 1e-9)) } ?? 1
      }
      groups[trace.entry, default: []].append((trace, weight))
    }
    return groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.compactMap { key, traces in
      let kept = traces.filter { $0.weight > 0 }
      guard let all = Figures(traces.map { ($0.trace, 1) }) else { return nil }
      return SamplingBias(
        service: symbols.string(of: key.service), operation: symbols.string(of: key.operation), all: all,
        kept: Figures(kept.map { ($0.trace, 1) }), adjusted: Figures(kept))
    }
  }
}

extension SamplingBias.Figures {
  /// - Returns: Nil of nothing. Percentiles by nearest rank.
  init?(_ traces: [(trace: ReplayedTrace, weight: Double)]) {
    if traces.isEmpty { return nil }
    let total = traces.reduce(0) { $0 + $1.weight }
    let sorted = traces.sorted { ($0.trace.duration, $0.trace.id) < ($1.trace.duration, $1.trace.id) }
    func percentile(_ share: Double) -> Int64 {
      var seen = 0.0
      for (trace, weight) in sorted {
        seen += weight
        if seen >= share * total - 1e-9 { return trace.duration }
      }
      return sorted.last?.trace.duration ?? 0
    }
    self.init(
      count: Int(min(1e15, total.rounded())),
      errorRate: traces.reduce(0) { $0 + ($1.trace.hasError ? $1.weight : 0) } / total, p50: percentile(0.5),
      p99: percentile(0.99))
  }
}

public import TraceModel

/// Which traces a policy keeps.
public struct SamplingDecisions: Sendable {
  public enum Decision: String, Sendable {
    case sampled, dropped
    case notSampled = "not_sampled"
  }

  public struct Trace: Sendable, Equatable {
    public var id: TraceID
    public var decision: Decision
    /// Number of the first policy that sampled or dropped it.
    public var policy: Int?
    public var isKept: Bool
  }

  public struct PolicyCount: Sendable, Equatable {
    public var name: String
    public var type: String
    /// Traces it said sample to; of one that drops, those it dropped.
    public var sampled: Int
    /// Traces it gives its name to.
    public var decided: Int
  }

  public struct Volume: Sendable, Equatable {
    public var traces = 0
    public var spans = 0
    public var bytes = 0

    mutating func add(_ trace: ReplayedTrace) {
      traces += 1
      spans += trace.spans
      bytes += trace.bytes
    }
  }

  /// How many of some things there are, and how many are left.
  public struct Share: Sendable, Equatable {
    public var total = 0
    public var kept = 0
  }

  /// In the order of the file.
  public internal(set) var policies: [PolicyCount]
  /// By id.
  public internal(set) var traces: [Trace]
  public internal(set) var total = Volume()
  public internal(set) var kept = Volume()
  public internal(set) var errors = Share()
  public internal(set) var slow = Share()
  public internal(set) var links = Share()
  /// Links of which one end is kept.
  public internal(set) var brokenLinks = 0
  /// Requests of each entry point, all and kept ones; largest first.
  public internal(set) var entries: [SamplingBias] = []
  private var replayed: [ReplayedTrace]
  private var linkEnds: [(from: TraceID, to: TraceID)]

  init(_ state: SamplingState, _ policy: SamplingPolicy, _ symbols: SymbolTable) {
    policies = policy.policies.map { PolicyCount(name: $0.name, type: $0.type, sampled: 0, decided: 0) }
    replayed = state.traces.sorted { $0.id < $1.id }
    linkEnds = state.links
    traces = replayed.map { Trace(id: $0.id, decision: .notSampled, policy: nil, isKept: false) }
    var replay = SamplingReplay(policy)
    let order = replayed.indices.sorted { (replayed[$0].end, replayed[$0].id) < (replayed[$1].end, replayed[$1].id) }
    for index in order {
      let (decision, said) = replay.decide(replayed[index])
      for number in said { policies[number].sampled += 1 }
      switch decision {
      case .sampled(let number):
        traces[index] = Trace(id: replayed[index].id, decision: .sampled, policy: number, isKept: true)
        policies[number].decided += 1
      case .dropped(let number):
        traces[index] = Trace(id: replayed[index].id, decision: .dropped, policy: number, isKept: false)
        policies[number].decided += 1
      case .notSampled: break
      }
    }
    count()
    entries = SamplingBias.all(replayed, traces, policy, symbols)
  }

  /// The ids of what is kept.
  public var keptIDs: Set<TraceID> { Set(traces.filter(\.isKept).map(\.id)) }

  /// The same with all traces of a journey kept when one of them is, dropped ones too: the limits did not pay for them.
  public func linkedTogether() -> SamplingDecisions {
    var together = self
    let journeys = Set(zip(replayed, traces).filter { $0.1.isKept }.map { $0.0.journey })
    for index in traces.indices where journeys.contains(replayed[index].journey) {
      together.traces[index].isKept = true
    }
    together.count()
    return together
  }

  /// Counts what is kept of what.
  private mutating func count() {
    (total, kept, errors, links, brokenLinks) = (Volume(), Volume(), Share(), Share(), 0)
    for (trace, decided) in zip(replayed, traces) {
      total.add(trace)
      if decided.isKept { kept.add(trace) }
      if trace.hasError { errors.add(decided.isKept) }
    }
    let longest = replayed.indices.sorted {
      (replayed[$1].duration, replayed[$0].id) < (replayed[$0].duration, replayed[$1].id)
    }.prefix((replayed.count + 99) / 100)
    slow = Share(total: longest.count, kept: longest.count { traces[$0].isKept })
    let ids = keptIDs
    for link in linkEnds {
      let ends = (ids.contains(link.from) ? 1 : 0) + (ids.contains(link.to) ? 1 : 0)
      links.add(ends == 2)
      if ends == 1 { brokenLinks += 1 }
    }
  }
}

extension SamplingDecisions.Share {
  mutating func add(_ isKept: Bool) {
    total += 1
    if isKept { kept += 1 }
  }
}

import TraceModel

/// What breaks the rules, by service.
public struct InstrumentationScoreState: PartialState, Equatable {
  /// How often a rule is broken, and where.
  struct Breach: Mergeable, Equatable {
    var count = 0
    var exemplars = SmallestTraces()

    init() {}

    mutating func add(_ trace: TraceID) {
      count += 1
      exemplars.offer(trace)
    }

    mutating func merge(_ other: Breach) {
      count += other.count
      exemplars.merge(other.exemplars)
    }
  }

  /// Of one service.
  struct Service: Mergeable, Equatable {
    /// With traces that have a span of them.
    var resources: [ResourceFacts: SmallestTraces] = [:]
    /// Attributes of spans that belong on resources, by key: how many spans.
    var misplaced: [Symbol: Int] = [:]
    var misplacedSpans = Breach()
    var orphans = Breach()
    var clientRoots = Breach()
    /// Traces.
    var internalSpans = Breach()
    /// Traces.
    var shortSpans = Breach()

    init() {}

    mutating func merge(_ other: Service) {
      for (facts, traces) in other.resources { resources[facts, default: SmallestTraces()].merge(traces) }
      for (key, count) in other.misplaced { misplaced[key, default: 0] += count }
      misplacedSpans.merge(other.misplacedSpans)
      orphans.merge(other.orphans)
      clientRoots.merge(other.clientRoots)
      internalSpans.merge(other.internalSpans)
      shortSpans.merge(other.shortSpans)
    }
  }

  var services: [Symbol: Service] = [:]

  public var size: Int { services.values.reduce(0) { $0 + 512 + 256 * $1.resources.count } }

  public mutating func merge(_ other: InstrumentationScoreState) {
    for (name, service) in other.services { services[name, default: Service()].merge(service) }
  }
}

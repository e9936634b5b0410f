public import TraceModel

/// How well each service is instrumented.
public struct InstrumentationScoreResult: Sendable, Equatable {
  public enum Category: String, Sendable {
    case excellent = "Excellent"
    case good = "Good"
    case needsImprovement = "Needs Improvement"
    case poor = "Poor"
  }

  /// How a service stands to a rule.
  public struct Outcome: Sendable, Equatable {
    public var rule: InstrumentationRule
    /// How many resources, instance ids, spans or traces break it.
    public var failing: Int
    public var exemplars: [TraceID]
    /// Keys of misplaced attributes.
    public var keys: [String]
    public var isPassed: Bool { failing == 0 }
  }

  public struct Service: Sendable, Equatable {
    public var service: String
    /// In the order of the rules.
    public var outcomes: [Outcome]

    /// Weights of the rules that hold, and of all.
    public var weights: (passed: Int, all: Int) {
      outcomes.reduce((0, 0)) { sum, outcome in
        (sum.0 + (outcome.isPassed ? outcome.rule.impact.weight : 0), sum.1 + outcome.rule.impact.weight)
      }
    }

    /// Of 100.
    public var score: Double { 100 * Double(weights.passed) / Double(weights.all) }

    public var category: Category {
      let (passed, all) = weights
      if passed * 100 >= 90 * all { return .excellent }
      if passed * 100 >= 75 * all { return .good }
      return passed * 100 >= 50 * all ? .needsImprovement : .poor
    }
  }

  /// By name.
  public var services: [Service]

  init(_ state: InstrumentationScoreState, _ symbols: SymbolTable) {
    var byName: [String: InstrumentationScoreState.Service] = [:]
    for (name, service) in state.services {
      let text = symbols.string(of: name)
      byName[text.isEmpty ? "unknown_service" : text, default: .init()].merge(service)
    }
    services = byName.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, service in
      Service(service: name, outcomes: InstrumentationRule.allCases.map { service.outcome(of: $0, symbols) })
    }
  }
}

extension InstrumentationScoreState.Service {
  fileprivate func outcome(
    of rule: InstrumentationRule, _ symbols: SymbolTable
  ) -> InstrumentationScoreResult.Outcome {
    switch rule {
    case .instanceID: resources(breaking: rule) { $0.instance == nil }
    case .podUID: resources(breaking: rule) { $0.isOnKubernetes && !$0.hasPodUID }
    case .serviceName: resources(breaking: rule) { !$0.hasName }
    case .uniqueInstanceID: sharedInstances
    case .attributeLevels: levels(symbols)
    case .internalSpans: spans(breaking: rule, internalSpans)
    case .orphans: spans(breaking: rule, orphans)
    case .clientRoots: spans(breaking: rule, clientRoots)
    case .shortSpans: spans(breaking: rule, shortSpans)
    }
  }

  private func spans(
    breaking rule: InstrumentationRule, _ breach: InstrumentationScoreState.Breach
  ) -> InstrumentationScoreResult.Outcome {
    .init(rule: rule, failing: breach.count, exemplars: breach.exemplars.ids, keys: [])
  }

  private func resources(
    breaking rule: InstrumentationRule, where isBroken: (ResourceFacts) -> Bool
  ) -> InstrumentationScoreResult.Outcome {
    let broken = resources.filter { isBroken($0.key) }
    var exemplars = SmallestTraces()
    for traces in broken.values { exemplars.merge(traces) }
    return .init(rule: rule, failing: broken.count, exemplars: exemplars.ids, keys: [])
  }

  private func levels(_ symbols: SymbolTable) -> InstrumentationScoreResult.Outcome {
    var outcome = resources(breaking: .attributeLevels) { !$0.misplaced.isEmpty }
    var exemplars = misplacedSpans.exemplars
    for id in outcome.exemplars { exemplars.offer(id) }
    outcome.failing += misplacedSpans.count
    outcome.exemplars = exemplars.ids
    outcome.keys = Set(misplaced.keys.map { symbols.string(of: $0) } + resources.keys.flatMap(\.misplaced)).sorted()
    return outcome
  }

  /// Instance ids that several logical resources have.
  private var sharedInstances: InstrumentationScoreResult.Outcome {
    var identities: [String: (values: [Set<String>], traces: SmallestTraces)] = [:]
    for (facts, traces) in resources {
      guard let instance = facts.instance else { continue }
      var known = identities[instance] ?? (facts.identity.map { _ in [] }, SmallestTraces())
      for (index, value) in facts.identity.enumerated() {
        if let value { known.values[index].insert(value) }
      }
      known.traces.merge(traces)
      identities[instance] = known
    }
    let shared = identities.values.filter { $0.values.contains { $0.count > 1 } }
    var exemplars = SmallestTraces()
    for instance in shared { exemplars.merge(instance.traces) }
    return .init(rule: .uniqueInstanceID, failing: shared.count, exemplars: exemplars.ids, keys: [])
  }
}

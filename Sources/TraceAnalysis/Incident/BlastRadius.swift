import TraceModel

/// The part of the dependency graph that an incident reaches: its suspects, all that depends on them, and what they depend on themselves.
public struct BlastRadius: Sendable {
  /// How a service fares in both windows.
  public struct Change: Sendable {
    public var before: CallStatistics
    public var now: CallStatistics

    /// By a quarter of the p95, from 20 calls with a time on.
    public var isSlower: Bool { exceeds(now, before) && now.durations.count >= 20 }
    public var isFaster: Bool { exceeds(before, now) }
    /// In one percent more of its calls.
    public var failsMore: Bool { now.errorMillionths >= before.errorMillionths + 10_000 }

    private func exceeds(_ one: CallStatistics, _ other: CallStatistics) -> Bool {
      Double(one.durations.percentile(95)) > 1.25 * Double(other.durations.percentile(95))
    }
  }

  public var part: DependencyResult
  /// Names of services.
  public var suspects: Set<String>
  /// Services that wait for a suspect or work for it, and got slower or fail more.
  public var affected: Set<String>
  /// By service, of those that both windows have.
  public var changes: [String: Change]

  /// - Returns: Nil when no suspect is a service of the graph.
  public init?(_ incident: Incident) {
    let whole = incident.now.dependencies
    let names = Set(incident.suspects.map(\.service))
    let starts = whole.nodes.indices.filter {
      whole.nodes[$0].category == .service && names.contains(whole.nodes[$0].name)
    }
    if starts.isEmpty { return nil }
    var within = whole.upstream(of: starts)
    var reached = whole.upstream(of: starts, waiting: true)
    for edge in whole.edges where starts.contains(edge.source) {
      within.insert(edge.target)
      reached.insert(edge.target)
    }
    // What a suspect publishes reaches whoever consumes it.
    for kind in [DependencyEdge.Kind.route, .consume] {
      for edge in whole.edges where edge.kind == kind && reached.contains(edge.source) { reached.insert(edge.target) }
    }
    part = whole.restricted(to: within)
    suspects = names
    var old: [String: CallStatistics] = [:]
    for service in incident.before.red.services { old[service.service] = service.statistics }
    changes = [:]
    for service in incident.now.red.services {
      if let before = old[service.service] {
        changes[service.service] = Change(before: before, now: service.statistics)
      }
    }
    affected = []
    for node in reached {
      let name = whole.nodes[node].name
      if let change = changes[name], change.isSlower || change.failsMore { affected.insert(name) }
    }
    affected.subtract(names)
  }
}

public import TraceModel

/// The edges and paths of some traces: what `dependencies` finds in them.
public struct TraceGraph: Sendable {
  public struct Edge: Hashable, Sendable {
    public var source: String
    public var target: String
    public var kind: String
  }

  public var edges: Set<Edge>
  /// Traces by path.
  public var paths: [[CallPathResult.Hop]: Int]

  /// Paths that at most so many traces take.
  public func rarePaths(atMost count: Int) -> Set<[CallPathResult.Hop]> { Set(paths.filter { $0.value <= count }.keys) }
}

/// Finds the ``TraceGraph`` of all traces, or of some.
public struct TraceGraphFold: TraceFold {
  /// The span attributes the folds read.
  public static let requiredAttributes = DependencyFold.requiredAttributes + CallPathFold.requiredAttributes

  private let kept: Set<TraceID>?
  private var dependencies: DependencyFold
  private var paths: CallPathFold
  private var reading: JourneyReading

  /// Counts the traces of these ids; all for nil.
  public init(options: Set<TraceID>?, prior: Void = (), symbols: SymbolTable) {
    kept = options
    dependencies = DependencyFold(options: DependencyOptions(), prior: (), symbols: symbols)
    paths = CallPathFold(options: (), prior: (), symbols: symbols)
    reading = JourneyReading(symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    guard let kept else {
      dependencies.observe(&reading)
      paths.observe(&reading)
      return
    }
    let left = journey.traces.filter { kept.contains(journey.table.columns.traceIDs[$0]) }
    if left.isEmpty { return }
    if left.count == journey.traces.count {
      dependencies.observe(&reading)
      paths.observe(&reading)
      return
    }
    let table = journey.table.restricted(to: left)
    self.reading.begin(table.journey(0))
    dependencies.observe(&self.reading)
    paths.observe(&self.reading)
    self.reading.end()
  }

  public mutating func merge(_ other: TraceGraphFold) {
    dependencies.merge(other.dependencies)
    paths.merge(other.paths)
  }

  public consuming func finish() -> TraceGraph {
    let found = dependencies.finish()
    let edges = found.edges.map {
      TraceGraph.Edge(
        source: found.nodes[$0.source].id, target: found.nodes[$0.target].id, kind: $0.kind.name)
    }
    return TraceGraph(
      edges: Set(edges), paths: Dictionary(paths.finish().paths.map { ($0.hops, $0.traces) }, uniquingKeysWith: +))
  }
}

public import TraceModel

/// Response critical paths of all roots: aggregated by entry point, the slowest kept whole.
///
/// Every root span and every span whose parent is missing heads a path. State is bounded by the number of distinct
/// (entry point, operation) pairs, ``CriticalPathOptions/nodeBudget`` and ``CriticalPathOptions/top``, not by the number of traces.
public struct CriticalPathFold: TraceFold {
  /// The span attributes the fold reads: none.
  public static let requiredAttributes: [String] = []

  public let readingOptions: JourneyReading.Options
  let symbols: SymbolTable
  /// What an entry point's value is called, by number; nil where nothing is split.
  var splitNames: [String]? { split?.names }
  private var walk: CriticalPathWalk
  private(set) var aggregation = CriticalPathAggregation()
  private(set) var contexts: CriticalPathContexts
  private let split: CriticalPathSplit?
  /// For slack and drag; nil unless they are asked for.
  private var graph: ReplayGraph?
  private var slack = SlackAndDrag()
  /// By visit of the present walk: own time (ns), and the node it counts for.
  private var own: [Int64] = []
  private var nodes: [Int] = []
  private(set) var responses: SlowestPaths<CriticalPathRecord>
  private(set) var findings = CriticalPathFindings()

  public init(options: CriticalPathOptions, prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
    readingOptions = JourneyReading.Options(path: options)
    walk = CriticalPathWalk(options: options, symbols: symbols)
    responses = SlowestPaths(most: options.top)
    contexts = CriticalPathContexts(budget: options.nodeBudget)
    split = options.split.map { CriticalPathSplit($0.attribute, values: $0.values, symbols: symbols) }
    if options.measuresSlack { graph = ReplayGraph(options: options, symbols: symbols) }
  }

  public mutating func observe(_ reading: inout JourneyReading) { observe(reading.journey) { _, _ in } }

  /// Adds one journey, and shows the walk of each of its responses.
  mutating func observe(_ journey: borrowing Journey, _ look: (borrowing CriticalPathWalk, SpanIndex) -> Void) {
    let table = journey.table
    for row in journey.rows where table.columns.parents[row] < 0 {
      if table.columns.flags[row].contains(.missingTime) { continue }
      let root = SpanIndex(row: row)
      walk.walk(table, from: root)
      addResponse(of: root, in: table)
      look(walk, root)
      for diagnostic in walk.diagnostics {
        findings.add(
          diagnostic, traceID: table.traceID(of: root), spanID: table.columns.spanIDs[diagnostic.span.row])
      }
    }
  }

  public mutating func merge(_ other: Self) {
    let numbers = aggregation.merge(other.aggregation)
    contexts.merge(other.contexts, entries: numbers.entries, pairs: numbers.pairs)
    responses.merge(other.responses)
    findings.merge(other.findings)
  }

  private mutating func addResponse(of root: SpanIndex, in table: SpanTable) {
    let row = root.row
    let response = CriticalPathExemplar(
      nanoseconds: max(0, table.duration(of: root)), traceID: table.traceID(of: root),
      rootSpanID: table.columns.spanIDs[row])
    let entry = aggregation.entry(of: row, value: split?.number(of: row, in: table) ?? 0, in: table)
    addVisits(entry: entry, in: table)
    if graph != nil { addSlack(of: row, entry: entry, in: table) }
    contexts.close(response, entry: entry)
    aggregation.close(response, entry: entry, isOrphan: table.columns.flags[row].contains(.orphan))
    if responses.keeps(response) { responses.add(record(of: response, root: root, in: table)) }
  }

  /// Adds slack and drag of all that a root waits for.
  private mutating func addSlack(of root: Int, entry: Int, in table: SpanTable) {
    guard var graph else { return }
    self.graph = nil
    graph.clear()
    graph.addHead(root, in: table)
    graph.grow(from: 0, in: table)
    slack.compute(graph)
    for place in graph.nodes.indices.dropFirst() {
      let pair = aggregation.pair(Int(graph.nodes[place].row), kind: .work, entry: entry, in: table)
      aggregation.add(pair, slack: slack.slacks[place], drag: slack.drags[place])
    }
    self.graph = graph
  }

  /// Adds the time of each span on the path to its operation and to its call context.
  private mutating func addVisits(entry: Int, in table: SpanTable) {
    own.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
    for _ in walk.visits.indices { own.append(0) }
    for place in walk.segments.indices { own[Int(walk.segmentVisits[place])] &+= walk.segments[place].duration }
    contexts.begin()
    for place in walk.visits.indices {
      let visit = walk.visits[place]
      let caller = visit.caller < 0 ? -1 : nodes[Int(visit.caller)]
      let node = contexts.node(of: Int(visit.row), caller: caller, entry: entry, in: table, &aggregation)
      nodes.append(node)
      let isBelow = node == caller
      contexts.add(node, inclusive: isBelow ? 0 : visit.length, exclusive: own[place])
      if own[place] > 0 {
        let pair =
          isBelow
          ? aggregation.pair(Int(visit.row), kind: .work, entry: entry, in: table) : contexts.pair(of: node)
        aggregation.add(pair, duration: own[place])
      }
    }
    for place in walk.segments.indices where walk.segments[place].isAmbiguous {
      aggregation.addAmbiguous(
        aggregation.pair(walk.segments[place].span.row, kind: .work, entry: entry, in: table))
    }
  }

  private func record(of response: CriticalPathExemplar, root: SpanIndex, in table: SpanTable) -> CriticalPathRecord {
    CriticalPathRecord(
      response: response, service: table.columns.services[root.row], operation: table.columns.names[root.row],
      isOrphan: table.columns.flags[root.row].contains(.orphan),
      segments: walk.segments.reversed().map { segment in
        CriticalPathRecord.Segment(
          spanID: table.columns.spanIDs[segment.span.row], start: segment.start, end: segment.end,
          service: table.columns.services[segment.span.row], operation: table.columns.names[segment.span.row],
          spanKind: table.columns.kinds[segment.span.row], isAmbiguous: segment.isAmbiguous)
      })
  }
}

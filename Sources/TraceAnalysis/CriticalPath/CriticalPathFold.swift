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
  private(set) var aggregation = CriticalPathAggregation()
  private(set) var contexts: CriticalPathContexts
  private let split: CriticalPathSplit?
  /// For slack and drag; nil unless they are asked for.
  private var graph: ReplayGraph?
  private var slack = SlackAndDrag()
  /// By visit of the path at hand: own time (ns), and the node it counts for.
  private var own: [Int64] = []
  private var nodes: [Int] = []
  private(set) var responses: SlowestPaths<CriticalPathRecord>
  private(set) var findings = CriticalPathFindings()

  public init(options: CriticalPathOptions, prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
    readingOptions = JourneyReading.Options(path: options)
    responses = SlowestPaths(most: options.top)
    contexts = CriticalPathContexts(budget: options.nodeBudget)
    split = options.split.map { CriticalPathSplit($0.attribute, values: $0.values, symbols: symbols) }
    if options.measuresSlack { graph = ReplayGraph(options: options, symbols: symbols) }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    reading.findResponsePaths()
    let table = reading.journey.table
    for path in reading.responses.paths { add(path, reading.responses.walk, in: table) }
  }

  public mutating func merge(_ other: Self) {
    let numbers = aggregation.merge(other.aggregation)
    contexts.merge(other.contexts, entries: numbers.entries, pairs: numbers.pairs)
    responses.merge(other.responses)
    findings.merge(other.findings)
  }

  private mutating func add(_ path: ResponsePaths.Path, _ walk: borrowing CriticalPathWalk, in table: SpanTable) {
    let root = path.root
    let row = root.row
    let response = CriticalPathExemplar(
      nanoseconds: max(0, table.duration(of: root)), traceID: table.traceID(of: root),
      rootSpanID: table.columns.spanIDs[row])
    let entry = aggregation.entry(of: row, value: split?.number(of: row, in: table) ?? 0, in: table)
    add(path, walk, entry: entry, in: table)
    if graph != nil { addSlack(of: row, entry: entry, in: table) }
    contexts.close(response, entry: entry)
    aggregation.close(response, entry: entry, isOrphan: table.columns.flags[row].contains(.orphan))
    if responses.keeps(response) { responses.add(record(of: response, path, walk, in: table)) }
    for number in path.diagnostics {
      let diagnostic = walk.diagnostics[number]
      findings.add(diagnostic, traceID: response.traceID, spanID: table.columns.spanIDs[diagnostic.span.row])
    }
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
  private mutating func add(
    _ path: ResponsePaths.Path, _ walk: borrowing CriticalPathWalk, entry: Int, in table: SpanTable
  ) {
    let first = path.visits.lowerBound
    own.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
    for _ in path.visits { own.append(0) }
    for number in path.segments {
      own[Int(walk.segmentVisits[number]) &- first] &+= walk.segments[number].duration
    }
    contexts.begin()
    for number in path.visits {
      let visit = walk.visits[number]
      let caller = visit.caller < 0 ? -1 : nodes[Int(visit.caller) &- first]
      let node = contexts.node(of: Int(visit.row), caller: caller, entry: entry, in: table, &aggregation)
      nodes.append(node)
      let isBelow = node == caller
      let exclusive = own[number &- first]
      contexts.add(node, inclusive: isBelow ? 0 : visit.length, exclusive: exclusive)
      if exclusive > 0 {
        let pair =
          isBelow
          ? aggregation.pair(Int(visit.row), kind: .work, entry: entry, in: table) : contexts.pair(of: node)
        aggregation.add(pair, duration: exclusive)
      }
    }
    for number in path.segments where walk.segments[number].isAmbiguous {
      aggregation.addAmbiguous(
        aggregation.pair(walk.segments[number].span.row, kind: .work, entry: entry, in: table))
    }
  }

  private func record(
    of response: CriticalPathExemplar, _ path: ResponsePaths.Path, _ walk: borrowing CriticalPathWalk,
    in table: SpanTable
  ) -> CriticalPathRecord {
    let row = path.root.row
    return CriticalPathRecord(
      response: response, service: table.columns.services[row], operation: table.columns.names[row],
      isOrphan: table.columns.flags[row].contains(.orphan),
      segments: walk.segments[path.segments].reversed().map { segment in
        CriticalPathRecord.Segment(
          spanID: table.columns.spanIDs[segment.span.row], start: segment.start, end: segment.end,
          service: table.columns.services[segment.span.row], operation: table.columns.names[segment.span.row],
          spanKind: table.columns.kinds[segment.span.row], isAmbiguous: segment.isAmbiguous)
      })
  }
}

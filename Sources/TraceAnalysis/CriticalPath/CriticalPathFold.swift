public import TraceModel

/// Response critical paths of all roots: aggregated by entry point, the slowest kept whole.
///
/// Every root span and every span whose parent is missing heads a path. State is bounded by the number of distinct
/// (entry point, operation) pairs, ``CriticalPathOptions/nodeBudget`` and ``CriticalPathOptions/top``, not by the number of traces.
public struct CriticalPathFold: StatefulFold {
  public typealias Options = CriticalPathOptions
  public typealias Prior = Void
  public typealias Result = CriticalPathResult

  /// The span attributes the fold reads: none.
  public static let requiredAttributes: [String] = []

  public var state: CriticalPathState
  public let options: CriticalPathOptions
  public let symbols: SymbolTable
  private let split: CriticalPathSplit?
  /// For slack and drag; nil unless they are asked for.
  private var graph: ReplayGraph?
  private var slack = SlackAndDrag()
  /// By visit of the path at hand: own time (ns), and the node it counts for.
  private var own: [Int64] = []
  private var nodes: [Int] = []
  /// What the path at hand spends, by operation and by node.
  private var operationTimes = TimesOfPath()
  private var nodeTimes = TimesOfPath()

  public init(options: CriticalPathOptions, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    state = CriticalPathState(options)
    split = options.split.map { CriticalPathSplit($0.attribute, values: $0.values, symbols: symbols) }
    if options.measuresSlack { graph = ReplayGraph(options: options, symbols: symbols) }
  }

  public var readingOptions: JourneyReading.Options { JourneyReading.Options(path: options) }

  public mutating func observe(_ reading: inout JourneyReading) {
    reading.findResponsePaths()
    let table = reading.journey.table
    for path in reading.responses.paths { add(path, reading.responses.walk, in: table) }
  }

  private mutating func add(_ path: ResponsePaths.Path, _ walk: borrowing CriticalPathWalk, in table: SpanTable) {
    let root = path.root
    let row = root.row
    let response = CriticalPathExemplar(
      nanoseconds: max(0, table.duration(of: root)), traceID: table.traceID(of: root),
      rootSpanID: table.columns.spanIDs[row])
    let entry = state.aggregation.entry(of: row, value: split?.number(of: row, in: table) ?? 0, in: table)
    add(path, walk, entry: entry, in: table)
    if graph != nil { addSlack(of: row, entry: entry, in: table) }
    state.contexts.close(response, entry: entry, times: nodeTimes)
    state.aggregation.close(
      response, entry: entry, isOrphan: table.columns.flags[row].contains(.orphan), times: operationTimes)
    if state.responses.keeps(response) { state.responses.add(record(of: response, path, walk, in: table)) }
    for number in path.diagnostics {
      let diagnostic = walk.diagnostics[number]
      state.findings.add(diagnostic, traceID: response.traceID, spanID: table.columns.spanIDs[diagnostic.span.row])
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
    for index in graph.nodes.indices.dropFirst() {
      let operation = state.aggregation.number(Int(graph.nodes[index].row), .work, entry: entry, in: table)
      state.aggregation.add(operation, slack: slack.slacks[index], drag: slack.drags[index])
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
    nodeTimes.begin()
    operationTimes.begin()
    for number in path.visits {
      let visit = walk.visits[number]
      let caller = visit.caller < 0 ? -1 : nodes[Int(visit.caller) &- first]
      let node = state.contexts.node(of: Int(visit.row), caller: caller, entry: entry, in: table, &state.aggregation)
      nodes.append(node)
      let isBelow = node == caller
      let exclusive = own[number &- first]
      nodeTimes.add(node, inclusive: isBelow ? 0 : visit.length, exclusive: exclusive)
      if exclusive > 0 {
        let operation =
          isBelow
          ? state.aggregation.number(Int(visit.row), .work, entry: entry, in: table)
          : state.contexts.operation(of: node)
        operationTimes.add(operation, exclusive: exclusive)
      }
    }
    for number in path.segments where walk.segments[number].isAmbiguous {
      state.aggregation.addAmbiguous(
        state.aggregation.number(walk.segments[number].span.row, .work, entry: entry, in: table))
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

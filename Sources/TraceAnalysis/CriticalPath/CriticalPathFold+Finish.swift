public import TraceModel

extension CriticalPathFold {
  /// - Complexity: O(*n* log *n*) in what was kept; each name becomes a string once.
  public static func finish(
    _ state: consuming CriticalPathState, options: CriticalPathOptions, prior: Void, symbols: SymbolTable
  ) -> CriticalPathResult {
    let state = state
    var names = CriticalPathNames(symbols: symbols)
    var result = CriticalPathResult()
    result.responseCount = state.aggregation.count
    result.entries = state.aggregation.finished(&names)
    let values = options.split.map { CriticalPathSplit.names(of: $0.values) }
    let trees = state.contexts.finished(&names)
    for (index, entry) in state.aggregation.entryOrder().enumerated() {
      if let values { result.entries[index].value = values[Int(state.aggregation.entries.keys[entry].value)] }
      if entry >= trees.count { continue }
      result.entries[index].tree = trees[entry].tree
      result.entries[index].bands = trees[entry].bands
    }
    if state.contexts.depth != .max { result.treeDepth = Int(state.contexts.depth) }
    result.responses = state.responses.sorted().map { CriticalPathResponse($0, &names) }
    (result.diagnosticCounts, result.diagnostics) = state.findings.finished()
    return result
  }
}

extension CriticalPathResponse {
  init(_ record: CriticalPathRecord, _ names: inout CriticalPathNames) {
    traceID = record.response.traceID
    rootSpanID = record.response.rootSpanID
    service = names[record.service]
    operation = names[record.operation]
    duration = record.response.nanoseconds
    isOrphan = record.isOrphan
    segments = []
    segments.reserveCapacity(record.segments.count)
    for segment in record.segments {
      segments.append(
        Segment(
          kind: .work, spanID: segment.spanID, service: names[segment.service],
          operation: names[segment.operation], spanKind: segment.spanKind, start: segment.start,
          end: segment.end, isAmbiguous: segment.isAmbiguous))
    }
  }
}

/// Names as strings, each made once.
struct CriticalPathNames {
  private let symbols: SymbolTable
  private var made: [String?]

  init(symbols: SymbolTable) {
    self.symbols = symbols
    made = Array(repeating: nil, count: symbols.count)
  }

  subscript(symbol: Symbol) -> String {
    mutating get {
      let index = Int(symbol.index)
      if let name = made[index] { return name }
      let name = symbols.string(of: symbol)
      made[index] = name
      return name
    }
  }
}

import TraceModel

extension CriticalPathFold {
  /// - Complexity: O(*n* log *n*) in what was kept; each name becomes a string once.
  public consuming func finish() -> CriticalPathResult {
    var names = CriticalPathNames(symbols: symbols)
    var result = CriticalPathResult()
    result.responseCount = aggregation.count
    result.entries = aggregation.finished(&names)
    let trees = contexts.finished(&names)
    for (place, entry) in aggregation.entryOrder().enumerated() where entry < trees.count {
      result.entries[place].tree = trees[entry].tree
      result.entries[place].bands = trees[entry].bands
    }
    if contexts.depth != .max { result.treeDepth = Int(contexts.depth) }
    result.responses = responses.sorted().map { CriticalPathResponse($0, &names) }
    (result.diagnosticCounts, result.diagnostics) = findings.finished()
    return result
  }
}

extension CriticalPathResponse {
  init(_ record: CriticalPathRecord, _ names: inout CriticalPathNames) {
    traceID = record.response.traceID
    rootSpanID = record.response.rootSpanID
    service = names[record.service.index]
    operation = names[record.operation.index]
    duration = record.response.nanoseconds
    isOrphan = record.isOrphan
    segments = []
    segments.reserveCapacity(record.segments.count)
    for segment in record.segments {
      segments.append(
        Segment(
          kind: .work, spanID: segment.spanID, service: names[segment.service.index],
          operation: names[segment.operation.index], spanKind: segment.spanKind, start: segment.start,
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

  mutating func service(of key: KeyIndex.Key) -> String { self[UInt32(truncatingIfNeeded: key.first >> 32)] }
  mutating func operation(of key: KeyIndex.Key) -> String { self[UInt32(truncatingIfNeeded: key.first)] }

  subscript(index: UInt32) -> String {
    mutating get {
      if let name = made[Int(index)] { return name }
      let name = symbols.string(of: Symbol(index))
      made[Int(index)] = name
      return name
    }
  }
}

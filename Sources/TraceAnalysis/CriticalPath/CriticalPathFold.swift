public import TraceModel

/// Response critical paths of all roots: aggregated by entry point, the slowest kept whole.
///
/// Every root span and every span whose parent is missing heads a path. State is bounded by the number of distinct
/// (entry point, operation) pairs and ``CriticalPathOptions/top``, not by the number of traces.
public struct CriticalPathFold: TraceFold {
  /// The span attributes the fold reads: none.
  public static let requiredAttributes: [String] = []

  let symbols: SymbolTable
  private var walk: CriticalPathWalk
  /// (service, operation) of roots.
  private(set) var entries = KeyIndex()
  private(set) var entryTotals: [CriticalPathEntryTotals] = []
  /// (service, operation, kind of span and segment) of segments.
  private(set) var operations = KeyIndex()
  /// (entry number, operation number).
  private(set) var pairs = KeyIndex()
  private(set) var pairTotals: [CriticalPathOperationTotals] = []
  private(set) var responses: CriticalPathResponses
  private(set) var findings = CriticalPathFindings()
  /// Time (ns) of one path by operation number; all 0 between paths.
  private var exclusive: [Int64] = []
  private var ambiguous: [Int32] = []
  /// Operation numbers of one path.
  private var touched: [Int] = []

  public init(options: CriticalPathOptions, prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
    walk = CriticalPathWalk(options: options, symbols: symbols)
    responses = CriticalPathResponses(most: options.top)
  }

  public mutating func observe(_ journey: borrowing Journey) {
    let table = journey.table
    for row in journey.rows where table.columns.parents[row] < 0 {
      if table.columns.flags[row].contains(.missingTime) { continue }
      let root = SpanIndex(row: row)
      walk.walk(table, from: root)
      addResponse(of: root, in: table)
      for diagnostic in walk.diagnostics {
        findings.add(
          diagnostic, traceID: table.traceID(of: root), spanID: table.columns.spanIDs[diagnostic.span.row])
      }
    }
  }

  public mutating func merge(_ other: Self) {
    let entryNumbers = other.entries.keys.map { entryNumber(of: $0) }
    for (number, totals) in other.entryTotals.enumerated() { entryTotals[entryNumbers[number]].merge(totals) }
    let operationNumbers = other.operations.keys.map { operationNumber(of: $0) }
    for (number, key) in other.pairs.keys.enumerated() {
      let pair = pairNumber(entry: entryNumbers[Int(key.first)], operation: operationNumbers[Int(key.second)])
      pairTotals[pair].merge(other.pairTotals[number])
    }
    responses.merge(other.responses)
    findings.merge(other.findings)
  }

  private mutating func addResponse(of root: SpanIndex, in table: SpanTable) {
    let row = root.row
    let response = CriticalPathExemplar(
      nanoseconds: max(0, table.duration(of: root)), traceID: table.traceID(of: root),
      rootSpanID: table.columns.spanIDs[row])
    let entry = entryNumber(
      of: KeyIndex.Key(CriticalPathWalk.pair(table.columns.services[row], table.columns.names[row])))
    entryTotals[entry].durations.add(response.nanoseconds)
    entryTotals[entry].slowest.offer(response)
    if table.columns.flags[row].contains(.orphan) { entryTotals[entry].orphans += 1 }
    addSegments(of: response, entry: entry, in: table)
    if responses.keeps(response) { responses.add(record(of: response, root: root, in: table)) }
  }

  private mutating func addSegments(of response: CriticalPathExemplar, entry: Int, in table: SpanTable) {
    for place in walk.segments.indices {
      let segment = walk.segments[place]
      let row = segment.span.row
      let operation = operationNumber(
        of: KeyIndex.Key(
          CriticalPathWalk.pair(table.columns.services[row], table.columns.names[row]),
          CriticalPathFold.tag(.work, table.columns.kinds[row])))
      if exclusive[operation] == 0 { touched.append(operation) }
      exclusive[operation] &+= segment.duration
      if segment.isAmbiguous { ambiguous[operation] &+= 1 }
    }
    for operation in touched {
      let pair = pairNumber(entry: entry, operation: operation)
      let nanoseconds = exclusive[operation]
      pairTotals[pair].exclusive.add(nanoseconds)
      pairTotals[pair].ambiguous &+= Int(ambiguous[operation])
      pairTotals[pair].exemplars.offer(
        CriticalPathExemplar(
          nanoseconds: nanoseconds, traceID: response.traceID, rootSpanID: response.rootSpanID))
      exclusive[operation] = 0
      ambiguous[operation] = 0
    }
    touched.removeAll(keepingCapacity: true)
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

  @inline(__always)
  static func tag(_ kind: CriticalPathSegmentKind, _ spanKind: SpanKind) -> UInt64 {
    UInt64(kind.rawValue) << 4 | UInt64(spanKind.rawValue)
  }

  private mutating func entryNumber(of key: KeyIndex.Key) -> Int {
    let number = entries.number(of: key)
    if number == entryTotals.count { entryTotals.append(CriticalPathEntryTotals()) }
    return number
  }

  @inline(__always)
  private mutating func operationNumber(of key: KeyIndex.Key) -> Int {
    let number = operations.number(of: key)
    if number == exclusive.count {
      exclusive.append(0)
      ambiguous.append(0)
    }
    return number
  }

  private mutating func pairNumber(entry: Int, operation: Int) -> Int {
    let number = pairs.number(of: KeyIndex.Key(UInt64(entry), UInt64(operation)))
    if number == pairTotals.count { pairTotals.append(CriticalPathOperationTotals()) }
    return number
  }
}

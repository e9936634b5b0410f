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
  private(set) var aggregation = CriticalPathAggregation()
  private(set) var responses: SlowestPaths<CriticalPathRecord>
  private(set) var findings = CriticalPathFindings()

  public init(options: CriticalPathOptions, prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
    walk = CriticalPathWalk(options: options, symbols: symbols)
    responses = SlowestPaths(most: options.top)
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
    aggregation.merge(other.aggregation)
    responses.merge(other.responses)
    findings.merge(other.findings)
  }

  private mutating func addResponse(of root: SpanIndex, in table: SpanTable) {
    let row = root.row
    let response = CriticalPathExemplar(
      nanoseconds: max(0, table.duration(of: root)), traceID: table.traceID(of: root),
      rootSpanID: table.columns.spanIDs[row])
    for place in walk.segments.indices {
      let segment = walk.segments[place]
      aggregation.add(
        segment.span.row, kind: .work, duration: segment.duration, isAmbiguous: segment.isAmbiguous, in: table)
    }
    aggregation.close(response, root: row, in: table)
    if responses.keeps(response) { responses.add(record(of: response, root: root, in: table)) }
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

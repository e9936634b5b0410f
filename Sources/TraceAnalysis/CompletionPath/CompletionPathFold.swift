import TraceAssembly
public import TraceModel

/// Completion paths of all origins: aggregated by the origin's operation, the slowest kept whole.
///
/// An origin is a root span that nothing in the dump set off. Its completion runs to the end of the span that ends last among all that it set
/// off, across queues and traces. State is bounded as that of ``CriticalPathFold``.
public struct CompletionPathFold: TraceFold {
  /// The span attributes the fold reads.
  public static let requiredAttributes =
    [AttributeConcept.messagingOperationType, .messagingOperationName].flatMap(\.names) + MessageKeys.requiredAttributes

  private let symbols: SymbolTable
  private var causes: JourneyCauses
  private var walk: CompletionPathWalk
  private var chain: [CompletionStep] = []
  private var aggregation = CriticalPathAggregation()
  private var slowest: SlowestPaths<CompletionRecord>
  private var findings = CriticalPathFindings()

  public init(options: CriticalPathOptions, prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
    causes = JourneyCauses(symbols: symbols)
    walk = CompletionPathWalk(options: options, symbols: symbols)
    slowest = SlowestPaths(most: options.top)
  }

  public mutating func observe(_ journey: borrowing Journey) {
    let table = journey.table
    var found = findings
    causes.read(journey) { found.add($0, in: table) }
    findings = found
    causes.findTerminals(journey)
    for row in journey.rows where table.columns.parents[row] < 0 {
      if table.columns.flags[row].contains(.missingTime) || !causes.isOrigin(row, in: table) { continue }
      causes.chain(from: row, into: &chain, in: table)
      walk.walk(chain, &causes, in: table)
      addCompletion(of: row, in: table)
      for diagnostic in walk.diagnostics { findings.add(diagnostic, in: table) }
    }
  }

  private mutating func addCompletion(of row: Int, in table: SpanTable) {
    guard let terminal = chain.last else { return }
    let end = table.columns.ends[Int(terminal.row)]
    let completion = CriticalPathExemplar(
      nanoseconds: max(0, end &- walk.start), traceID: table.traceID(of: SpanIndex(row: row)),
      rootSpanID: table.columns.spanIDs[row])
    let entry = aggregation.entry(of: row, in: table)
    for place in walk.segments.indices {
      let segment = walk.segments[place]
      let pair = aggregation.pair(segment.span.row, kind: segment.kind, entry: entry, in: table)
      aggregation.add(pair, duration: segment.duration)
      if segment.isAmbiguous { aggregation.addAmbiguous(pair) }
    }
    aggregation.close(completion, entry: entry, isOrphan: table.columns.flags[row].contains(.orphan))
    guard slowest.keeps(completion) else { return }
    slowest.add(
      CompletionRecord(
        response: completion, terminalTraceID: table.traceID(of: SpanIndex(row: Int(terminal.row))),
        terminalSpanID: table.columns.spanIDs[Int(terminal.row)], service: table.columns.services[row],
        operation: table.columns.names[row],
        segments: walk.segments.reversed().map { segment in
          CompletionRecord.Segment(
            kind: segment.kind, traceID: table.traceID(of: segment.span),
            spanID: table.columns.spanIDs[segment.span.row], service: table.columns.services[segment.span.row],
            operation: table.columns.names[segment.span.row], start: segment.start, end: segment.end,
            isAmbiguous: segment.isAmbiguous)
        }))
  }

  public mutating func merge(_ other: Self) {
    aggregation.merge(other.aggregation)
    slowest.merge(other.slowest)
    findings.merge(other.findings)
  }

  /// - Complexity: O(*n* log *n*) in what was kept.
  public consuming func finish() -> CompletionPathResult {
    var names = CriticalPathNames(symbols: symbols)
    var result = CompletionPathResult()
    result.completionCount = aggregation.count
    result.entries = aggregation.finished(&names)
    result.completions = slowest.sorted().map { CompletionPath($0, &names) }
    (result.diagnosticCounts, result.diagnostics) = findings.finished()
    return result
  }
}

extension CriticalPathFindings {
  /// Adds a diagnostic under the trace of its own span.
  mutating func add(_ diagnostic: CriticalPathDiagnostic, in table: SpanTable) {
    add(
      diagnostic, traceID: table.traceID(of: diagnostic.span), spanID: table.columns.spanIDs[diagnostic.span.row])
  }
}

extension CompletionPath {
  init(_ record: CompletionRecord, _ names: inout CriticalPathNames) {
    originTraceID = record.response.traceID
    originSpanID = record.response.rootSpanID
    terminalTraceID = record.terminalTraceID
    terminalSpanID = record.terminalSpanID
    service = names[record.service.index]
    operation = names[record.operation.index]
    duration = record.response.nanoseconds
    segments = []
    segments.reserveCapacity(record.segments.count)
    for segment in record.segments {
      segments.append(
        Segment(
          kind: segment.kind, traceID: segment.traceID, spanID: segment.spanID,
          service: names[segment.service.index], operation: names[segment.operation.index], start: segment.start,
          end: segment.end, isAmbiguous: segment.isAmbiguous))
    }
  }
}

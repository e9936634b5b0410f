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

  public let readingOptions: JourneyReading.Options
  private let symbols: SymbolTable
  private var aggregation = CriticalPathAggregation()
  private var slowest: SlowestPaths<CompletionRecord>
  private var findings = CriticalPathFindings()
  private var parts = CompletionPathParts()
  private var slack = ConsumerSlack()

  public init(options: CriticalPathOptions, prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
    readingOptions = JourneyReading.Options(path: options)
    slowest = SlowestPaths(most: options.top)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    reading.findCompletionPaths()
    let table = reading.journey.table
    for diagnostic in reading.causes.diagnostics { findings.add(diagnostic, in: table) }
    slack.observe(reading.journey, reading.causes)
    parts.begin()
    add(reading.completions.walk.ends, in: table)
    for path in reading.completions.paths { add(path, reading.completions, in: table) }
  }

  private mutating func add(_ path: CompletionPaths.Path, _ paths: borrowing CompletionPaths, in table: SpanTable) {
    let row = path.origin
    let terminal = SpanIndex(row: Int(path.terminal))
    let end = table.columns.ends[terminal.row]
    let completion = CriticalPathExemplar(
      nanoseconds: max(0, end &- path.start), traceID: table.traceID(of: SpanIndex(row: row)),
      rootSpanID: table.columns.spanIDs[row])
    let entry = aggregation.entry(of: row, in: table)
    for number in path.segments {
      let segment = paths.walk.segments[number]
      let pair = aggregation.pair(segment.span.row, kind: segment.kind, entry: entry, in: table)
      aggregation.add(pair, duration: segment.duration)
      if segment.isAmbiguous { aggregation.addAmbiguous(pair) }
    }
    if path.end >= 0 {
      parts.forEachOperation(ofEnd: path.end) { operation, nanoseconds, ambiguous in
        let pair = aggregation.pair(operation, entry: entry)
        aggregation.add(pair, duration: nanoseconds)
        if ambiguous > 0 { aggregation.addAmbiguous(pair, times: ambiguous) }
      }
    }
    aggregation.close(completion, entry: entry, isOrphan: table.columns.flags[row].contains(.orphan))
    for number in path.diagnostics { findings.add(paths.walk.diagnostics[number], in: table) }
    guard slowest.keeps(completion) else { return }
    slowest.add(
      CompletionRecord(
        response: completion, terminalTraceID: table.traceID(of: terminal),
        terminalSpanID: table.columns.spanIDs[terminal.row], service: table.columns.services[row],
        operation: table.columns.names[row],
        segments: paths.segments(of: path).reversed().map { segment in
          CompletionRecord.Segment(
            kind: segment.kind, traceID: table.traceID(of: segment.span),
            spanID: table.columns.spanIDs[segment.span.row], service: table.columns.services[segment.span.row],
            operation: table.columns.names[segment.span.row], start: segment.start, end: segment.end,
            isAmbiguous: segment.isAmbiguous)
        }))
  }

  /// Adds up what paths have in common, once for each end.
  private mutating func add(_ ends: borrowing CompletionEnds, in table: SpanTable) {
    for number in 0..<ends.count {
      let next = ends[number].next
      if next >= 0 { parts.add(end: next) }
      for segment in ends.ownSegments(of: number) { parts.add(segment, in: table) }
      parts.endEnd()
    }
  }

  public mutating func merge(_ other: Self) {
    slack.merge(other.slack)
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
    result.slack = slack.finished(&names)
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

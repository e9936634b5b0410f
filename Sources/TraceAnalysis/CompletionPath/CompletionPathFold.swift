import TraceAssembly
public import TraceModel

/// Completion paths of all origins: aggregated by the origin's operation, the slowest kept whole.
///
/// An origin is a root span that nothing in the dump set off. Its completion runs to the end of the span that ends last among all that it set
/// off, across queues and traces.
public struct CompletionPathFold: StatefulFold {
  public typealias Options = CriticalPathOptions
  public typealias Prior = Void
  public typealias Result = CompletionPathResult

  /// The span attributes the fold reads.
  public static let requiredAttributes =
    [AttributeConcept.messagingOperationType, .messagingOperationName].flatMap(\.names) + MessageKeys.requiredAttributes

  public var state: CompletionPathState
  public let options: CriticalPathOptions
  public let symbols: SymbolTable
  private var parts = CompletionPathParts()
  private var times = TimesOfPath()

  public init(options: CriticalPathOptions, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    state = CompletionPathState(options)
  }

  public var readingOptions: JourneyReading.Options { JourneyReading.Options(path: options) }

  public mutating func observe(_ reading: inout JourneyReading) {
    reading.findCompletionPaths()
    let table = reading.journey.table
    for diagnostic in reading.causes.diagnostics { state.findings.add(diagnostic, in: table) }
    state.slack.observe(reading.journey, reading.causes)
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
    let entry = state.aggregation.entry(of: row, in: table)
    times.begin()
    for number in path.segments {
      let segment = paths.walk.segments[number]
      let operation = state.aggregation.number(segment.span.row, segment.kind, entry: entry, in: table)
      times.add(operation, exclusive: segment.duration)
      if segment.isAmbiguous { state.aggregation.addAmbiguous(operation) }
    }
    if path.end >= 0 {
      parts.forEachOperation(ofEnd: path.end) { operation, nanoseconds, ambiguous in
        let number = state.aggregation.number(of: operation, entry: entry)
        times.add(number, exclusive: nanoseconds)
        if ambiguous > 0 { state.aggregation.addAmbiguous(number, times: ambiguous) }
      }
    }
    state.aggregation.close(
      completion, entry: entry, isOrphan: table.columns.flags[row].contains(.orphan), times: times)
    for number in path.diagnostics { state.findings.add(paths.walk.diagnostics[number], in: table) }
    guard state.slowest.keeps(completion) else { return }
    state.slowest.add(
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

  /// - Complexity: O(*n* log *n*) in what was kept.
  public static func finish(
    _ state: consuming CompletionPathState, options: CriticalPathOptions, prior: Void, symbols: SymbolTable
  ) -> CompletionPathResult {
    let state = state
    var names = CriticalPathNames(symbols: symbols)
    var result = CompletionPathResult()
    result.completionCount = state.aggregation.count
    result.entries = state.aggregation.finished(&names)
    result.completions = state.slowest.sorted().map { CompletionPath($0, &names) }
    result.slack = state.slack.finished(&names)
    (result.diagnosticCounts, result.diagnostics) = state.findings.finished()
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
    service = names[record.service]
    operation = names[record.operation]
    duration = record.response.nanoseconds
    segments = []
    segments.reserveCapacity(record.segments.count)
    for segment in record.segments {
      segments.append(
        Segment(
          kind: segment.kind, traceID: segment.traceID, spanID: segment.spanID,
          service: names[segment.service], operation: names[segment.operation], start: segment.start,
          end: segment.end, isAmbiguous: segment.isAmbiguous))
    }
  }
}

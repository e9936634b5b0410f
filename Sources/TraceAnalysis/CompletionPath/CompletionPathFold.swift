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
  private var causes: JourneyCauses
  private var walk: CompletionPathWalk
  private var chain: [CompletionStep] = []
  private var aggregation = CriticalPathAggregation()
  private var slowest: SlowestPaths<CompletionRecord>
  private var findings = CriticalPathFindings()
  private var parts = CompletionPathParts()
  private var slack = ConsumerSlack()

  public init(options: CriticalPathOptions, prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
    readingOptions = JourneyReading.Options(path: options)
    causes = JourneyCauses(symbols: symbols)
    walk = CompletionPathWalk(options: options, symbols: symbols)
    slowest = SlowestPaths(most: options.top)
  }

  public mutating func observe(_ reading: inout JourneyReading) { observe(reading.journey) { _, _ in } }

  /// Adds one journey, and shows the walk of each of its completions and the row of its origin.
  mutating func observe(_ journey: borrowing Journey, _ look: (borrowing CompletionPathWalk, Int) -> Void) {
    let table = journey.table
    var found = findings
    causes.read(journey) { found.add($0, in: table) }
    findings = found
    causes.findTerminals(journey)
    walk.beginSharing(causes, rows: journey.rows)
    parts.begin()
    slack.observe(journey, causes)
    for row in journey.rows where table.columns.parents[row] < 0 {
      if table.columns.flags[row].contains(.missingTime) || !causes.isOrigin(row, in: table) { continue }
      causes.chain(from: row, into: &chain, known: walk.ends.known, in: table)
      walk.walk(chain, &causes, in: table)
      addCompletion(of: row, in: table)
      look(walk, row)
      for diagnostic in walk.diagnostics { findings.add(diagnostic, in: table) }
    }
  }

  private mutating func addCompletion(of row: Int, in table: SpanTable) {
    if chain.isEmpty { return }
    let terminal = SpanIndex(row: Int(walk.terminal))
    let end = table.columns.ends[terminal.row]
    addEnds(in: table)
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
    if walk.end >= 0 {
      parts.forEachOperation(ofEnd: walk.end) { operation, nanoseconds, ambiguous in
        let pair = aggregation.pair(operation, entry: entry)
        aggregation.add(pair, duration: nanoseconds)
        if ambiguous > 0 { aggregation.addAmbiguous(pair, times: ambiguous) }
      }
    }
    aggregation.close(completion, entry: entry, isOrphan: table.columns.flags[row].contains(.orphan))
    guard slowest.keeps(completion) else { return }
    slowest.add(
      CompletionRecord(
        response: completion, terminalTraceID: table.traceID(of: terminal),
        terminalSpanID: table.columns.spanIDs[terminal.row], service: table.columns.services[row],
        operation: table.columns.names[row],
        segments: walk.allSegments.reversed().map { segment in
          CompletionRecord.Segment(
            kind: segment.kind, traceID: table.traceID(of: segment.span),
            spanID: table.columns.spanIDs[segment.span.row], service: table.columns.services[segment.span.row],
            operation: table.columns.names[segment.span.row], start: segment.start, end: segment.end,
            isAmbiguous: segment.isAmbiguous)
        }))
  }

  /// Adds up what paths have in common, once for each end.
  private mutating func addEnds(in table: SpanTable) {
    for number in parts.count..<walk.ends.count {
      let next = walk.ends[number].next
      if next >= 0 { parts.add(end: next) }
      for segment in walk.ends.ownSegments(of: number) { parts.add(segment, in: table) }
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

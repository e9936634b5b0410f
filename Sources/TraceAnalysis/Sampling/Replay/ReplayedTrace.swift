public import TraceModel

/// What a policy decides on, and what is counted of a trace.
struct ReplayedTrace: Sendable, Equatable {
  var id: TraceID
  /// The smallest id of the traces of its journey.
  var journey: TraceID
  /// Latest end, ns since the epoch; 0 when no span has a believable time.
  var end: Int64
  /// From the earliest start to the latest end, ns.
  var duration: Int64
  var spans: Int
  var bytes: Int
  var hasError: Bool
  /// A bit for each ``PolicyLeaf``.
  var answers: [UInt64]
  /// Of its entry, the earliest span without a parent in the dump.
  var entry: OperationKey
}

/// The traces of a dump. Grows with them: each is listed.
public struct SamplingState: PartialState {
  var traces: [ReplayedTrace] = []
  /// Of each link whose two ends are in the dump, the traces of the ends.
  var links: [(from: TraceID, to: TraceID)] = []

  public var size: Int { 200 * traces.count + 32 * links.count }

  public mutating func merge(_ other: SamplingState) {
    traces += other.traces
    links += other.links
  }
}

/// Reads of every trace what a policy decides on.
public struct SamplingFold: StatefulFold {
  public typealias Options = SamplingPolicy
  public typealias Prior = Void
  public typealias State = SamplingState
  public typealias Result = SamplingDecisions

  public var state = SamplingState()
  public let options: SamplingPolicy
  public let symbols: SymbolTable
  private var matcher: PolicyMatcher
  private let size: SpanSize

  public init(options: SamplingPolicy, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    matcher = PolicyMatcher(options.leaves, symbols: symbols)
    size = SpanSize(symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let columns = journey.table.columns
    let first = columns.traceIDs[journey.traces.lowerBound]
    for trace in journey.traces { state.traces.append(read(trace, journey: first, journey.table)) }
    for row in journey.rows {
      for link in journey.table.links(of: SpanIndex(row: row)) where link.target >= 0 {
        let target = columns.traces[Int(link.target)]
        state.links.append((columns.traceIDs[Int(columns.traces[row])], columns.traceIDs[Int(target)]))
      }
    }
  }

  private mutating func read(_ number: Int, journey: TraceID, _ table: SpanTable) -> ReplayedTrace {
    let columns = table.columns
    let rows = Trace(table: table, index: TraceIndex(number: number)).rows
    var extent = DumpExtent()
    var bytes = 0
    var hasError = false
    for row in rows {
      bytes += size.bytes(of: row, in: table)
      if columns.statuses[row] == .error { hasError = true }
      if columns.flags[row].contains(.missingTime) { continue }
      extent.start = min(extent.start, columns.starts[row])
      extent.end = max(extent.end, columns.ends[row])
    }
    let entry = rows.first { columns.parents[$0] < 0 } ?? rows.lowerBound
    return ReplayedTrace(
      id: columns.traceIDs[number], journey: journey, end: extent.isEmpty ? 0 : extent.end, duration: extent.length,
      spans: rows.count, bytes: bytes, hasError: hasError, answers: matcher.answers(rows, table),
      entry: OperationKey(entry, in: table))
  }

  public static func finish(
    _ state: consuming SamplingState, options: SamplingPolicy, prior: Void, symbols: SymbolTable
  ) -> SamplingDecisions {
    SamplingDecisions(state, options, symbols)
  }
}

public import TraceModel

/// A fair sample of the requests of each entry point, to pick traces from that are worth opening.
///
/// Of each entry point (service and operation of a root span) the requests with the smallest hash of trace and span id are kept,
/// so that the sample depends on the ids alone, never on the order; failed requests, which may be few, are sampled apart, and the slowest is kept in any case.
/// Bounded: ``ExemplarEntry/maxSamples`` requests of either kind an entry point.
public struct ExemplarFold: StatefulFold {
  public typealias Options = Void
  public typealias Prior = Void
  public typealias Result = ExemplarResult

  /// The span attributes the fold reads: none.
  public static let requiredAttributes: [String] = []

  public struct State: PartialState {
    var entries = Counted<OperationKey, ExemplarEntry>()

    public mutating func merge(_ other: Self) { entries.merge(other.entries) }
    public var size: Int { entries.size }
  }

  public var state = State()
  public let symbols: SymbolTable

  public init(options: Void = (), prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    for row in journey.rows where table.columns.parents[row] < 0 {
      if table.columns.flags[row].contains(.missingTime) { continue }
      let trace = Trace(table: table, index: TraceIndex(number: Int(table.columns.traces[row])))
      let request = RequestExemplar(
        traceID: trace.id, spanID: table.columns.spanIDs[row],
        duration: max(0, table.columns.ends[row] &- table.columns.starts[row]),
        isFailed: table.columns.statuses[row] == .error, spans: trace.rows.count)
      let entry = state.entries.number(of: OperationKey(row, in: table))
      state.entries.values[entry].add(request) { Self.shape(of: trace, symbols) }
    }
  }

  /// A digest of which operations a trace ran, and how often each: the same whatever the order of spans.
  private static func shape(of trace: Trace, _ symbols: SymbolTable) -> UInt64 {
    var shape: UInt64 = 0
    for row in trace.rows { shape &+= SpanOperationKey(row, in: trace.table).fixedHash(symbols) }
    return shape
  }

  /// - Complexity: O(*n* log *n*) in what was kept.
  public static func finish(_ state: consuming State, options: Void, prior: Void, symbols: SymbolTable)
    -> ExemplarResult
  {
    var result = ExemplarResult()
    for (key, entry) in state.entries.sorted() {
      guard let slowest = entry.slowest else { continue }
      result.entries.append(
        ExemplarResult.Entry(
          service: symbols.string(of: key.service), operation: symbols.string(of: key.operation), slowest: slowest,
          requests: (entry.healthy.values + entry.failed.values).sorted()))
    }
    return result
  }
}

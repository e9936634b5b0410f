public import TraceModel

/// A fair sample of the requests of each entry point, to pick traces from that are worth opening.
///
/// Of each entry point (service and operation of a root span) the requests with the smallest hash of trace and span id are kept,
/// so that the sample depends on the ids alone, never on the order; failed requests, which may be few, are sampled apart, and the slowest is kept in any case.
/// State is bounded: ``ExemplarSample/most`` requests of either kind an entry point.
public struct ExemplarFold: TraceFold {
  /// The span attributes the fold reads: none.
  public static let requiredAttributes: [String] = []

  private let symbols: SymbolTable
  private var index = KeyIndex()
  private var healthy: [ExemplarSample] = []
  private var failed: [ExemplarSample] = []
  private var slowest: [RequestExemplar] = []

  public init(options: Void = (), prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    for row in journey.rows where table.columns.parents[row] < 0 {
      if table.columns.flags[row].contains(.missingTime) { continue }
      let key = UInt64(table.columns.services[row].index) &<< 32 | UInt64(table.columns.names[row].index)
      let isFailed = table.columns.statuses[row] == .error
      let trace = Trace(table: table, index: TraceIndex(number: Int(table.columns.traces[row])))
      var request = RequestExemplar(
        traceID: trace.id, spanID: table.columns.spanIDs[row],
        duration: max(0, table.columns.ends[row] &- table.columns.starts[row]), isFailed: isFailed,
        spans: trace.rows.count)
      let hash = TraceID.mix(request.traceID.low ^ TraceID.mix(request.spanID.value))
      let place = index.number(of: KeyIndex.Key(key))
      if place == slowest.count { addEntry(request) }
      if slowest[place] < request { slowest[place] = request }
      if !(isFailed ? failed[place] : healthy[place]).keeps(hash) { continue }
      request.shape = ExemplarFold.shape(of: trace)
      if isFailed { failed[place].add(request, hash) } else { healthy[place].add(request, hash) }
    }
  }

  private mutating func addEntry(_ first: RequestExemplar) {
    healthy.append(ExemplarSample())
    failed.append(ExemplarSample())
    slowest.append(first)
  }

  /// A digest of which operations a trace ran, and how often each: the same whatever the order of spans.
  private static func shape(of trace: Trace) -> UInt64 {
    let columns = trace.table.columns
    var shape: UInt64 = 0
    for row in trace.rows {
      let name = UInt64(columns.services[row].index) &<< 32 | UInt64(columns.names[row].index)
      shape &+= TraceID.mix(name ^ UInt64(columns.kinds[row].rawValue) &<< 60)
    }
    return shape
  }

  public mutating func merge(_ other: ExemplarFold) {
    for (number, key) in other.index.keys.enumerated() {
      let place = index.number(of: key)
      if place == slowest.count { addEntry(other.slowest[number]) }
      slowest[place] = max(slowest[place], other.slowest[number])
      healthy[place].merge(other.healthy[number])
      failed[place].merge(other.failed[number])
    }
  }

  /// - Complexity: O(*n* log *n*) in what was kept.
  public consuming func finish() -> ExemplarResult {
    let symbols = symbols
    var result = ExemplarResult()
    for (number, key) in index.keys.enumerated() {
      let requests = (healthy[number].requests + failed[number].requests).sorted()
      result.entries.append(
        ExemplarResult.Entry(
          service: symbols.string(of: Symbol(UInt32(key.first >> 32))),
          operation: symbols.string(of: Symbol(UInt32(truncatingIfNeeded: key.first))), slowest: slowest[number],
          requests: requests))
    }
    result.entries.sort { ($0.service, $0.operation) < ($1.service, $1.operation) }
    return result
  }
}

public import TraceModel

/// A journey as a line of a list.
public struct ListedJourney: Sendable, Equatable {
  /// The first of its traces that meets the condition.
  public var traceID: TraceID
  /// What the request of that trace was.
  public var entry: OperationName
  /// Nanoseconds since the epoch; 0 when no span has a known time.
  public var start: Int64
  /// From the earliest start to the latest end (ns).
  public var duration: Int64
  public var traces: Int
  public var spans: Int
  public var failed: Int
}

/// Lists the journeys with a trace that meets a condition, the longest first, ties by trace id.
public struct JourneyListFold: TraceFold {
  public struct Options: Sendable {
    /// It needs no percentiles.
    public var condition: TraceCondition
    /// How many are listed; nil for all.
    public var top: Int?

    public init(condition: TraceCondition, top: Int? = 20) {
      self.condition = condition
      self.top = top
    }
  }

  public struct Result: Sendable {
    public var journeys: [ListedJourney]
    /// How many journeys there are in all.
    public var total: Int
  }

  private let options: Options
  private var matcher: TraceMatcher
  private var found: [ListedJourney] = []
  private var total = 0

  public init(options: Options, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    matcher = TraceMatcher(options.condition, symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    for number in journey.traces {
      let trace = Trace(table: table, index: TraceIndex(number: number))
      guard matcher.matches(trace) else { continue }
      total += 1
      found.append(JourneyListFold.line(of: journey, trace, table.columns.traceIDs[number]))
      if let top = options.top, found.count > 2 * top + 1024 { cut(to: top) }
      return
    }
  }

  private static func line(of journey: borrowing Journey, _ trace: Trace, _ id: TraceID) -> ListedJourney {
    let table = journey.table
    let timed = journey.rows.filter { !table.columns.flags[$0].contains(.missingTime) }
    let start = timed.map { table.columns.starts[$0] }.min() ?? 0
    let end = timed.map { table.columns.ends[$0] }.max() ?? 0
    let entry = trace.entry.map { row in
      OperationName(
        service: table.symbols.string(of: table.columns.services[row]),
        operation: table.symbols.string(of: table.columns.names[row]))
    }
    return ListedJourney(
      traceID: id, entry: entry ?? OperationName(service: "", operation: ""), start: start, duration: end &- start,
      traces: journey.traces.count, spans: journey.rows.count,
      failed: journey.rows.count { table.columns.statuses[$0] == .error })
  }

  private mutating func cut(to top: Int) {
    found.sort { $0.duration != $1.duration ? $0.duration > $1.duration : $0.traceID < $1.traceID }
    if found.count > top { found.removeLast(found.count - top) }
  }

  public mutating func merge(_ other: Self) {
    total += other.total
    found += other.found
    if let top = options.top { cut(to: top) }
  }

  public consuming func finish() -> Result {
    cut(to: options.top ?? .max)
    return Result(journeys: found, total: total)
  }
}

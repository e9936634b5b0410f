public import TraceModel

/// How the traces of a dump fared that have lines of a pattern: failing ones, and ones in which every span is healthy.
public struct LogTraceFold: StatefulFold {
  public typealias Options = Int
  public typealias Prior = LogIndex
  public typealias Result = LogTraces

  /// The attributes the fold reads: none.
  public static let requiredAttributes: [String] = []

  public struct State: PartialState {
    fileprivate var counts: BoundedTable<ErrorLogKey, ErrorLogTotals>

    public mutating func merge(_ other: Self) { counts.merge(other.counts) }
    public var size: Int { counts.size }
  }

  public var state: State
  public let options: Int
  public let prior: LogIndex
  public let symbols: SymbolTable
  private let reader: ErrorKindReader
  private var seen: Set<ErrorLogKey> = []

  /// - Parameters:
  ///   - options: At most so many patterns.
  ///   - prior: The lines by trace.
  ///   - symbols: The names of the dump.
  public init(options: Int = 20_000, prior: LogIndex, symbols: SymbolTable) {
    self.options = options
    self.prior = prior
    self.symbols = symbols
    state = State(counts: BoundedTable(maxCount: options))
    reader = ErrorKindReader(symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    for number in journey.traces {
      let trace = Trace(table: journey.table, index: TraceIndex(number: number))
      let lines = prior.lines(of: trace.id)
      if lines.isEmpty { continue }
      let hasFailed = trace.rows.contains { reader.hasFailed($0, in: trace.table) }
      seen.removeAll(keepingCapacity: true)
      for line in lines {
        let key = ErrorLogKey(service: line.service, template: line.template)
        let isNew = seen.insert(key).inserted
        state.counts.update(key, hash: key.fixedHash(prior)) { totals in
          totals.lines += 1
          if isNew, hasFailed { totals.failingTraces += 1 }
          if isNew, !hasFailed { totals.healthyTraces += 1 }
        }
      }
    }
  }

  public static func finish(_ state: consuming State, options: Int, prior: LogIndex, symbols: SymbolTable) -> LogTraces
  {
    var counts = state.counts
    counts.cut()
    var traces: [LogPatternKey: ErrorLogTotals] = [:]
    for (key, totals) in zip(counts.keys, counts.values) {
      traces[LogPatternKey(service: prior.services[key.service], template: prior.templates[key.template])] = totals
    }
    return LogTraces(byPattern: traces)
  }
}

/// What ``LogTraceFold`` found.
public struct LogTraces: Sendable {
  let byPattern: [LogPatternKey: ErrorLogTotals]
}

public import TraceModel

/// How the traces of a dump fared that have lines of a pattern: failing ones, and ones in which every span is healthy.
public struct LogTraceFold: TraceFold {
  /// The attributes the fold reads: none.
  public static let requiredAttributes: [String] = []

  private let logs: LogIndex
  private let reader: ErrorKindReader
  private var counts: CappedTally<ErrorLogKey, ErrorLogTotals>
  private var seen: Set<ErrorLogKey> = []

  /// - Parameters:
  ///   - options: At most so many patterns.
  ///   - prior: The lines by trace.
  ///   - symbols: The names of the dump.
  public init(options: Int = 20_000, prior: LogIndex, symbols: SymbolTable) {
    logs = prior
    reader = ErrorKindReader(symbols: symbols)
    counts = CappedTally(most: options)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    for number in journey.traces {
      let trace = Trace(table: journey.table, index: TraceIndex(number: number))
      let lines = logs.lines(of: trace.id)
      if lines.isEmpty { continue }
      let hasFailed = trace.rows.contains { reader.hasFailed($0, in: trace.table) }
      seen.removeAll(keepingCapacity: true)
      for line in lines {
        let key = ErrorLogKey(service: line.service, template: line.template)
        let isNew = seen.insert(key).inserted
        counts.update(key) { totals in
          totals.lines += 1
          if isNew, hasFailed { totals.failingTraces += 1 }
          if isNew, !hasFailed { totals.healthyTraces += 1 }
        }
      }
    }
  }

  public mutating func merge(_ other: LogTraceFold) { counts.merge(other.counts) }

  public consuming func finish() -> LogTraces {
    counts.cut()
    var traces: [LogPatternKey: ErrorLogTotals] = [:]
    for (key, totals) in counts.values {
      traces[LogPatternKey(service: logs.services[key.service], template: logs.templates[key.template])] = totals
    }
    return LogTraces(byPattern: traces)
  }
}

/// What ``LogTraceFold`` found.
public struct LogTraces: Sendable {
  let byPattern: [LogPatternKey: ErrorLogTotals]
}

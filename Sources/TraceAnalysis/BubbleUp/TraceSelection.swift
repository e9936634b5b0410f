public import TraceModel

/// Which traces are called bad.
public enum TraceSelection: Sendable {
  /// Those that meet a condition.
  case condition(TraceCondition)
  /// Those whose request failed: a span without a parent has the status ERROR, or recorded an exception and is not OK.
  case failed
  /// Those whose request took longer than the limit (ns) of its entry; entries without a limit have no slow requests.
  case slow([OperationName: Int64])
  /// Those a function picks; it must be pure.
  case predicate(@Sendable (Trace) -> Bool)

  /// The slow requests of each entry point: longer than the percentile of its own requests.
  ///
  /// - Parameters:
  ///   - red: What was counted of the dump; entries with fewer than 20 timed requests have no limit.
  ///   - percent: Requests longer than this percentile are slow.
  /// - Returns: The selection, with the limit of each entry.
  public static func slow(by red: REDResult, percent: Int = 95) -> TraceSelection {
    .slow(red.limits(percent: percent))
  }
}

/// Tells bad traces from good ones in one run. One worker owns it.
struct TraceSelector: Sendable {
  private enum Way: Sendable {
    case condition(TraceMatcher)
    case failed(ErrorKindReader)
    case slow([OperationKey: Int64])
    case predicate(@Sendable (Trace) -> Bool)
  }

  private var way: Way

  init(_ selection: TraceSelection, symbols: SymbolTable) {
    switch selection {
    case .condition(let condition): way = .condition(TraceMatcher(condition, symbols: symbols))
    case .failed: way = .failed(ErrorKindReader(symbols: symbols))
    case .predicate(let predicate): way = .predicate(predicate)
    case .slow(let limits): way = .slow(symbols.byKeys(limits))
    }
  }

  mutating func isBad(_ trace: Trace) -> Bool {
    let table = trace.table
    switch way {
    case .condition(var matcher):
      // The matcher remembers what it looked up: it must not be copied.
      way = .predicate { _ in false }
      let isBad = matcher.matches(trace)
      way = .condition(matcher)
      return isBad
    case .failed(let reader):
      return trace.rows.contains { table.columns.parents[$0] < 0 && reader.hasFailed($0, in: table) }
    case .slow(let limits):
      guard let entry = trace.entry, !table.columns.flags[entry].contains(.missingTime),
        let limit = limits[OperationKey(entry, in: table)]
      else { return false }
      return table.duration(of: SpanIndex(row: entry)) > limit
    case .predicate(let predicate): return predicate(trace)
    }
  }
}

extension REDResult {
  /// The percentile (ns) of the requests of each entry with at least 20 timed ones.
  func limits(percent: Int) -> [OperationName: Int64] {
    var limits: [OperationName: Int64] = [:]
    for entry in entryPoints where entry.statistics.durations.count >= 20 {
      limits[OperationName(service: entry.service, operation: entry.operation)] =
        entry.statistics.durations.percentile(percent)
    }
    return limits
  }
}

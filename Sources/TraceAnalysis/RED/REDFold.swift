public import TraceModel

/// Rate, errors and duration per operation, per service and over time.
///
/// - An operation is (service, span name, kind); every span counts.
/// - A service is counted by what comes in, as ``RequestKind`` says.
/// - Over time, requests are counted: spans without a parent in the dump, by their start.
///
/// An error is the status ERROR (decoders map the error tags of Zipkin and Jaeger to it). A span without a believable
/// time counts as a call, and is left out of all timing.
public struct REDFold: TraceFold {
  /// The span attributes the fold reads: none.
  public static let requiredAttributes: [String] = []

  private let symbols: SymbolTable
  private var operationIndex = KeyIndex()
  private var operations: [CallStatistics] = []
  private var entryIndex = KeyIndex()
  private var entries: [CallStatistics] = []
  private var requestIndex = KeyIndex()
  private var requestsByEntry: [CallStatistics] = []
  private var buckets: TimeBuckets
  private var requests = CallStatistics()
  private var earliest = Int64.max
  private var latest = Int64.min

  public init(options: REDOptions, prior: Void, symbols: SymbolTable) {
    self.symbols = symbols
    buckets = TimeBuckets(mostBuckets: options.mostBuckets)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    for row in journey.rows {
      let service = table.columns.services[row]
      let kind = table.columns.kinds[row]
      let start = table.columns.starts[row]
      let duration = table.columns.ends[row] &- start
      let failed = table.columns.statuses[row] == .error
      let timed = !table.columns.flags[row].contains(.missingTime)

      if timed {
        earliest = min(earliest, start)
        latest = max(latest, table.columns.ends[row])
      }

      let key = KeyIndex.Key(
        UInt64(service.index) &<< 32 | UInt64(table.columns.names[row].index), UInt64(kind.rawValue))
      let place = operationIndex.number(of: key)
      if place == operations.count { operations.append(CallStatistics()) }
      operations[place].add(failed: failed, duration: duration, timed: timed)

      let parent = Int(table.columns.parents[row])
      let entry = RequestKind(row: row, in: table.columns)
      if entry != .none {
        let place = entryIndex.number(of: KeyIndex.Key(UInt64(service.index), entry.rawValue))
        if place == entries.count { entries.append(CallStatistics()) }
        entries[place].add(failed: failed, duration: duration, timed: timed)
      }
      if parent < 0 {
        requests.add(failed: failed, duration: duration, timed: timed)
        let place = requestIndex.number(of: KeyIndex.Key(key.first, 0))
        if place == requestsByEntry.count { requestsByEntry.append(CallStatistics()) }
        requestsByEntry[place].add(failed: failed, duration: duration, timed: timed)
        if timed { buckets.add(start: start, failed: failed, duration: duration) }
      }
    }
  }

  public mutating func merge(_ other: REDFold) {
    for (key, statistics) in zip(other.operationIndex.keys, other.operations) {
      let place = operationIndex.number(of: key)
      if place == operations.count { operations.append(CallStatistics()) }
      operations[place].merge(statistics)
    }
    for (key, statistics) in zip(other.entryIndex.keys, other.entries) {
      let place = entryIndex.number(of: key)
      if place == entries.count { entries.append(CallStatistics()) }
      entries[place].merge(statistics)
    }
    for (key, statistics) in zip(other.requestIndex.keys, other.requestsByEntry) {
      let place = requestIndex.number(of: key)
      if place == requestsByEntry.count { requestsByEntry.append(CallStatistics()) }
      requestsByEntry[place].merge(statistics)
    }
    buckets.merge(other.buckets)
    requests.merge(other.requests)
    earliest = min(earliest, other.earliest)
    latest = max(latest, other.latest)
  }

  public consuming func finish() -> REDResult {
    let symbols = symbols
    let sortedOperations = zip(operationIndex.keys, operations)
      .sorted { ($0.0.first, $0.0.second) < ($1.0.first, $1.0.second) }
    let sortedEntries = zip(entryIndex.keys, entries)
      .sorted { ($0.0.first, $0.0.second) < ($1.0.first, $1.0.second) }
    var services: [REDResult.Service] = []
    var last: UInt64 = .max
    for (key, statistics) in sortedEntries where key.first != last {
      last = key.first
      services.append(
        REDResult.Service(
          service: symbols.string(of: Symbol(UInt32(key.first))),
          topmostSpans: key.second == RequestKind.topmost.rawValue,
          statistics: statistics))
    }
    return REDResult(
      operations: sortedOperations.map { key, statistics in
        REDResult.Operation(
          service: symbols.string(of: Symbol(UInt32(key.first >> 32))),
          operation: symbols.string(of: Symbol(UInt32(truncatingIfNeeded: key.first))),
          kind: SpanKind(rawValue: UInt8(key.second)) ?? .unspecified, statistics: statistics)
      },
      services: services,
      entryPoints: zip(requestIndex.keys, requestsByEntry).sorted { $0.0.first < $1.0.first }.map { key, statistics in
        REDResult.EntryPoint(
          service: symbols.string(of: Symbol(UInt32(key.first >> 32))),
          operation: symbols.string(of: Symbol(UInt32(truncatingIfNeeded: key.first))), statistics: statistics)
      },
      buckets: buckets.all.map {
        REDResult.Bucket(start: Timestamp(nanoseconds: $0.start), statistics: $0.statistics)
      },
      bucketWidth: buckets.width, requests: requests,
      coveredNanoseconds: earliest > latest ? 0 : REDFold.distance(earliest, latest))
  }

  private static func distance(_ first: Int64, _ last: Int64) -> Int64 {
    let (distance, overflowed) = last.subtractingReportingOverflow(first)
    return overflowed ? .max : distance
  }
}

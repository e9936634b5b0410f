public import TraceModel

/// Rate, errors and duration per operation, per service and over time.
///
/// - An operation is (service, span name, kind); every span counts.
/// - A service is counted by what comes in: SERVER and CONSUMER spans, save those right under a SERVER or CONSUMER span of
///   the same service (an inner layer of the same request). A service that has none of them (dumps without kinds)
///   is counted by its topmost spans: those whose parent is absent or of another service.
/// - Over time, requests are counted: spans without a parent in the dump, by their start.
/// - A receive that took no message is no request; it counts as an operation alone.
///
/// An error is the status ERROR (decoders map the error tags of Zipkin and Jaeger to it). A span without a believable
/// time counts as a call, and is left out of all timing.
public struct REDFold: StatefulFold {
  public typealias Options = REDOptions
  public typealias Prior = Void
  public typealias Result = REDResult

  /// The span attributes the fold reads: what tells of messages.
  public static let requiredAttributes = MessageReading.requiredAttributes

  public var state: REDState
  public let options: REDOptions
  public let symbols: SymbolTable

  public init(options: REDOptions, prior: Void, symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    state = REDState(options)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    reading.findMessages()
    let hasMessages = !reading.messages.spans.isEmpty
    if hasMessages { state.receives.observe(reading.messages, in: table) }
    for row in journey.rows {
      let service = table.columns.services[row]
      let start = table.columns.starts[row]
      let duration = table.columns.ends[row] &- start
      let failed = table.columns.statuses[row] == .error
      let timed = !table.columns.flags[row].contains(.missingTime)

      if timed {
        state.earliest = min(state.earliest, start)
        state.latest = max(state.latest, table.columns.ends[row])
      }

      let key = SpanOperationKey(row, in: table)
      state.operations[key].add(failed: failed, duration: duration, timed: timed)

      let parent = Int(table.columns.parents[row])
      let request = RequestKind(row: row, in: table.columns)
      if hasMessages, reading.messages.isPoll(row) {
        var one = CallStatistics()
        one.add(failed: failed, duration: duration, timed: timed)
        state.receives.add(
          row, kind: request, statistics: one, maxBuckets: options.mostBuckets, reading.messages, in: table)
        continue
      }
      if request != .none {
        state.services[ServiceRequestKey(service: service, kind: request)].add(
          failed: failed, duration: duration, timed: timed)
      }
      if parent < 0 {
        state.requests.add(failed: failed, duration: duration, timed: timed)
        state.entryPoints[key.name].add(failed: failed, duration: duration, timed: timed)
        if timed { state.buckets.add(start: start, failed: failed, duration: duration) }
      }
    }
  }

  public static func finish(
    _ state: consuming REDState, options: REDOptions, prior: Void, symbols: SymbolTable
  ) -> REDResult {
    var state = state
    let polls = state.decideReceives()
    var services: [REDResult.Service] = []
    var last: Symbol?
    for (key, statistics) in state.services.sorted() where key.service != last {
      last = key.service
      services.append(
        REDResult.Service(
          service: symbols.string(of: key.service), topmostSpans: key.kind == .topmost, statistics: statistics))
    }
    return REDResult(
      operations: state.operations.sorted().map { key, statistics in
        REDResult.Operation(
          service: symbols.string(of: key.name.service), operation: symbols.string(of: key.name.operation),
          kind: key.kind, statistics: statistics)
      },
      services: services,
      entryPoints: state.entryPoints.sorted().map { key, statistics in
        REDResult.EntryPoint(
          service: symbols.string(of: key.service), operation: symbols.string(of: key.operation),
          statistics: statistics)
      },
      buckets: state.buckets.all.map {
        REDResult.Bucket(start: Timestamp(nanoseconds: $0.start), statistics: $0.statistics)
      },
      bucketWidth: state.buckets.width, requests: state.requests, polls: polls,
      coveredNanoseconds: state.coveredNanoseconds)
  }
}

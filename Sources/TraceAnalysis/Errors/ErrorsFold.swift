public import TraceModel

/// Where errors start, where they pass through, and where they are swallowed.
///
/// A span fails when its status is ERROR, or when it recorded an exception and its status is not OK. A failing span is an *origin* when no
/// callee passes an error on to it, else the error is *propagated*; how errors pass on is told at ``FailingSpans``. An error is
/// *swallowed* when the caller of the failing span is healthy. A callee that answers with the error's status code but is healthy itself
/// (4xx) is named beside the origin.
///
/// Time is linear in the spans.
public struct ErrorsFold: StatefulFold {
  public typealias Options = ErrorsOptions
  public typealias Prior = LogIndex?
  public typealias Result = ErrorsResult

  /// The attributes the fold reads.
  public static let requiredAttributes =
    ErrorKindReader.requiredAttributes + CallRetries.requiredAttributes + CompletionPathFold.requiredAttributes
    + DependencyFold.requiredAttributes

  public var state: ErrorsState
  public let options: ErrorsOptions
  /// The log lines; nil without logs.
  public let prior: LogIndex?
  public let symbols: SymbolTable
  private let reader: ErrorKindReader
  private var retrying: CallRetries
  private var seenLogs: Set<ErrorLogKey> = []

  /// - Parameters:
  ///   - options: How much is kept.
  ///   - prior: The log lines; nil without logs.
  ///   - symbols: The names of the dump.
  public init(options: ErrorsOptions, prior: LogIndex? = nil, symbols: SymbolTable) {
    self.options = options
    self.prior = prior
    self.symbols = symbols
    state = ErrorsState(options)
    reader = ErrorKindReader(symbols: symbols)
    retrying = CallRetries(symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    state.counts.spans += journey.rows.count
    state.counts.traces += journey.traces.count
    for row in journey.rows { state.calls[OperationKey(row, in: table)] += 1 }
    reading.findFailingSpans()
    if !reading.failing.rows.isEmpty {
      for place in reading.failing.rows.indices { count(place, reading.failing, table) }
      retrying.read(journey, reading.failing)
      for call in retrying.calls {
        let key = RetryKey(caller: OperationKey(call.caller, in: table), call: OperationKey(call.first, in: table))
        state.retries.update(key, hash: key.fixedHash(symbols)) { $0.merge(call.totals) }
      }
    }
    countTraces(journey, reading.failing)
  }

  private mutating func count(_ place: Int, _ failing: FailingSpans, _ table: SpanTable) {
    let row = failing.rows[place]
    let kind = failing.kinds[place]
    let isOrigin = !failing.hasFailingCallee[place]
    let time = table.columns.flags[row].contains(.missingTime) ? nil : table.columns.starts[row]
    let trace = table.traceID(of: SpanIndex(row: row))
    let answeredBy = isOrigin ? answerer(of: row, failing, table) : nil
    let key = ErrorKey(operation: OperationKey(row, in: table), kind: kind, answeredBy: answeredBy)
    state.errors.update(key, hash: key.fixedHash(symbols)) { totals in
      if isOrigin { totals.origin += 1 } else { totals.propagated += 1 }
      switch failing.ends[place] {
      case .passedOn, .unknownCaller: break
      case .entry: totals.reachedEntry += 1
      case .swallowed: totals.swallowed += 1
      case .detached(_, let producerFailed): if !producerFailed { totals.afterHealthyProducer += 1 }
      }
      totals.sightings.add(trace, at: time)
    }
    state.counts.failed += 1
    if case .swallowed = failing.ends[place] { state.counts.swallowed += 1 }
    if case .detached(_, false) = failing.ends[place] { state.counts.afterHealthyProducer += 1 }
    guard isOrigin else { return }
    state.counts.origins += 1
    let chain = chain(from: place, failing, kind, answeredBy, table)
    state.chains.update(chain, hash: chain.fixedHash(symbols)) { totals in
      totals.count += 1
      totals.sightings.add(trace, at: time)
    }
  }

  /// The healthy callee that answered a failing CLIENT with the status code it tells of.
  private func answerer(of row: Int, _ failing: FailingSpans, _ table: SpanTable) -> OperationKey? {
    guard table.columns.kinds[row] == .client, let code = reader.code(of: row, in: table) else { return nil }
    for child in table.children(of: SpanIndex(row: row)) where table.columns.kinds[Int(child)] == .server {
      if failing.place(of: Int(child)) == nil, reader.code(of: Int(child), in: table) == code {
        return OperationKey(Int(child), in: table)
      }
    }
    return nil
  }

  /// The path of an error: the origin, then of each service it comes through the topmost failing span.
  private func chain(
    from place: Int, _ failing: FailingSpans, _ kind: ErrorKind, _ answeredBy: OperationKey?, _ table: SpanTable
  ) -> ErrorChainKey {
    let top = failing.tops[place]
    var last = OperationKey(failing.rows[place], in: table)
    var hops = [last]
    var next = place
    while hops.count < ErrorChainKey.maxHops - 1, case .passedOn(let above) = failing.ends[next] {
      next = above
      let operation = OperationKey(failing.rows[next], in: table)
      if operation.service != last.service, last != hops.last { hops.append(last) }
      last = operation
    }
    if next != top { last = OperationKey(failing.rows[top], in: table) }
    if last != hops.last || next != top { hops.append(last) }
    let end: ErrorChainKey.End =
      switch failing.ends[top] {
      case .passedOn, .entry: .entry
      case .unknownCaller: .unknownCaller
      case .swallowed(let operation): .swallowed(operation)
      case .detached(let operation, _): .queue(operation)
      }
    return ErrorChainKey(
      hops: hops, left: next == top ? 0 : failing.depths[next], kind: kind, answeredBy: answeredBy, end: end)
  }

  /// Counts failing traces, and the error lines of each trace.
  private mutating func countTraces(_ journey: borrowing Journey, _ failing: FailingSpans) {
    if failing.rows.isEmpty, prior == nil { return }
    var next = 0
    for number in journey.traces {
      let trace = Trace(table: journey.table, index: TraceIndex(number: number))
      let first = next
      while next < failing.rows.count, failing.rows[next] < trace.rows.upperBound { next += 1 }
      let hasFailed = next > first
      if hasFailed { state.counts.failingTraces += 1 }
      guard let logs = prior else { continue }
      seenLogs.removeAll(keepingCapacity: true)
      for line in logs.lines(of: trace.id) where line.isError {
        state.counts.joinedLines += 1
        let key = ErrorLogKey(service: line.service, template: line.template)
        let isNew = seenLogs.insert(key).inserted
        state.lines.update(key, hash: key.fixedHash(logs)) { totals in
          totals.lines += 1
          if isNew, hasFailed { totals.failingTraces += 1 }
          if isNew, !hasFailed { totals.healthyTraces += 1 }
          totals.sightings.add(trace.id, at: line.time == 0 ? nil : line.time)
        }
      }
    }
  }

  public static func finish(
    _ state: consuming ErrorsState, options: ErrorsOptions, prior: LogIndex?, symbols: SymbolTable
  ) -> ErrorsResult {
    var state = state
    state.errors.cut()
    state.chains.cut()
    state.retries.cut()
    state.lines.cut()
    return ErrorsResult(state, prior, symbols)
  }
}

/// How much ``ErrorsFold`` keeps.
public struct ErrorsOptions: Sendable {
  /// At most so many kinds of errors, ways, retried calls and log templates; the rest is added up.
  public var mostKeys = 20_000

  public init() {}
}

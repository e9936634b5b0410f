public import TraceModel

/// Where errors start, where they pass through, and where they are swallowed.
///
/// A span fails when its status is ERROR, or when it recorded an exception and its status is not OK. A failing span is an *origin* when no
/// callee passes an error on to it, else the error is *propagated*; how errors pass on is told at ``FailingSpans``. An error is
/// *swallowed* when the caller of the failing span is healthy. A callee that answers with the error's status code but is healthy itself
/// (4xx) is named beside the origin.
///
/// Time is linear in the spans. Kept are at most ``ErrorsOptions/mostKeys`` kinds of errors, ways and retried calls; what is beyond is added up.
public struct ErrorsFold: TraceFold {
  /// The attributes the fold reads.
  public static let requiredAttributes =
    ErrorKindReader.requiredAttributes + CallRetries.requiredAttributes + CompletionPathFold.requiredAttributes
    + DependencyFold.requiredAttributes

  let symbols: SymbolTable
  let logs: LogIndex?
  private let reader: ErrorKindReader
  private var retrying: CallRetries
  private var seenLogs: Set<ErrorLogKey> = []
  /// Spans by service and operation.
  private(set) var callIndex = KeyIndex()
  private(set) var calls: [Int] = []
  private(set) var errors: CappedTally<ErrorKey, ErrorTotals>
  private(set) var chains: CappedTally<ErrorChainKey, ErrorChainTotals>
  private(set) var retries: CappedTally<RetryKey, RetryTotals>
  private(set) var lines: CappedTally<ErrorLogKey, ErrorLogTotals>
  private(set) var counts = ErrorsResult.Counts()

  /// - Parameters:
  ///   - options: How much is kept.
  ///   - prior: The log lines; nil without logs.
  ///   - symbols: The names of the dump.
  public init(options: ErrorsOptions, prior: LogIndex? = nil, symbols: SymbolTable) {
    self.symbols = symbols
    logs = prior
    reader = ErrorKindReader(symbols: symbols)
    retrying = CallRetries(symbols: symbols)
    errors = CappedTally(most: options.mostKeys)
    chains = CappedTally(most: options.mostKeys)
    retries = CappedTally(most: options.mostKeys)
    lines = CappedTally(most: options.mostKeys)
    counts.errorLines = prior?.lines.count(where: \.isError)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    counts.spans += journey.rows.count
    counts.traces += journey.traces.count
    for row in journey.rows {
      let place = callIndex.number(of: KeyIndex.Key(FailingSpans.names(row, table)))
      if place == calls.count { calls.append(0) }
      calls[place] += 1
    }
    reading.findFailingSpans()
    if !reading.failing.rows.isEmpty {
      for place in reading.failing.rows.indices { count(place, reading.failing, table) }
      retrying.read(journey, reading.failing)
      for call in retrying.calls {
        retries.update(
          RetryKey(caller: FailingSpans.names(call.caller, table), call: FailingSpans.names(call.first, table))
        ) { $0.merge(call.totals) }
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
    let answeredBy = isOrigin ? answerer(of: row, failing, table) : ErrorKey.none
    errors.update(ErrorKey(names: FailingSpans.names(row, table), kind: kind, answeredBy: answeredBy)) { totals in
      if isOrigin { totals.origin += 1 } else { totals.propagated += 1 }
      switch failing.ends[place] {
      case .passedOn, .unknownCaller: break
      case .entry: totals.reachedEntry += 1
      case .swallowed: totals.swallowed += 1
      case .detached(_, let producerFailed): if !producerFailed { totals.afterHealthyProducer += 1 }
      }
      totals.sightings.add(trace, at: time)
    }
    counts.failed += 1
    if case .swallowed = failing.ends[place] { counts.swallowed += 1 }
    if case .detached(_, false) = failing.ends[place] { counts.afterHealthyProducer += 1 }
    guard isOrigin else { return }
    counts.origins += 1
    chains.update(chain(from: place, failing, kind, answeredBy, table)) { totals in
      totals.count += 1
      totals.sightings.add(trace, at: time)
    }
  }

  /// The healthy callee that answered a failing CLIENT with the status code it tells of.
  private func answerer(of row: Int, _ failing: FailingSpans, _ table: SpanTable) -> UInt64 {
    guard table.columns.kinds[row] == .client, let code = reader.code(of: row, in: table) else { return ErrorKey.none }
    for child in table.children(of: SpanIndex(row: row)) where table.columns.kinds[Int(child)] == .server {
      if failing.place(of: Int(child)) == nil, reader.code(of: Int(child), in: table) == code {
        return FailingSpans.names(Int(child), table)
      }
    }
    return ErrorKey.none
  }

  /// The way of an error: the origin, then of each service it comes through the topmost failing span.
  private func chain(
    from place: Int, _ failing: FailingSpans, _ kind: ErrorKind, _ answeredBy: UInt64, _ table: SpanTable
  ) -> ErrorChainKey {
    let top = failing.tops[place]
    var last = FailingSpans.names(failing.rows[place], table)
    var hops = [last]
    var next = place
    while hops.count < ErrorChainKey.most - 1, case .passedOn(let above) = failing.ends[next] {
      next = above
      let names = FailingSpans.names(failing.rows[next], table)
      if names >> 32 != last >> 32, last != hops.last { hops.append(last) }
      last = names
    }
    if next != top { last = FailingSpans.names(failing.rows[top], table) }
    if last != hops.last || next != top { hops.append(last) }
    let end: ErrorChainKey.End =
      switch failing.ends[top] {
      case .passedOn, .entry: .entry
      case .unknownCaller: .unknownCaller
      case .swallowed(let names): .swallowed(names)
      case .detached(let names, _): .queue(names)
      }
    return ErrorChainKey(
      hops: hops, left: next == top ? 0 : failing.depths[next], kind: kind, answeredBy: answeredBy, end: end)
  }

  /// Counts failing traces, and the error lines of each trace.
  private mutating func countTraces(_ journey: borrowing Journey, _ failing: FailingSpans) {
    if failing.rows.isEmpty, logs == nil { return }
    var next = 0
    for number in journey.traces {
      let trace = Trace(table: journey.table, index: TraceIndex(number: number))
      let first = next
      while next < failing.rows.count, failing.rows[next] < trace.rows.upperBound { next += 1 }
      let hasFailed = next > first
      if hasFailed { counts.failingTraces += 1 }
      guard let logs else { continue }
      seenLogs.removeAll(keepingCapacity: true)
      for line in logs.lines(of: trace.id) where line.isError {
        counts.joinedLines += 1
        let key = ErrorLogKey(service: line.service, template: line.template)
        let isNew = seenLogs.insert(key).inserted
        lines.update(key) { totals in
          totals.lines += 1
          if isNew, hasFailed { totals.failingTraces += 1 }
          if isNew, !hasFailed { totals.healthyTraces += 1 }
          totals.sightings.add(trace.id, at: line.time == 0 ? nil : line.time)
        }
      }
    }
  }

  public mutating func merge(_ other: ErrorsFold) {
    for (key, more) in zip(other.callIndex.keys, other.calls) {
      let place = callIndex.number(of: key)
      if place == calls.count { calls.append(0) }
      calls[place] += more
    }
    errors.merge(other.errors)
    chains.merge(other.chains)
    retries.merge(other.retries)
    lines.merge(other.lines)
    counts.merge(other.counts)
  }

  public consuming func finish() -> ErrorsResult {
    errors.cut()
    chains.cut()
    retries.cut()
    lines.cut()
    return ErrorsResult(self)
  }
}

/// How much ``ErrorsFold`` keeps.
public struct ErrorsOptions: Sendable {
  /// At most so many kinds of errors, ways, retried calls and log templates; the rest is added up.
  public var mostKeys = 20_000

  public init() {}
}

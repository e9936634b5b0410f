import TraceModel

/// Where the errors of a dump start, pass through and are swallowed.
public struct ErrorsResult: Sendable {
  /// Sums over the whole dump.
  public struct Counts: Sendable, Equatable {
    public internal(set) var spans = 0
    public internal(set) var traces = 0
    /// Failing spans.
    public internal(set) var failed = 0
    /// Of them, those where the error started.
    public internal(set) var origins = 0
    /// Of them, those with a healthy caller.
    public internal(set) var swallowed = 0
    /// Of them, those that work off a message of a healthy producer.
    public internal(set) var afterHealthyProducer = 0
    /// Traces with a failing span.
    public internal(set) var failingTraces = 0
    /// Error lines with a trace id; nil without logs.
    public internal(set) var errorLines: Int?
    /// Error lines whose trace is in the dump.
    public internal(set) var joinedLines = 0

    mutating func merge(_ other: Counts) {
      spans += other.spans
      traces += other.traces
      failed += other.failed
      origins += other.origins
      swallowed += other.swallowed
      afterHealthyProducer += other.afterHealthyProducer
      failingTraces += other.failingTraces
      joinedLines += other.joinedLines
    }
  }

  /// One operation that fails in one way.
  public struct Row: Sendable {
    public var name: OperationName
    public var kind: ErrorKind
    /// The healthy callee that answered with the status code.
    public var answeredBy: OperationName?
    public var totals: ErrorTotals
    /// All spans of the operation, healthy ones among them.
    public var calls: Int
  }

  /// One way of errors.
  public struct Chain: Sendable {
    /// Where it ends.
    public enum End: Sendable, Equatable {
      /// At whoever sent the request.
      case entry
      /// At a span whose caller is not in the dump.
      case unknownCaller
      /// At a healthy caller.
      case swallowed(OperationName)
      /// At a consumer, behind a producer that does not wait.
      case queue(OperationName)
    }

    /// The origin first.
    public var hops: [OperationName]
    /// How many failing spans are left out before the last hop.
    public var left: Int
    public var kind: ErrorKind
    public var answeredBy: OperationName?
    public var end: End
    /// How many errors took it.
    public var count: Int
    public var sightings: Sightings
  }

  /// One call that was tried again after a failure.
  public struct Retry: Sendable {
    public var caller: OperationName
    public var call: OperationName
    public var totals: RetryTotals
  }

  /// Error lines of one service and template, joined by trace.
  public struct LogPattern: Sendable {
    public var service: String
    public var template: String
    public var totals: ErrorLogTotals
  }

  public var counts: Counts
  /// By errors that started there, then failing spans, most first; ties by name, kind.
  public var rows: [Row]
  /// What the rows over the cap add up to.
  public var otherRows: ErrorTotals
  /// By count, largest first; ties by hops, kind, end.
  public var chains: [Chain]
  /// Errors on ways over the cap.
  public var otherChains: Int
  /// By extra attempts, most first; ties by name.
  public var retries: [Retry]
  public var otherRetries: RetryTotals
  /// By failing traces, most first; ties by service, template.
  public var logPatterns: [LogPattern]
}

extension ErrorsResult {
  init(_ fold: ErrorsFold) {
    let symbols = fold.symbols
    func operation(_ names: UInt64) -> OperationName {
      OperationName(
        service: symbols.string(of: Symbol(UInt32(names >> 32))),
        operation: symbols.string(of: Symbol(UInt32(truncatingIfNeeded: names))))
    }
    func optional(_ names: UInt64) -> OperationName? { names == ErrorKey.none ? nil : operation(names) }
    var calls: [UInt64: Int] = [:]
    for (key, count) in zip(fold.callIndex.keys, fold.calls) { calls[key.first] = count }
    counts = fold.counts
    otherRows = fold.errors.others
    rows = fold.errors.values.map { key, totals in
      Row(
        name: operation(key.names), kind: key.kind, answeredBy: optional(key.answeredBy), totals: totals,
        calls: calls[key.names] ?? 0)
    }.sorted(by: Row.comesBefore)
    chains = fold.chains.values.map { key, totals in
      let end: Chain.End =
        switch key.end {
        case .entry: .entry
        case .unknownCaller: .unknownCaller
        case .swallowed(let names): .swallowed(operation(names))
        case .queue(let names): .queue(operation(names))
        }
      return Chain(
        hops: key.hops.map(operation), left: key.left, kind: key.kind, answeredBy: optional(key.answeredBy), end: end,
        count: totals.count, sightings: totals.sightings)
    }.sorted(by: Chain.comesBefore)
    otherChains = fold.chains.others.count
    otherRetries = fold.retries.others
    retries = fold.retries.values.map { key, totals in
      Retry(caller: operation(key.caller), call: operation(key.call), totals: totals)
    }.sorted { left, right in
      if left.totals.extraAttempts != right.totals.extraAttempts {
        return left.totals.extraAttempts > right.totals.extraAttempts
      }
      return (left.caller, left.call) < (right.caller, right.call)
    }
    logPatterns = fold.lines.values.map { key, totals in
      LogPattern(
        service: fold.logs?.services[key.service] ?? "", template: fold.logs?.templates[key.template] ?? "",
        totals: totals)
    }.sorted { left, right in
      if left.totals.failingTraces != right.totals.failingTraces {
        return left.totals.failingTraces > right.totals.failingTraces
      }
      return left.service == right.service
        ? left.template.utf8.lexicographicallyPrecedes(right.template.utf8)
        : left.service.utf8.lexicographicallyPrecedes(right.service.utf8)
    }
  }
}

extension ErrorKind: Comparable {
  public static func < (left: ErrorKind, right: ErrorKind) -> Bool {
    left.source == right.source
      ? left.bytes.lexicographicallyPrecedes(right.bytes) : left.source.rawValue < right.source.rawValue
  }
}

extension ErrorsResult.Row {
  fileprivate static func comesBefore(_ left: Self, _ right: Self) -> Bool {
    if left.totals.origin != right.totals.origin { return left.totals.origin > right.totals.origin }
    if left.totals.failed != right.totals.failed { return left.totals.failed > right.totals.failed }
    if left.name != right.name { return left.name < right.name }
    if left.kind != right.kind { return left.kind < right.kind }
    switch (left.answeredBy, right.answeredBy) {
    case (let left?, let right?): return left < right
    case (nil, .some): return true
    case (_, nil): return false
    }
  }
}

extension ErrorsResult.Chain {
  fileprivate static func comesBefore(_ left: Self, _ right: Self) -> Bool {
    if left.count != right.count { return left.count > right.count }
    if left.hops != right.hops { return left.hops.lexicographicallyPrecedes(right.hops) }
    if left.kind != right.kind { return left.kind < right.kind }
    if left.left != right.left { return left.left < right.left }
    return left.rank.lexicographicallyPrecedes(right.rank)
  }

  /// Whatever else tells chains apart.
  private var rank: [OperationName] {
    let named = answeredBy.map { [$0] } ?? []
    let empty = OperationName(service: "", operation: "")
    return switch end {
    case .entry: [empty] + named
    case .unknownCaller: [empty, empty] + named
    case .swallowed(let by): [by] + named
    case .queue(let by): [by, empty] + named
    }
  }
}

import TraceModel

/// Where the errors of a dump start, pass through and are swallowed.
public struct ErrorsResult: Sendable {
  /// Sums over the whole dump.
  public struct Counts: Mergeable, Equatable {
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

    public init() {}

    public mutating func merge(_ other: Counts) {
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

  public var counts = Counts()
  /// By errors that started there, then failing spans, most first; ties by name, kind.
  public var rows: [Row] = []
  /// What the rows over the cap add up to.
  public var otherRows = ErrorTotals()
  /// By count, largest first; ties by hops, kind, end.
  public var chains: [Chain] = []
  /// Errors on ways over the cap.
  public var otherChains = 0
  /// By extra attempts, most first; ties by name.
  public var retries: [Retry] = []
  public var otherRetries = RetryTotals()
  /// By failing traces, most first; ties by service, template.
  public var logPatterns: [LogPattern] = []
}

extension ErrorsResult {
  init(_ state: ErrorsState, _ logs: LogIndex?, _ symbols: SymbolTable) {
    self.init()
    counts = state.counts
    counts.errorLines = logs?.lines.count(where: \.isError)
    otherRows = state.errors.others
    rows = zip(state.errors.keys, state.errors.values).sorted { left, right in
      let (one, other) = (left.1, right.1)
      if one.origin != other.origin { return one.origin > other.origin }
      return one.failed != other.failed ? one.failed > other.failed : left.0 < right.0
    }.map { key, totals in
      Row(
        name: OperationName(key.operation, symbols), kind: key.kind,
        answeredBy: key.answeredBy.map { OperationName($0, symbols) }, totals: totals,
        calls: state.calls[key.operation])
    }
    chains = zip(state.chains.keys, state.chains.values).sorted { left, right in
      left.1.count != right.1.count ? left.1.count > right.1.count : left.0 < right.0
    }.map { Chain($0, $1, symbols) }
    otherChains = state.chains.others.count
    otherRetries = state.retries.others
    retries = zip(state.retries.keys, state.retries.values).sorted { left, right in
      let (one, other) = (left.1.extraAttempts, right.1.extraAttempts)
      return one != other ? one > other : left.0 < right.0
    }.map { key, totals in
      Retry(caller: OperationName(key.caller, symbols), call: OperationName(key.call, symbols), totals: totals)
    }
    logPatterns = zip(state.lines.keys, state.lines.values).map { key, totals in
      LogPattern(
        service: logs?.services[key.service] ?? "", template: logs?.templates[key.template] ?? "", totals: totals)
    }.sorted { left, right in
      if left.totals.failingTraces != right.totals.failingTraces {
        return left.totals.failingTraces > right.totals.failingTraces
      }
      return LogPatternKey(service: left.service, template: left.template)
        < LogPatternKey(service: right.service, template: right.template)
    }
  }
}

extension ErrorsResult.Chain {
  fileprivate init(_ key: ErrorChainKey, _ totals: ErrorChainTotals, _ symbols: SymbolTable) {
    hops = key.hops.map { OperationName($0, symbols) }
    left = key.left
    kind = key.kind
    answeredBy = key.answeredBy.map { OperationName($0, symbols) }
    end =
      switch key.end {
      case .entry: .entry
      case .unknownCaller: .unknownCaller
      case .swallowed(let operation): .swallowed(OperationName(operation, symbols))
      case .queue(let operation): .queue(OperationName(operation, symbols))
      }
    count = totals.count
    sightings = totals.sightings
  }
}

extension ErrorKind: Comparable {
  public static func < (left: ErrorKind, right: ErrorKind) -> Bool {
    left.source == right.source
      ? left.bytes.lexicographicallyPrecedes(right.bytes) : left.source.rawValue < right.source.rawValue
  }
}

extension ErrorChainKey: Comparable {
  /// By hops, kind, what is left out, end, answerer.
  static func < (left: Self, right: Self) -> Bool {
    if left.hops != right.hops { return left.hops.lexicographicallyPrecedes(right.hops) }
    if left.kind != right.kind { return left.kind < right.kind }
    if left.left != right.left { return left.left < right.left }
    return left.rank.lexicographicallyPrecedes(right.rank)
  }

  /// Whatever else tells chains apart.
  private var rank: [OperationKey] {
    let named = answeredBy.map { [$0] } ?? []
    let empty = OperationKey(service: .empty, operation: .empty)
    return switch end {
    case .entry: [empty] + named
    case .unknownCaller: [empty, empty] + named
    case .swallowed(let by): [by] + named
    case .queue(let by): [by, empty] + named
    }
  }
}

public import TraceModel

/// Counts log lines by service and template, before and now, and collects the lines of one id. Bounded however long the logs are.
public struct LogPatterns: LogSink, Sendable {
  public struct Options: Sendable {
    /// Lines within it are now, the others before; nil when all are now.
    public var window: TimeWindow?
    /// Lines outside are not looked at; those without a time are.
    public var limits = TimeWindow.always
    /// Whose lines are collected; nil for none.
    public var chain: LogChainChoice?
    /// At most so many patterns and services; the rest is added up.
    public var mostKeys = 20_000

    public init() {}
  }

  private let options: Options
  private(set) var patterns: BoundedTable<LogPatternKey, LogPatternTotals>
  private(set) var services: BoundedTable<LogPatternKey, LogPatternTotals>
  private(set) var chain: LogChain
  var withTrace = 0
  var untimed = 0
  /// Whether the lines that come are those of a baseline, with which the others are compared.
  public var isBaseline = false
  /// How many values of the input were no log lines.
  public var rejected = 0

  public init(_ options: Options) {
    self.options = options
    patterns = BoundedTable(maxCount: options.mostKeys)
    services = BoundedTable(maxCount: options.mostKeys)
    chain = LogChain(choice: options.chain)
  }

  public mutating func receive(_ line: LogRecord) {
    if line.time == 0 {
      untimed += 1
    } else if options.limits != .always, !options.limits.contains(Timestamp(nanoseconds: line.time)) {
      return
    }
    chain.offer(line)
    let isBefore =
      isBaseline
      || (options.window.map { line.time == 0 || !$0.contains(Timestamp(nanoseconds: line.time)) } ?? false)
    if !isBefore, !line.traceID.isZero { withTrace += 1 }
    add(LogPatternKey(service: line.service, template: LogTemplate.of(line.body))) {
      isBefore ? $0.before.add(line) : $0.now.add(line)
    }
  }

  /// Adds to a pattern and to its service.
  mutating func add(_ key: LogPatternKey, _ body: (inout LogPatternTotals) -> Void) {
    patterns.update(key, hash: key.fixedHash, body)
    let service = LogPatternKey(service: key.service, template: "")
    services.update(service, hash: service.fixedHash, body)
  }

  /// Adds what `other` has seen, in any order.
  public mutating func merge(_ other: LogPatterns) {
    patterns.merge(other.patterns)
    services.merge(other.services)
    chain.merge(other.chain)
    withTrace += other.withTrace
    untimed += other.untimed
    rejected += other.rejected
  }

  /// - Parameter traces: How traces of the dump with each pattern fared; nil without a dump.
  /// - Returns: The patterns, what rose and vanished, the lines of the id.
  public consuming func finish(traces: LogTraces? = nil) -> LogsResult {
    patterns.cut()
    services.cut()
    return LogsResult(self, comparesWindows: options.window != nil || isBaseline, traces: traces)
  }
}

/// Finds the latest time of log lines.
public struct LatestLogTime: LogSink, Sendable {
  /// In ns since the epoch; 0 when no line has one.
  public private(set) var end: Int64 = 0

  public init() {}

  public mutating func receive(_ line: LogRecord) { end = max(end, line.time) }
}

/// One log line as it was written.
public struct LogRecord: Sendable {
  /// Nanoseconds since the epoch, 0 when unknown.
  public var time: Int64 = 0
  /// Empty when the line names no service.
  public var service = ""
  /// All zero when the line names no trace.
  public var traceID = TraceID(high: 0, low: 0)
  /// ``SpanID/none`` when the line names no span.
  public var spanID = SpanID.none
  /// The conversation or correlation id of the line; empty without one.
  public var correlation = ""
  /// The severity as it was written; empty without one.
  public var severity = ""
  /// Whether its severity is ERROR or worse.
  public var isError = false
  /// The text's bytes, escapes resolved; not necessarily UTF-8.
  public var body: [UInt8] = []

  public init() {}
}

/// Takes log lines in input order.
public protocol LogSink {
  mutating func receive(_ line: LogRecord)
}

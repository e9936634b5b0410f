/// One log line, reduced to what can be compared: when, where, in which span, which template.
public struct LogLine: Sendable, Equatable {
  /// Nanoseconds since the epoch, 0 when unknown.
  public var time: Int64
  /// All zero when the line names no trace.
  public var traceID: TraceID
  /// ``SpanID/none`` when the line names no span.
  public var spanID: SpanID
  /// Number in ``LogLines/services``.
  public var service: Int
  /// Number in ``LogLines/templates``.
  public var template: Int
  /// Whether its severity is ERROR or worse.
  public var isError: Bool

  public init(time: Int64, traceID: TraceID, spanID: SpanID, service: Int, template: Int, isError: Bool) {
    self.time = time
    self.traceID = traceID
    self.spanID = spanID
    self.service = service
    self.template = template
    self.isError = isError
  }
}

/// The log lines of a run in input order, with the names they share: in the order of their bytes, whatever the order of lines.
public struct LogLines: Sendable, Equatable {
  public var lines: [LogLine] = []
  public var services: [String] = []
  /// Code locations, or texts with what varies masked.
  public var templates: [String] = []
  /// What the earliest line of each template says beside its code location, by ``LogTemplate``; empty where the template is a text itself.
  public var examples: [String] = []
  /// How many values of the input were no log lines.
  public var rejected = 0

  public init() {}
}

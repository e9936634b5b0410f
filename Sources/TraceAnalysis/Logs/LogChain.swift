public import TraceModel

/// Whose lines are wanted.
public struct LogChainChoice: Sendable {
  /// What the user gave: the first digits of a trace id, or a correlation id.
  public var id: String
  /// Traces that belong to it, such as those of its journey.
  public var traces: Set<TraceID>

  public init(id: String, traces: Set<TraceID> = []) {
    self.id = id
    self.traces = traces
  }
}

/// The earliest lines of one id.
public struct LogChain: Sendable {
  /// How many lines are kept.
  public static let most = 10_000
  /// How many bytes of a line are kept.
  public static let longest = 1000

  public struct Line: Sendable, Comparable {
    /// Nanoseconds since the epoch, 0 when unknown.
    public var time: Int64
    public var service: String
    public var severity: String
    public var isError: Bool
    public var traceID: TraceID
    public var spanID: SpanID
    public var text: String

    /// By time; ties by service, trace, span, text.
    public static func < (left: Line, right: Line) -> Bool {
      if left.time != right.time { return left.time < right.time }
      if left.service != right.service { return left.service.utf8.lexicographicallyPrecedes(right.service.utf8) }
      if left.traceID != right.traceID { return left.traceID < right.traceID }
      if left.spanID != right.spanID { return left.spanID < right.spanID }
      if left.text != right.text { return left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }
      return left.severity.utf8.lexicographicallyPrecedes(right.severity.utf8)
    }
  }

  public let id: String?
  public private(set) var lines: [Line] = []
  /// How many lines there are, kept or not.
  public private(set) var count = 0
  private let prefix: IDPrefix?
  private let traces: Set<TraceID>

  init(choice: LogChainChoice?) {
    id = choice?.id
    prefix = choice.flatMap { $0.id.utf8.count < 8 ? nil : IDPrefix($0.id) }
    traces = choice?.traces ?? []
  }

  mutating func offer(_ line: LogRecord) {
    guard let id else { return }
    let isOfTrace =
      !line.traceID.isZero && (traces.contains(line.traceID) || prefix?.matches(line.traceID) ?? false)
    guard isOfTrace || (!line.correlation.isEmpty && line.correlation == id) else { return }
    count += 1
    lines.append(
      Line(
        time: line.time, service: line.service, severity: line.severity, isError: line.isError, traceID: line.traceID,
        spanID: line.spanID, text: String(decoding: line.body.prefix(Self.longest), as: UTF8.self)))
    if lines.count >= 2 * Self.most { cut() }
  }

  mutating func merge(_ other: LogChain) {
    count += other.count
    lines += other.lines
    if lines.count >= 2 * Self.most { cut() }
  }

  /// Keeps the earliest, in order.
  mutating func cut() {
    lines.sort()
    if lines.count > Self.most { lines.removeLast(lines.count - Self.most) }
  }
}

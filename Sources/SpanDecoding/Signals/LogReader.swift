public import TraceModel

/// Reads log files: OTLP logs JSON, or one object a line.
///
/// An object is `timeUnixNano|timestamp|time`, `service`, `traceId|trace_id`, `spanId|span_id`, `body|message|event`,
/// `severityText|level`, and perhaps a correlation or conversation id; further members are passed over. What has neither text nor service is counted as rejected.
public struct LogReader: Sendable {
  public let options: DecodingOptions

  public init(options: DecodingOptions = DecodingOptions()) {
    self.options = options
  }

  /// - Returns: The lines of all inputs in order.
  public func read(_ inputs: [DumpInput]) throws(SpanDecodingError) -> LogLines {
    var empty: [EmptyInput] = []
    return try read(inputs, empty: &empty)
  }

  /// An input without log lines, and what there was instead.
  public typealias EmptyInput = (input: DumpInput, counts: SignalCounts)

  /// The same, naming in `empty` the inputs that hold no log lines.
  public func read(_ inputs: [DumpInput], empty: inout [EmptyInput]) throws(SpanDecodingError) -> LogLines {
    var collector = LogLineCollector()
    let rejected = try read(inputs, into: &collector, empty: &empty)
    collector.logs.rejected = rejected
    return collector.logs
  }

  /// Shows a sink each line of the inputs in order; only one is in memory at a time.
  ///
  /// - Returns: How many values were no log lines.
  public func read<Sink: LogSink>(_ inputs: [DumpInput], into sink: inout Sink) throws(SpanDecodingError) -> Int {
    var empty: [EmptyInput] = []
    return try read(inputs, into: &sink, empty: &empty)
  }

  private func read<Sink: LogSink>(
    _ inputs: [DumpInput], into sink: inout Sink, empty: inout [EmptyInput]
  ) throws(SpanDecodingError) -> Int {
    var decoder = LogRecordDecoder(sink: sink)
    let reader = SignalReader(options: options)
    for input in inputs {
      let received = decoder.received
      let counts = try reader.read(input) { (cursor: inout JSONCursor) throws(JSONError) in
        try decoder.value(&cursor)
      }
      decoder.rejected += counts.rejected
      if decoder.received == received { empty.append((input, counts)) }
    }
    sink = decoder.sink
    return decoder.rejected
  }
}

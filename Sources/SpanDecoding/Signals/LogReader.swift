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
    var read: [SignalInput] = []
    return try self.read(inputs, &read)
  }

  /// The same, adding to `read` what there was in each input.
  public func read(_ inputs: [DumpInput], _ read: inout [SignalInput]) throws(SpanDecodingError) -> LogLines {
    var collector = LogLineCollector()
    let rejected = try self.read(inputs, into: &collector, &read)
    var logs = collector.finish()
    logs.rejected = rejected
    return logs
  }

  /// Shows a sink each line of the inputs in order; only one is in memory at a time.
  ///
  /// - Returns: How many values were no log lines.
  public func read<Sink: LogSink>(_ inputs: [DumpInput], into sink: inout Sink) throws(SpanDecodingError) -> Int {
    var read: [SignalInput] = []
    return try self.read(inputs, into: &sink, &read)
  }

  private func read<Sink: LogSink>(
    _ inputs: [DumpInput], into sink: inout Sink, _ read: inout [SignalInput]
  ) throws(SpanDecodingError) -> Int {
    var reader = SignalReader(LogRecordDecoder(sink: sink), options: options)
    var rejected = 0
    for input in inputs {
      let before = (received: reader.values.received, rejected: reader.values.rejected)
      var counts = try reader.read(input)
      counts.strange += reader.values.rejected - before.rejected
      rejected += counts.lost
      read.append(SignalInput(input: input, counts: counts, found: reader.values.received - before.received))
    }
    sink = reader.values.sink
    return rejected
  }
}

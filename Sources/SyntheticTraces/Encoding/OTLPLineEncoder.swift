/// Encodes batches as OTLP JSON lines, the way the collector's file exporter writes them.
///
/// One `{"resourceSpans":[…]}` a line, ids as hex, 64-bit numbers as strings, enums as numbers, zero values left out.
/// Holds one line at a time.
///
/// Source: opentelemetry-proto 1.5, JSON mapping; opentelemetry-collector-contrib `fileexporter`.
public struct OTLPLineEncoder<Sink: ByteSink>: SpanReceiver {
  public private(set) var sink: Sink
  public private(set) var bytesWritten = 0
  /// Kept from line to line for its room.
  private var line = ""

  public init(sink: Sink) { self.sink = sink }

  public mutating func receive(_ batch: SpanBatch) throws(Sink.Failure) {
    line.removeAll(keepingCapacity: true)
    OTLPLine.append(batch, to: &line)
    line += "\n"
    let bytes = Array(line.utf8)
    bytesWritten += bytes.count
    try sink.write(bytes)
  }
}

extension OTLPLineEncoder: Sendable where Sink: Sendable {}

/// Writes the deliveries of a run as JSON lines: the truth for a yardstick of message stitching.
///
/// A line is `{"topic","group","partition","offset","producer":{"traceId","spanId"},"consumer":{"traceId","spanId"},"waitNs"}`.
public struct DeliveryLineEncoder<Sink: ByteSink>: SpanReceiver {
  public private(set) var sink: Sink

  public init(sink: Sink) { self.sink = sink }

  public mutating func receive(_ batch: SpanBatch) throws(Sink.Failure) {}

  public mutating func receive(_ delivery: SyntheticDelivery) throws(Sink.Failure) {
    var line = "{\"topic\":\"\(delivery.topic.name)\",\"group\":\"\(delivery.group.name)\""
    line += ",\"partition\":\(delivery.partition),\"offset\":\(delivery.offset)"
    line += ",\"producer\":{\"traceId\":\"\(JSONText.hex(delivery.producerTraceHigh, delivery.producerTraceLow))\""
    line += ",\"spanId\":\"\(JSONText.hex(delivery.producerSpan))\"}"
    line += ",\"consumer\":{\"traceId\":\"\(JSONText.hex(delivery.consumerTraceHigh, delivery.consumerTraceLow))\""
    line += ",\"spanId\":\"\(JSONText.hex(delivery.consumerSpan))\"},\"waitNs\":\(delivery.wait)}\n"
    try sink.write(Array(line.utf8))
  }
}

/// Hands everything on to two receivers: a dump and its deliveries in one run.
public struct BothReceivers<First: SpanReceiver, Second: SpanReceiver>: SpanReceiver
where First.Failure == Second.Failure {
  public private(set) var first: First
  public private(set) var second: Second

  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  public mutating func receive(_ batch: SpanBatch) throws(First.Failure) {
    try first.receive(batch)
    try second.receive(batch)
  }

  public mutating func receive(_ delivery: SyntheticDelivery) throws(First.Failure) {
    try first.receive(delivery)
    try second.receive(delivery)
  }
}

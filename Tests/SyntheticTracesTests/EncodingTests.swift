import SyntheticTraces
import Testing

@Suite("OTLP JSON lines")
struct EncodingTests {
  @Test("one span with everything in it, byte for byte")
  func line() {
    var span = SyntheticSpan(
      traceHigh: 0x0123_4567_89AB_CDEF, traceLow: 0xFEDC_BA98_7654_3210, id: 0xAB, parent: 0x1, hasRemoteParent: true,
      service: .cart, resource: 0, scope: .http, name: "GET \"a\\b\"\n\u{1}", kind: .server, start: 1_000, end: 2_000,
      attributes: [
        SyntheticAttribute("s", .string("é|`<")), SyntheticAttribute("i", .int(0)),
        SyntheticAttribute("b", .bool(true)),
        SyntheticAttribute("d", .hundredths(1205)), SyntheticAttribute("e", .hundredths(1250)),
        SyntheticAttribute("f", .hundredths(300)), SyntheticAttribute("l", .strings(["x", "y"])),
      ])
    span.events = [.init(time: 1_500, name: "exception", attributes: [SyntheticAttribute("t", .string("E"))])]
    span.links = [.init(traceHigh: 1, traceLow: 2, spanID: 3, attributes: [])]
    span.status = .error
    span.statusMessage = "no"
    var encoder = OTLPLineEncoder(sink: ByteBuffer())
    encoder.receive(
      SpanBatch(groups: [.init(resource: [SyntheticAttribute("service.name", .string("cart"))], spans: [span])]))
    let expected =
      #"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"cart"}}]},"#
      + #""scopeSpans":[{"scope":{"name":"shop.example/http","version":"2.19.0"},"spans":[{"#
      + #""traceId":"0123456789abcdeffedcba9876543210","spanId":"00000000000000ab","parentSpanId":"0000000000000001","#
      + #""flags":769,"name":"GET \"a\\b\"\n\u0001","kind":2,"startTimeUnixNano":"1000","endTimeUnixNano":"2000","#
      + #""attributes":[{"key":"s","value":{"stringValue":"é|`<"}},{"key":"i","value":{"intValue":"0"}},"#
      + #"{"key":"b","value":{"boolValue":true}},{"key":"d","value":{"doubleValue":12.05}},"#
      + #"{"key":"e","value":{"doubleValue":12.5}},{"key":"f","value":{"doubleValue":3}},"#
      + #"{"key":"l","value":{"arrayValue":{"values":[{"stringValue":"x"},{"stringValue":"y"}]}}}],"#
      + #""events":[{"timeUnixNano":"1500","name":"exception","attributes":[{"key":"t","value":{"stringValue":"E"}}]}],"#
      + #""links":[{"traceId":"00000000000000010000000000000002","spanId":"0000000000000003","flags":769}],"#
      + #""status":{"message":"no","code":2}}]}],"schemaUrl":"https://opentelemetry.io/schemas/1.37.0"}]}"# + "\n"
    #expect(String(decoding: encoder.sink.bytes, as: UTF8.self) == expected)
    #expect(encoder.bytesWritten == encoder.sink.bytes.count)
  }

  @Test("a delivery is one line")
  func delivery() throws {
    let run = try ObservedRun(fault: "none", requests: 60)
    var delivery = try #require(run.collector.deliveries.first { $0.group == .mailOrders })
    delivery.partition = 2
    delivery.offset = 7
    (delivery.producerTraceHigh, delivery.producerTraceLow, delivery.producerSpan) = (1, 2, 3)
    (delivery.consumerTraceHigh, delivery.consumerTraceLow, delivery.consumerSpan) = (4, 5, 6)
    delivery.wait = 99
    var encoder = DeliveryLineEncoder(sink: ByteBuffer())
    encoder.receive(delivery)
    #expect(
      String(decoding: encoder.sink.bytes, as: UTF8.self)
        == #"{"topic":"orders","group":"mail-orders","partition":2,"offset":7,"producer":{"#
        + #""traceId":"00000000000000010000000000000002","spanId":"0000000000000003"},"consumer":{"#
        + #""traceId":"00000000000000040000000000000005","spanId":"0000000000000006"},"waitNs":99}"# + "\n")
  }
}

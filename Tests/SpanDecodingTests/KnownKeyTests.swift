import Testing
import TraceModel
import TracemillTesting

/// What a known key holds is read, or counted by name; never taken for something else in silence.
@Suite struct KnownKeyTests {
  private static let ids = #""traceId":"0000000000000000000000000000000a","spanId":"000000000000000b""#

  private func otlp(_ members: String) async throws -> DecodedText {
    try await DecodedText.of(#"{"resourceSpans":[{"scopeSpans":[{"spans":[{\#(Self.ids),\#(members)}]}]}]}"#)
  }

  @Test(
    "a status counts in letters of any case, with any prefix that exporters give it",
    arguments: [
      ("2", "error"), (#""2""#, "error"), (#""ERROR""#, "error"), (#""Error""#, "error"), (#""error""#, "error"),
      (#""STATUS_CODE_ERROR""#, "error"), (#""StatusCode.ERROR""#, "error"), (#""Ok""#, "ok"), ("1", "ok"),
      (#""status_code_ok""#, "ok"), ("0", "unset"), (#""Unset""#, "unset"), (#""""#, "unset"), ("null", "unset"),
    ])
  func statuses(_ code: String, _ status: String) async throws {
    let decoded = try await otlp(#""status":{"code":\#(code)}"#)
    #expect(decoded.spans.first?.contains(" \(status) ") == true, "\(decoded.spans)")
    #expect(decoded.quality[.rejectedStatus] == 0)
  }

  @Test(
    "a status that is none counts, and is unset",
    arguments: [#"{"code":3}"#, #"{"code":"FAILED"}"#, #"{"code":true}"#, "7", #""ERROR""#, "[]", #"{"code":-1}"#])
  func strangeStatuses(_ status: String) async throws {
    let decoded = try await otlp(#""status":\#(status)"#)
    #expect(decoded.spans.first?.contains(" unset ") == true)
    #expect(decoded.quality[.rejectedStatus] == 1)
  }

  @Test(
    "a kind counts in letters of any case, with any prefix that exporters give it",
    arguments: [
      ("3", "client"), (#""3""#, "client"), (#""CLIENT""#, "client"), (#""SPAN_KIND_CLIENT""#, "client"),
      (#""SpanKind.CLIENT""#, "client"), (#""KIND_CLIENT""#, "client"), (#""Client""#, "client"),
      ("0", "unspecified"), ("null", "unspecified"), (#""""#, "unspecified"),
    ])
  func kinds(_ kind: String, _ name: String) async throws {
    let decoded = try await otlp(#""kind":\#(kind)"#)
    #expect(decoded.spans.first?.contains(" \(name) ") == true, "\(decoded.spans)")
    #expect(decoded.quality[.rejectedKind] == 0)
  }

  @Test("a kind that is none counts", arguments: ["6", "-1", #""LLM""#, "{}", "true", "2.5e9"])
  func strangeKinds(_ kind: String) async throws {
    let decoded = try await otlp(#""kind":\#(kind)"#)
    #expect(decoded.spans.first?.contains(" unspecified ") == true)
    #expect(decoded.quality[.rejectedKind] == 1)
  }

  @Test("values that Go marshalled as they are count as those of the mapping")
  func goStructures() async throws {
    let decoded = try await otlp(
      #"""
      "attributes":[{"key":"s","value":{"Value":{"StringValue":"x"}}},{"key":"i","value":{"Value":{"IntValue":4}}},
      {"key":"b","value":{"Value":{"BoolValue":true}}},{"key":"d","value":{"Value":{"DoubleValue":0.5}}},
      {"key":"l","value":{"Value":{"ArrayValue":{"values":[{"Value":{"StringValue":"y"}},{"Value":{"IntValue":1}}]}}}},
      {"key":"m","value":{"Value":{"KvlistValue":{"values":[{"key":"k","value":{"Value":{"BoolValue":false}}}]}}}},
      {"key":"n","value":{"Value":null}}]
      """#)
    #expect(decoded.spans.first?.hasSuffix(#"{b=btrue d=d0.5 i=i4 l=j["y",1] m=j{"k":false} s=x}"#) == true)
    #expect(decoded.quality[.rejectedAttribute] == 0)
  }

  @Test(
    "an attribute's value that is none counts",
    arguments: [
      #"{"fooValue":1}"#, #"{"Value":{"FooValue":1}}"#, #"{"Value":{"Value":{"Value":{"IntValue":1}}}}"#, "7", #""x""#,
      #"{"boolValue":"maybe"}"#, #"{"intValue":"x"}"#, #"{"doubleValue":"x"}"#, "[]",
    ])
  func strangeValues(_ value: String) async throws {
    let decoded = try await otlp(#""attributes":[{"key":"k","value":\#(value)}]"#)
    #expect(decoded.spans.first?.hasSuffix("{}") == true, "\(decoded.spans)")
    #expect(decoded.quality[.rejectedAttribute] == 1)
  }

  @Test("an empty value is no value, and no defect", arguments: ["{}", "null", #"{"stringValue":null}"#])
  func emptyValues(_ value: String) async throws {
    let decoded = try await otlp(#""attributes":[{"key":"k","value":\#(value)}]"#)
    #expect(decoded.spans.first?.hasSuffix("{}") == true)
    #expect(decoded.quality[.rejectedAttribute] == 0)
  }

  @Test("events and links that are none count; a time that cannot be read leaves the event")
  func events() async throws {
    let decoded = try await otlp(
      #""events":[{"name":"a","timeUnixNano":{"low":1}},7,{"name":"b"}],"links":[{"traceId":"x"},null]"#)
    #expect(decoded.spans.first?.hasSuffix("{} ! a@0 ! b@0") == true, "\(decoded.spans)")
    #expect(decoded.quality[.rejectedEvent] == 2)
    #expect(decoded.quality[.rejectedLink] == 2)
    let none = try await otlp(#""events":null,"links":null,"status":null,"attributes":null"#)
    let known: [Defect] = [.rejectedEvent, .rejectedLink, .rejectedStatus, .rejectedAttribute, .rejectedSpan]
    #expect(none.spans.count == 1 && known.allSatisfy { none.quality[$0] == 0 })
  }

  @Test("a parent that cannot be read makes no root: the span is left out")
  func parents() async throws {
    let decoded = try await DecodedText.of(
      #"""
      {"name":"a","context":{"trace_id":"0x0a","span_id":"0x0b"},"parent_id":"what","start_time":null}
      {"name":"a","context":{"trace_id":"0x0a","span_id":"0x0c"},"parent_id":null,"start_time":null}
      """#)
    #expect(decoded.spans.map { $0.prefix(5) } == ["a/c<0"])
    #expect(decoded.quality[.rejectedSpan] == 1)
  }

  @Test("times by any two of start, end and duration; numbers exact to the nanosecond")
  func times() async throws {
    let decoded = try await DecodedText.of(
      #"{"traceId":"a","id":"b","kind":1,"attributes":{},"timestamp":1700000000123456.789,"duration":0.001}"#)
    #expect(decoded.spans.first?.contains(" 1700000000123456789+1 ") == true, "\(decoded.spans)")
  }
}

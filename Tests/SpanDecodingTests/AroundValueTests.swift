import Testing
import TraceModel
import TracemillTesting

/// What stands around values: prefixes on their lines, wrappers of log shippers, other encodings.
@Suite struct AroundValueTests {
  private static func span(_ id: Int) -> String {
    #"{"traceId":"0a","id":"\#(String(id, radix: 16))","name":"n","timestamp":1,"duration":1,"localEndpoint":{"serviceName":"s"}}"#
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  @Test(
    "a value behind a prefix is read, and the prefix counted",
    arguments: [
      "2025-10-09T08:53:20.123456789Z stdout F ", "[otel.javaagent 2025-10-09 08:53:20:123 +0000] [main] INFO x - ",
      "<34>1 2025-10-09T08:53:20.003Z host app - - [meta k=\"v\"] ", "[pod/x/y] ", "web-1  | ", "INFO {not json} ",
    ])
  func prefixes(_ prefix: String) async throws {
    let dump = (1...3).map { prefix + Self.span($0) }.joined(separator: "\n") + "\n"
    for chunk in [64, 200, 1 << 20] {
      let file = ScratchFile(dump)
      let decoded = try await DecodedText.of([file.path], chunkSize: chunk, jobs: 2)
      #expect(decoded.spans.map { $0.prefix(3) } == ["a/1", "a/2", "a/3"], "\(prefix) \(decoded.rejects)")
      #expect(decoded.rejects == [] && decoded.quality[.prefixedValue] == 3 && decoded.quality.bytesRejected == 0)
      withExtendedLifetime(file) {}
    }
  }

  @Test("an array behind a prefix is read, and lines of a log between values cost themselves alone")
  func noise() async throws {
    let decoded = try await DecodedText.of(
      "starting {up}\nx [\(Self.span(1)),\(Self.span(2))]\nmore noise\nat Foo.java:[12]\ny \(Self.span(3))\nend\n")
    #expect(decoded.spans.map { $0.prefix(3) } == ["a/1", "a/2", "a/3"])
    #expect(decoded.quality[.prefixedValue] == 2 && decoded.quality[.rejectedValue] == 3)
    #expect(decoded.quality.bytesRejected < 60)
  }

  @Test(
    "a value in a wrapper, as text or object, is read and counted",
    arguments: ["log", "message", "msg", "body", "value", "_raw", "line"])
  func wrappers(_ key: String) async throws {
    let text = Self.escaped(Self.span(1))
    let decoded = try await DecodedText.of(
      """
      {"\(key)":"\(text)\\n","stream":"stdout","time":"2025-10-09T08:53:20Z"}
      {"ts":1,"\(key)":\(Self.span(2))}
      {"\(key)":"2025 stdout F [\(Self.escaped(Self.span(3)))]"}
      {"\(key)":"an ordinary line {with} [brackets]"}
      {"\(key)":"{\\"log\\":\\"{}\\"}"}
      """)
    #expect(decoded.spans.map { $0.prefix(3) } == ["a/1", "a/2", "a/3"], "\(decoded.rejects)")
    #expect(decoded.quality[.wrappedValue] == 3 && decoded.quality[.prefixedValue] == 1)
    #expect(decoded.quality[.rejectedValue] == 2)
  }

  @Test("a damaged value in a wrapper costs its wrapper alone")
  func damaged() async throws {
    let decoded = try await DecodedText.of(
      #"{"log":"{\"resourceSpans\":[{\"scopeSpans\":["}"# + "\n" + Self.span(1) + "\n")
    #expect(decoded.spans.map { $0.prefix(3) } == ["a/1"])
    #expect(decoded.quality[.rejectedValue] == 1)
  }

  @Test(
    "UTF-16 of either order is read as the same in UTF-8, whatever the chunks; a torn pair is one sign",
    arguments: [false, true])
  func utf16(_ isBigEndian: Bool) async throws {
    let text = (1...40).map { Self.span($0).replacing("\"n\"", with: "\"é😀\"") }.joined(separator: "\r\n")
    func bytes(_ units: [UInt16]) -> [UInt8] {
      ([0xfeff] + units).flatMap {
        isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)]
      }
    }
    let expected = try await DecodedText.of(text)
    for chunk in [64, 1000, 1 << 20] {
      let file = ScratchFile(bytes(Array(text.utf16)))
      let decoded = try await DecodedText.of([file.path], chunkSize: chunk)
      #expect(decoded.spans == expected.spans && decoded.rejects == [])
      #expect(decoded.quality.bytesRead == text.utf8.count)
      withExtendedLifetime(file) {}
    }
    let torn = Self.span(1).replacing("\"n\"", with: "\"x\"").utf16.map { $0 == 0x78 ? 0xd800 : $0 }
    let file = ScratchFile(bytes(torn) + [0x20])
    let decoded = try await DecodedText.of([file.path])
    #expect(decoded.spans.first?.contains("\"\u{fffd}\"") == true, "\(decoded.spans)")
    withExtendedLifetime(file) {}
  }

  @Test("OTLP as protobuf is named, with what gives JSON", arguments: [false, true])
  func protobuf(_ isFramed: Bool) async throws {
    let key = Array("service.name".utf8)
    let attribute: [UInt8] = [0x0a, UInt8(key.count)] + key + [0x12, 0x03, 0x0a, 0x01, 0x61]
    let resource: [UInt8] = [0x0a, UInt8(attribute.count)] + attribute
    let spans: [UInt8] = [0x0a, UInt8(resource.count)] + resource + [0x12, 0x00]
    let value: [UInt8] = [0x0a, UInt8(spans.count)] + spans
    let file = ScratchFile(isFramed ? [0, 0, 0, UInt8(value.count)] + value : value)
    let decoded = try await DecodedText.of([file.path])
    #expect(
      decoded.spans == []
        && decoded.rejects.contains { $0.contains("OTLP as protobuf") && $0.contains("format: json") },
      "\(decoded.rejects)")
    withExtendedLifetime(file) {}
  }

  @Test("spans whose resource names no service count one by one")
  func nameless() async throws {
    let decoded = try await DecodedText.of(
      #"""
      {"resourceSpans":[{"resource":{},"scopeSpans":[{"spans":[{"traceId":"0a","spanId":"01"},{"traceId":"0a","spanId":"02"}]}]},
      {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"unknown_service:java"}}]},"scopeSpans":[{"spans":[{"traceId":"0a","spanId":"03"}]}]},
      {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"spans":[{"traceId":"0a","spanId":"04"}]}]}]}
      {"traceId":"0a","id":"05"}
      """#)
    #expect(decoded.spans.count == 5 && decoded.quality[.missingService] == 4)
  }
}

import Glibc
import SpanDecoding
import Testing
import TraceModel

@Suite("Logs, metrics and deployments")
struct SignalReaderTests {
  /// Calls `body` with the path of a file that holds `text`.
  static func withFile<Result>(_ text: String, _ body: ([DumpInput]) throws -> Result) throws -> Result {
    var template = Array("/tmp/tracemill-signals-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&template)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unsafe unlink(path) }
    let bytes = Array(text.utf8)
    let written = unsafe write(descriptor, bytes, bytes.count)
    close(descriptor)
    #expect(written == bytes.count)
    return try body([DumpInput(path: path)])
  }

  static func logs(_ text: String) throws -> LogLines { try withFile(text) { try LogReader().read($0) } }

  @Test("plain lines: either spelling of a member, further members passed over")
  func lines() throws {
    let logs = try Self.logs(
      """
      {"timeUnixNano":"1700000000000000001","service":"cart","traceId":"000000000000000000000000000000aa","spanId":"00000000000000bb","body":"x Cart.load#31 id 7","severityText":"ERROR","more":{"a":[1]}}
      {"time":"2023-11-14T22:13:20.5Z","service":"cart","trace_id":"000000000000000000000000000000aa","span_id":"","message":"order 12 created","level":"info"}
      """)
    #expect(logs.rejected == 0 && logs.services == ["cart"])
    #expect(logs.templates == ["Cart.load#31", "order * created"])
    #expect(logs.lines.map(\.time) == [1_700_000_000_000_000_001, 1_700_000_000_500_000_000])
    #expect(logs.lines.map(\.traceID.low) == [0xaa, 0xaa])
    #expect(logs.lines.map(\.spanID) == [SpanID(0xbb), .none])
    #expect(logs.lines.map(\.isError) == [true, false])
  }

  @Test("a log line whose time is past what 64 bits hold, or no date, has no time; zones may be short")
  func times() throws {
    let texts = [
      "2262-04-11T23:47:16.999999999Z", "2026-02-31T00:00:00Z", "2023-11-14T24:13:20+02", "2023-11-15T00:13:20+02",
      #"2023-11-15T00:13:20\u002B02:00"#,
    ]
    let logs = try Self.logs(texts.map { #"{"time":"\#($0)","service":"cart","body":"x"}"# }.joined(separator: "\n"))
    #expect(logs.lines.map(\.time) == [0, 0, 0, 1_700_000_000_000_000_000, 1_700_000_000_000_000_000])
  }

  @Test("OTLP logs: the service comes from the resource, wherever it stands")
  func otlp() throws {
    let logs = try Self.logs(
      #"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"5","severityNumber":17,"body":{"stringValue":"a \"b\" c"},"traceId":"000000000000000000000000000000aa"}]}],"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"cart"}}]}}]}"#
    )
    #expect(logs.services == ["cart"] && logs.templates == ["a b c"])
    #expect(logs.lines.map(\.isError) == [true])
  }

  @Test("a sink sees each line as it was written, with its correlation id")
  func records() throws {
    struct Sink: LogSink {
      var lines: [LogRecord] = []
      mutating func receive(_ line: LogRecord) { lines.append(line) }
    }
    let text = #"""
      {"service":"cart","body":"a \u0041","level":"warn","correlation_id":"o-1"}
      {"nothing":1}
      {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"mail"}}]},"scopeLogs":[{"logRecords":[
      {"body":{"stringValue":"b"},"attributes":[{"key":"x","value":{"intValue":"1"}},{"key":"messaging.message.conversation_id","value":{"stringValue":"c-2"}}]},
      {"body":{"stringValue":"c"}}]}]}]}
      """#
    try Self.withFile(text) { inputs in
      var sink = Sink()
      let rejected = try LogReader().read(inputs, into: &sink)
      #expect(rejected == 1)
      #expect(sink.lines.map(\.service) == ["cart", "mail", "mail"])
      #expect(sink.lines.map { String(decoding: $0.body, as: UTF8.self) } == ["a A", "b", "c"])
      #expect(sink.lines.map(\.correlation) == ["o-1", "c-2", ""])
      #expect(sink.lines.map(\.severity) == ["warn", "", ""])
    }
  }

  @Test("a line cut anywhere costs itself, and is counted", arguments: [8, 30, 52, 60, 75])
  func cut(_ length: Int) throws {
    let line = #"{"timeUnixNano":"1700000000000000001","service":"cart","body":"text of a line","severityText":"INFO"}"#
    let lines = (0..<100).map { $0 % 10 == 3 ? String(line.prefix(length)) : line }
    let logs = try Self.logs("\u{feff}" + lines.joined(separator: "\n") + "\n")
    #expect(logs.lines.count == 90)
    #expect(logs.rejected == 10)
  }

  @Test("the order of files and lines leaves no trace in the names")
  func order() throws {
    let lines = (0..<20).map {
      "{\"service\":\"s\($0 * 7 % 20)\",\"body\":\"text \(["a", "b", "é", "e\u{301}"][$0 % 4])\"}"
    }
    let forward = try Self.logs(lines.joined(separator: "\n"))
    let backward = try Self.logs(lines.reversed().joined(separator: "\n"))
    #expect(forward.services == backward.services && forward.services.count == 20)
    #expect(forward.templates.map { Array($0.utf8) } == backward.templates.map { Array($0.utf8) })
    #expect(forward.templates.count == 4)
    #expect(forward.lines == backward.lines.reversed())
  }

  @Test("broken lines are counted, and the next is read")
  func broken() throws {
    let logs = try Self.logs(
      "{\"service\":\n{\"service\":\"a\",\"body\":\"b\"}\nnonsense\n{\"service\":\"a\",\"body\":\"b\"}\n{}\n")
    #expect(logs.lines.count == 2 && logs.rejected == 3)
  }

  @Test(
    "a template is the code location, else the text with what varies masked",
    arguments: [
      ("17:20:33.471 ERROR o.a.c.C.[.[dispatcherServlet]#175 TraceID: 2a boom", "o.a.c.C.[.[dispatcherServlet]#175"),
      ("main.go:42: started", "main.go:42"), ("user 17 has 3 items", "user * has * items"),
      ("TraceID: abcd SpanID: ef Getting data", "TraceID: * SpanID: * Getting data"), ("", ""),
    ])
  func template(_ body: String, _ template: String) throws {
    let logs = try Self.logs("{\"service\":\"a\",\"body\":\"\(body)\"}\n")
    #expect(logs.templates == [template])
  }

  @Test("metrics: lines and OTLP; values that are no numbers are left out")
  func metrics() throws {
    let points = try Self.withFile(
      """
      {"timeUnixNano":"60000000000","service":"a","pod":"p","metrics":{"cpu":1.5,"gone":null}}
      {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"b"}}]},"scopeMetrics":[{"metrics":[{"gauge":{"dataPoints":[{"timeUnixNano":"1700000000000000000","asInt":"7"}]},"name":"memory"}]}]}]}
      """
    ) { try MetricReader().read($0) }
    #expect(
      points.map { "\($0.service) \($0.pod) \($0.name) \($0.value)" } == ["a p cpu 1.5", "b  memory 7.0"])
  }

  @Test("what is no deployment is counted, with where the first stands and why")
  func lostDeployments() throws {
    var read: [SignalInput] = []
    let text = "{\"time\":1,\"service\":\"a\"}\n{\"service\":\"a\"}\n{\"time\":5}\nx\n"
    let found = try Self.withFile(text) { try DeploymentReader().read($0, &read) }
    #expect(found.count == 1 && read.map(\.found) == [1] && read.map(\.counts.lost) == [3])
    #expect(read.first?.counts.firstReject?.offset == 25)
    #expect(read.first?.counts.firstReject?.reason == "a deployment needs a time and a service")
  }

  @Test("deployments need a time and a service")
  func deployments() throws {
    let found = try Self.withFile(
      "{\"time\":\"2026-03-15T10:20:00+01:00\",\"service\":\"a\",\"version\":\"2\",\"note\":\"n\"}\n{\"service\":\"a\"}\n"
    ) { try DeploymentReader().read($0) }
    #expect(
      found == [Deployment(time: 1_773_566_400_000_000_000, service: "a", version: "2", note: "n")])
  }
}

import AnalysisReports
import ReportModel
import ReportRendering
import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Log patterns")
struct LogsTests {
  static func line(
    _ time: Int64, _ service: String, _ text: String, trace: UInt64 = 0, isError: Bool = false, correlation: String = ""
  ) -> LogRecord {
    var line = LogRecord()
    line.time = time == 0 ? 0 : Drawing.epoch + time * 1_000_000_000
    line.service = service
    line.body = Array(text.utf8)
    line.traceID = TraceID(high: 0, low: trace)
    line.isError = isError
    line.severity = isError ? "ERROR" : "INFO"
    line.correlation = correlation
    return line
  }

  static func result(
    _ lines: [LogRecord], baseline: [LogRecord]? = nil, options: LogPatterns.Options = LogPatterns.Options()
  ) -> LogsResult {
    var patterns = LogPatterns(options)
    for line in lines { patterns.receive(line) }
    if let baseline {
      patterns.isBaseline = true
      for line in baseline { patterns.receive(line) }
    }
    return patterns.finish()
  }

  static func json(_ result: LogsResult) -> [UInt8] {
    var json = JSONWriter(pretty: true)
    result.write(to: &json)
    return json.finish()
  }

  static func window(_ from: Int64, _ to: Int64) -> TimeWindow {
    TimeWindow(
      start: Timestamp(nanoseconds: Drawing.epoch + from * 1_000_000_000),
      end: Timestamp(nanoseconds: Drawing.epoch + to * 1_000_000_000))
  }

  private func changes(_ result: LogsResult) -> [String] {
    (result.changes ?? []).map {
      "\($0.direction.rawValue) \($0.service) [\($0.template)] \($0.before.lines)→\($0.now.lines)"
    }
  }

  @Test("lines are counted by service and pattern, with their first and last time")
  func patterns() {
    let result = Self.result([
      Self.line(5, "a", "order 1 created", trace: 7), Self.line(2, "a", "order 22 created", trace: 3),
      Self.line(9, "b", "order 3 created", isError: true), Self.line(0, "a", "Cart.load#31: order 9"),
    ])
    #expect(
      result.patterns.map { "\($0.service) \($0.template) \($0.count.lines) !\($0.count.errors)" } == [
        "a order * created 2 !0", "a Cart.load#31 1 !0", "b order * created 1 !1",
      ])
    #expect(result.patterns[0].count.first?.nanoseconds == Drawing.epoch + 2_000_000_000)
    #expect(result.patterns[0].count.last?.nanoseconds == Drawing.epoch + 5_000_000_000)
    #expect(result.patterns[0].count.exemplars.ids.map(\.low) == [3, 7])
    #expect(result.untimed == 1 && result.withTrace == 2 && result.changes == nil)
  }

  /// `count` lines of the text from `start` on, one a second.
  private func lines(_ count: Int64, _ service: String, _ text: String, from start: Int64 = 1) -> [LogRecord] {
    (0..<count).map { Self.line(start + $0, service, text) }
  }

  @Test("what is new, rises, falls and vanishes is told from what only goes with the traffic")
  func changes() {
    let before =
      lines(1000, "a", "started") + lines(20, "a", "slow") + lines(80, "a", "done") + lines(60, "a", "cached")
      + lines(500, "b", "tick")
    let now =
      lines(1500, "a", "started") + lines(200, "a", "slow") + lines(10, "a", "done") + lines(40, "a", "boom")
      + lines(750, "b", "tick")
    let result = Self.result(now, baseline: before)
    #expect(
      changes(result) == [
        "risen a [slow] 20→200", "fallen a [done] 80→10", "vanished a [cached] 60→0", "new a [boom] 0→40",
      ])
    #expect(result.comparisons == 8)
    #expect((result.changes ?? []).allSatisfy { $0.q <= LogsResult.mostQ && $0.q >= $0.p })
  }

  @Test("a service that falls silent is told, though it has but one pattern")
  func silent() {
    let result = Self.result(
      lines(900, "a", "x"), baseline: lines(1000, "a", "x") + lines(100, "b", "y"))
    #expect(changes(result).contains("vanished b [] 100→0"))
  }

  @Test("the same lines before and now differ in nothing", arguments: 1...10 as ClosedRange<UInt64>)
  func same(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    func draw() -> [LogRecord] {
      (0..<2000).map { _ in
        Self.line(
          generator.number(in: 1...60), generator.pick(["a", "b"]), generator.pick(["x", "y", "z", "w"]))
      }
    }
    #expect(changes(Self.result(draw(), baseline: draw())) == [])
  }

  @Test("a window compares the lines within it with the others; lines without a time are before")
  func windows() {
    var options = LogPatterns.Options()
    options.window = Self.window(100, 200)
    let result = Self.result(
      lines(300, "a", "x") + lines(100, "a", "boom", from: 100) + [Self.line(0, "a", "x")], options: options)
    #expect(result.now.lines == 200 && result.before.lines == 201)
    #expect(changes(result).first == "new a [boom] 0→100")
    options.limits = Self.window(1, 150)
    #expect(Self.result(lines(300, "a", "x"), options: options).before.lines == 99)
  }

  @Test("the lines of one id come in time order: by trace, by the traces of a journey, by correlation id")
  func chain() {
    let all = [
      Self.line(3, "b", "three", trace: 0xabcd_ef01_2345_6789), Self.line(1, "a", "one", trace: 0xabcd_ef01_2345_6789),
      Self.line(2, "a", "two", trace: 9), Self.line(4, "c", "four", correlation: "order-17"),
      Self.line(5, "c", "five", trace: 5),
    ]
    func chain(_ id: String, _ traces: Set<TraceID> = []) -> [String] {
      var options = LogPatterns.Options()
      options.chain = LogChainChoice(id: id, traces: traces)
      return Self.result(all, options: options).chain.lines.map(\.text)
    }
    #expect(chain("abcdef0123456789") == ["one", "three"])
    #expect(chain("abcdef01", [TraceID(high: 0, low: 9)]) == ["one", "two", "three"])
    #expect(chain("order-17") == ["four"])
    #expect(chain("5") == [] && chain("order") == [])
  }

  @Test("a chain keeps its earliest lines, and counts all")
  func longChain() {
    var options = LogPatterns.Options()
    options.chain = LogChainChoice(id: "x")
    let count = Int64(2 * LogChain.most + 7)
    let chain = Self.result(
      (1...count).reversed().map { Self.line($0, "a", "l\($0)", correlation: "x") }, options: options
    )
    .chain
    #expect(chain.count == Int(count) && chain.lines.count == LogChain.most)
    #expect(chain.lines.first?.text == "l1" && chain.lines.last?.text == "l\(LogChain.most)")
  }

  @Test("services that differ in Unicode normalisation alone are two")
  func normalisation() {
    let lines = [
      Self.line(1, "caf\u{e9}", "boom"), Self.line(2, "cafe\u{301}", "boom"), Self.line(3, "caf\u{e9}", "boom"),
    ]
    let result = Self.result(lines, options: LogPatterns.Options())
    #expect(result.patterns.map { Array($0.service.utf8).count } == [5, 6])
    #expect(result.patterns.map(\.count.lines) == [2, 1])
  }

  @Test(
    "any split and order of merging gives the same bytes, also over the cap", arguments: 1...12 as ClosedRange<UInt64>)
  func law(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let lines = (0..<600).map { number in
      Self.line(
        generator.number(in: 0...500), generator.pick(["a", "b", "c"]),
        "event \(generator.pick(["x", "y", "z"])) \(String(UnicodeScalar(UInt8(97 + generator.number(in: 0...25)))))",
        trace: UInt64(generator.number(in: 0...40)), isError: generator.chance(percent: 10),
        correlation: generator.pick(["", "id"]))
    }
    var options = LogPatterns.Options()
    options.window = Self.window(100, 300)
    options.chain = LogChainChoice(id: "id")
    options.mostKeys = generator.pick([1, 7, 50, 20_000])
    let whole = Self.result(lines, options: options)
    var parts = (0..<5).map { _ in LogPatterns(options) }
    for line in generator.shuffled(lines) { parts[Int(generator.number(in: 0...4))].receive(line) }
    var merged = LogPatterns(options)
    for part in generator.shuffled(parts) { merged.merge(part) }
    #expect(Self.json(merged.finish()) == Self.json(whole))
    #expect(whole.patterns.count <= options.mostKeys)
    #expect(whole.patterns.reduce(whole.otherLines) { $0 + $1.count.lines } == whole.now.lines)
  }

  @Test("traces with a pattern are counted as failing or healthy")
  func traces() {
    let table = SpanTable.assembled(
      Drawing("web GET S [0..9]  !\n\ntrace 2\nweb GET S [0..9]\n\ntrace 3\nweb GET S [0..9]").spans)
    let lines = [
      Self.line(1, "web", "boom 1", trace: 1), Self.line(2, "web", "boom 2", trace: 1),
      Self.line(2, "web", "boom 3", trace: 2), Self.line(2, "web", "boom 4", trace: 99),
    ]
    var logs = LogLines()
    logs.services = ["web"]
    logs.templates = ["boom *"]
    logs.lines = lines.map {
      LogLine(time: $0.time, traceID: $0.traceID, spanID: .none, service: 0, template: 0, isError: false)
    }
    var fold = LogTraceFold(prior: LogIndex(logs), symbols: table.symbols)
    fold.observe(journeysOf: table)
    var patterns = LogPatterns(LogPatterns.Options())
    for line in lines { patterns.receive(line) }
    let result = patterns.finish(traces: fold.finish())
    #expect(result.patterns.map { [$0.count.lines, $0.traces?.failing, $0.traces?.healthy] } == [[4, 1, 1]])
  }

  @Test("Markdown and JSON, with text of any kind")
  func goldens() throws {
    let hostile = "a|`<b>\"\\\n\u{202E}\u{0}; rm -rf"
    var options = LogPatterns.Options()
    options.chain = LogChainChoice(id: hostile)
    let result = Self.result(
      lines(100, hostile, hostile) + lines(30, "b", "boom 1") + [
        Self.line(7, hostile, hostile, trace: 4, isError: true, correlation: hostile),
        Self.line(6, "b", "before", trace: 5, correlation: hostile),
      ], baseline: lines(100, hostile, hostile) + lines(40, "b", "gone"), options: options)
    try expectGolden(result.section(top: 3).markdown(), "logs.md")
    try expectGolden(Self.json(result), "logs.json")
    #expect(Self.result([]).section().markdown().contains("No log line was read"))
  }
}

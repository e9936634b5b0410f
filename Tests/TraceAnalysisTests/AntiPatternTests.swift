import ReportModel
import ReportRendering
import Testing
import TraceModel
import TracemillTesting

@testable import AnalysisReports
@testable import TraceAnalysis

@Suite("Anti-patterns on the critical path")
struct AntiPatternTests {
  /// Drawings are microseconds wide.
  static let options = {
    var options = AntiPatternOptions()
    options.leastNanoseconds = 1000
    options.leastPercent = 0
    options.leastEntryPermille = 0
    options.leastRepeats = 3
    return options
  }()

  static func folded(_ table: SpanTable, _ options: AntiPatternOptions = options) -> AntiPatternResult {
    var fold = AntiPatternFold(options: options, symbols: table.symbols)
    fold.observe(journeysOf: table)
    return fold.finish()
  }

  static func json(_ result: AntiPatternResult) -> String {
    var json = JSONWriter(pretty: true)
    result.write(to: &json)
    return String(decoding: json.finish(), as: UTF8.self)
  }

  /// `kind caller: call, next call ×calls cost`, costs in µs.
  static func lines(_ drawing: String, _ options: AntiPatternOptions = options) -> [String] {
    folded(SpanTable(drawing: drawing), options).findings.map { finding in
      let called = [finding.first, finding.second].compactMap { $0?.operation }.joined(separator: ", ")
      return """
        \(finding.kind.name) \(finding.operation.operation): \(called) ×\(finding.calls) \(finding.cost.sum / 1000)
        """
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var drawing: String
    var lines: [String]

    init(_ sentence: String, _ drawing: String, _ lines: [String]) {
      testDescription = sentence
      self.drawing = drawing
      self.lines = lines
    }
  }

  static let cases: [Case] = [
    Case(
      "the same call three times: all but the longest",
      """
      stock reserve   S  |==================|
        stock update  C  |===|
        stock update  C       |======|
        stock update  C               |===|
      """, ["repeated_calls reserve: update ×3 8", "gaps reserve: update, update ×2 2"]),
    Case(
      "the same call three times at once is no N+1",
      """
      stock reserve   S  |==================|
        stock update  C  |=======|
        stock update  C   |======|
        stock update  C   |=======|
      """, []),
    Case(
      "calls of one name that other operations answer are no N+1",
      """
      shop page       S  [0..100]
        shop GET      C  [0..20]
          cart get    S  [0..20]
        shop GET      C  [30..50]
          user get    S  [30..50]
        shop GET      C  [60..80]
          ads get     S  [60..80]
      """, ["gaps page: get, get ×1 10", "gaps page: get, get ×1 10"]),
    Case(
      "a call after a failed one: the failed one, and the pause",
      """
      shop order   S  |====================|
        shop pay   C    |====|                !
        shop pay   C            |======|
      """, ["retries order: pay ×1 8"]),
    Case(
      "a failed call that nobody repeats is no retry",
      """
      shop order   S  |====================|
        shop pay   C    |====|                !
        shop bill  C          |======|
      """, ["gaps order: pay, bill ×1 1"]),
    Case(
      "of three attempts two were in vain, though the failed ones never reached a server",
      """
      shop order   S  [0..100]
        shop pay   C  [0..20]   !
        shop pay   C  [30..50]  !
        shop pay   C  [60..90]
          bank pay S  [60..90]
      """, ["retries order: pay ×2 60"]),
    Case(
      "time between two children in which none runs, but for one beside the path",
      """
      shop order    S  |==========================|
        shop select C    |===|
        shop insert C                 |===|
        shop log    I         |==|         ~
      """, ["gaps order: select, insert ×1 6"]),
    Case(
      "no gap where a child beside the path goes on",
      """
      shop order    S  |==========================|
        shop select C    |===|
        shop insert C                 |=======|
        shop log    I       |===============|
      """, []),
    Case(
      "a client that waits before and after its server",
      """
      shop pay    C  |====================|
        bank pay  S           |=====|
      """, ["client_waits pay: pay ×1 15"]),
    Case(
      "three other services in a row: the shorter of each two neighbours",
      """
      shop page       S  [0..100]
        shop get ads  C  [0..30]
          ads get     S  [0..30]
        shop get cart C  [30..40]
          cart get    S  [30..40]
        shop get user C  [41..90]
          user get    S  [41..90]
      """, ["serial_fan_out page: get, get ×2 10", "serial_fan_out page: get, get ×2 10", "gaps page: get, get ×1 1"]),
    Case(
      "statements in a row may depend on each other",
      """
      shop page     S  [0..100]
        shop begin  C  [0..30]
        shop update C  [30..40]
        shop commit C  [40..90]
      """, []),
    Case(
      "three other services, but the caller works long enough between to use an answer",
      """
      shop page       S  [0..100]
        shop get ads  C  [0..30]
          ads get     S  [0..30]
        shop think    I  [30..40]
        shop get cart C  [40..50]
          cart get    S  [40..50]
        shop think    I  [50..60]
        shop get user C  [60..90]
          user get    S  [60..90]
      """, []),
    Case(
      "a message waits for the last of its batch",
      """
      shop one   P  [0..10] @a00

      shop two   P  [20..50] @b00

      mail all   R  [60..90] -> @a00 -> @b00
      """, ["batch_waits all:  ×2 40"]),
    Case("a leaf and nothing else", "shop page  S  |====|", []),
    Case("no length", "shop page  S  |", []),
  ]

  @Test("what is found, and what it costs", arguments: cases)
  func found(_ c: Case) { #expect(Self.lines(c.drawing) == c.lines) }

  @Test("two statements in a row are a finding once they were seen in the other order often enough")
  func orders() {
    let ahead = "shop page  S  [0..100]\n  shop a  C  [0..30]\n  shop b  C  [30..90]\n\n"
    let behind = "shop page  S  [0..100]\n  shop b  C  [0..60]\n  shop a  C  [60..90]\n\n"
    let together = "shop page  S  [0..100]\n  shop a  C  [0..60]\n  shop b  C  [30..90]\n\n"
    func lines(_ drawings: [String]) -> [String] { Self.lines(drawings.joined()) }
    #expect(lines([ahead, ahead, ahead, ahead, behind, behind]) == [])
    #expect(
      lines([ahead, ahead, ahead, ahead, behind, behind, behind])
        == ["serial_fan_out page: a, b ×8 120", "serial_fan_out page: b, a ×6 90"])
    #expect(lines([ahead, together, together, together]) == ["serial_fan_out page: a, b ×2 30"])
  }

  @Test("a response counts only when it lost enough, and a finding only when all lost enough")
  func thresholds() {
    let drawing = """
      shop page  S  [0..1000]
        shop a   C  [0..500]
        shop b   C  [540..900]

      shop page  S  [0..1000]
        shop a   C  [0..500]
        shop b   C  [590..900]
      """
    #expect(Self.lines(drawing) == ["gaps page: a, b ×2 130"])
    var options = Self.options
    options.leastPercent = 5
    #expect(Self.lines(drawing, options) == ["gaps page: a, b ×1 90"])
    options.leastNanoseconds = 100_000
    #expect(Self.lines(drawing, options) == [])
    options = Self.options
    options.leastEntryPermille = 65
    #expect(Self.lines(drawing, options) == ["gaps page: a, b ×2 130"])
    options.leastEntryPermille = 66
    #expect(Self.folded(SpanTable(drawing: drawing), options).smallFindings == 1)
  }

  @Test("the section names costs, remedies, exemplars and thresholds; the JSON too")
  func report() throws {
    let table = SpanTable(drawing: Self.cases.filter { !$0.lines.isEmpty }.map(\.drawing).joined(separator: "\n\n"))
    let result = Self.folded(table)
    try expectGolden(result.section().markdown(), "anti-patterns.md")
    try expectGolden(Self.json(result), "anti-patterns.json")
    let empty = Self.folded(SpanTable.assembled([]))
    #expect(empty.section().markdown().contains("None was found. A response counts where "))
  }

  @Test("names stay data in every output")
  func hostile() {
    var spans: [DrawnSpan] = []
    for place in 0..<6 {
      var span = DrawnSpan()
      span.spanID = SpanID(UInt64(place + 1))
      span.parentID = place == 0 ? .none : SpanID(1)
      span.service = "a|b`\n# \u{202e}"
      span.operation = place == 0 ? "<script>\"\\" : "x\u{0}|\r\n- y"
      span.kind = place == 0 ? .server : .client
      span.start = Drawing.epoch + (place == 0 ? 0 : Int64(place) * 10_000_000)
      span.end = place == 0 ? Drawing.epoch + 70_000_000 : span.start + 9_000_000
      spans.append(span)
    }
    let text = Self.folded(SpanTable.assembled(spans), AntiPatternOptions()).section().markdown()
    #expect(text.contains("same call many times"))
    #expect(!text.contains("\u{202e}") && !text.contains("\0") && !text.contains("\n# \n") && !text.contains("\n- y"))
  }

  @Test("forty thousand deep and forty thousand wide")
  func large() {
    let wide = Self.folded(SpanTable.assembled(SeededTraces.fanOut(40_000)))
    #expect(wide.findings.map(\.kind) == [.repeatedCalls])
    #expect(wide.findings.first?.calls == 40_000)
    #expect(Self.folded(SpanTable.assembled(SeededTraces.chain(40_000))).findings.isEmpty)
  }
}

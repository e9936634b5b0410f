import AnalysisReports
import ReportModel
import ReportRendering
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("One journey as a waterfall")
struct WaterfallTests {
  static func view(_ drawing: String, _ choice: JourneyChoice = .slowest) throws -> JourneyView {
    try view(SpanTable(drawing: drawing), choice)
  }

  static func view(_ table: SpanTable, _ choice: JourneyChoice) throws -> JourneyView {
    var fold = JourneyViewFold(options: choice, symbols: table.symbols)
    fold.observe(journeysOf: table)
    return try #require(fold.finish())
  }

  static let shop = """
    shop checkout    S  [0..400]
      cart load      C  [20..120]
      shop beside    I  [60..300]
      shop send      P  [300..320] @a

    mailer process   R  [700..1000] !  -> @a
      mailer render  I  [720..800]

    auditor process  R  [340..500] -> @a
    """

  @Test("consumers stand below their producers; path, waits and failures are drawn")
  func text() throws {
    try expectGolden(Self.view(Self.shop).waterfall().document(), "waterfall.txt")
  }

  @Test("as Markdown")
  func markdown() throws {
    try expectGolden(Self.view(Self.shop).waterfall().markdown(), "waterfall.md")
  }

  @Test("as SVG")
  func svg() throws {
    try expectGolden(Self.view(Self.shop).waterfall().svg(), "waterfall.svg")
  }

  @Test("as JSON")
  func json() throws {
    var json = JSONWriter(pretty: true)
    try Self.view(Self.shop).write(to: &json)
    try expectGolden(String(decoding: json.finish(), as: UTF8.self), "waterfall.json")
  }

  @Test("rows that are left out are counted; the path comes first, below what it hangs on")
  func hidden() throws {
    let waterfall = try Self.view(Self.shop).waterfall(limit: 3)
    #expect(waterfall.rows.map(\.operation) == ["checkout", "send", "process"])
    #expect(waterfall.hidden == 4)
    #expect(try Self.view(Self.shop).waterfall(limit: 0).hidden == 7)
  }

  @Test("the first digits of a trace id find it, before those of a span id")
  func prefixes() throws {
    let drawing = """
      trace abc1
      shop one  S  [0..10] @77

      trace abc2
      shop two  S  [0..10] @abc1000000000000

      trace 1230000000000000
      shop three  S  [0..10]
      """
    let table = SpanTable(drawing: drawing)
    func find(_ text: String) throws -> [String] {
      let view = try Self.view(table, .id(#require(IDPrefix(text))))
      return view.whole.rows.map(\.operation) + (view.otherMatches > 0 ? ["+\(view.otherMatches)"] : [])
    }
    #expect(try find("000000000000abc1") == ["one"])
    #expect(try find("0000000000000000000000000000abc1") == ["one"])
    #expect(try find("abc1") == ["two"])
    #expect(try find("123") == ["three"])
    #expect(try find("0000000000000077") == ["one"])
    #expect(try find("000000000000ABC") == ["one", "+1"])
    for text in ["", "xyz", "-1", "+1", " 1", String(repeating: "0", count: 33)] { #expect(IDPrefix(text) == nil) }
  }

  /// Two orders whose messages one consumer takes together.
  static let batch = """
    trace aaaa111100000001
    shop first   S  [0..100]
      shop send  P  [10..20] @a

    trace bbbb222200000002
    shop second  S  [200..260]
      shop send  P  [210..220] @b

    trace cccc333300000003
    mailer both  R  [300..400] -> @b -> @a
    """

  @Test("the trace asked for comes first and is marked; where a trace begins its id stands")
  func asked() throws {
    for (id, first) in [("aaaa", "first"), ("bbbb", "second")] {
      let view = try Self.view(Self.batch, .id(#require(IDPrefix(id))))
      let waterfall = view.waterfall()
      #expect(waterfall.rows.first?.operation == first && waterfall.rows.first?.isAsked == true)
      #expect(waterfall.rows.count(where: \.isAsked) == 1)
      #expect(Set(waterfall.rows.map(\.traceID)) == ["aaaa1111", "bbbb2222", "cccc3333", ""])
      #expect(waterfall.title.content.contains("\(id)") && waterfall.title.content.hasSuffix("with 2 more"))
      #expect(waterfall.lead[1].content.split(separator: ",").first?.contains(id) == true)
      let text = waterfall.plainText()
      #expect(text.contains(" >\(id)") && text.contains("  > asked for\n"))
      #expect(waterfall.svg().contains("[\(id)") && waterfall.svg().contains(", begins trace cccc3333</title>"))
      #expect(
        try Self.view(Self.batch, .id(#require(IDPrefix(id)))).waterfall(limit: 1).rows.map(\.operation) == [first])
    }
  }

  @Test("a wait is drawn from the producer above it; JSON has that of the first message")
  func wait() throws {
    let view = try Self.view(Self.batch, .id(#require(IDPrefix("bbbb"))))
    let row = try #require(view.whole.rows.firstIndex { $0.operation == "both" })
    let above = try #require(view.whole.rows[..<row].last { $0.depth < view.whole.rows[row].depth })
    #expect(view.whole.rows[row].waitAbove?.start == above.end)
    #expect(view.whole.rows[row].wait == 280_000)
  }

  @Test("the slowest, and the slowest of the failed")
  func picks() throws {
    let drawing = """
      shop slow  S  [0..100]

      shop bad   S  [0..50] !

      shop worse S  [0..60] !
      """
    #expect(try Self.view(drawing, .slowest).whole.rows.map(\.operation) == ["slow"])
    #expect(try Self.view(drawing, .failed).whole.rows.map(\.operation) == ["worse"])
  }

  @Test("journeys spread over folds, merged in any order, give the same find")
  func merging() throws {
    let table = SpanTable.assembled(CompletionPathLawTests.journeys(seed: 3, traces: 60))
    let whole = try Self.view(table, .slowest)
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<4 {
      var folds = (0..<3).map { _ in JourneyViewFold(options: .slowest, symbols: table.symbols) }
      for number in generator.shuffled(Array(0..<table.journeyCount)) {
        folds[Int(generator.next() % 3)].observe(table.journey(number))
      }
      folds[1].merge(folds[2])
      folds[1].merge(folds[0])
      #expect(try #require(folds[1].finish()).waterfall().document() == whole.waterfall().document())
    }
  }

  @Test("every span is drawn once, whatever circles links form", arguments: 0..<30)
  func completeness(seed: UInt64) throws {
    let table = SpanTable.assembled(CompletionPathLawTests.journeys(seed: seed, traces: 12))
    let view = try Self.view(table, .slowest)
    #expect(view.whole.rows.count == view.spanCount)
    #expect(Set(view.whole.rows.map { "\($0.traceID)/\($0.spanID)" }).count == view.spanCount)
    let path = view.whole.parts.reduce(Int64(0)) { $0 + $1.nanoseconds }
    let drawn = view.whole.rows.flatMap { $0.critical + $0.criticalWait }.reduce(Int64(0)) {
      $0 + $1.end - $1.start
    }
    #expect(path == drawn)
  }

  @Test("it fits 100 columns and one line a span, whatever the names hold", arguments: 0..<10)
  func hostile(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let names = [
      "a|b\n# c", "</svg><script>&\"'", "\u{202e}txet", "日本語のとても長い名前をもつ操作のなまえです", "\u{1b}[31m", "`x` \\ \0",
      String(repeating: "long", count: 200), "👩‍👩‍👧‍👦 family", "\u{301}mark", "",
    ]
    var spans = SeededTraces.trace(seed: seed, shape: .wild, spans: 40)
    for place in spans.indices {
      spans[place].service = generator.pick(names)
      spans[place].operation = generator.pick(names)
    }
    let waterfall = try Self.view(SpanTable.assembled(spans), .id(#require(IDPrefix("0")))).waterfall()
    let lines = waterfall.plainText().split(separator: "\n")
    #expect(lines.count == waterfall.rows.count + 2)
    for line in lines.dropLast() {
      #expect(line.hasSuffix("|"))
      #expect(
        line.allSatisfy { !$0.isNewline } && !line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
      if line.utf8.allSatisfy({ $0 < 0x80 }) { #expect(line.utf8.count == 100) }
    }
    let svg = waterfall.svg()
    #expect(!svg.contains("<script") && !svg.contains("\u{202e}") && !svg.contains("\0"))
    #expect(svg.split(separator: "</svg>").count == 2)
  }

  @Test("a hundred thousand deep and a hundred thousand wide")
  func large() throws {
    for spans in [SeededTraces.chain(100_000), SeededTraces.fanOut(100_000)] {
      let view = try Self.view(SpanTable.assembled(spans), .slowest)
      let waterfall = view.waterfall(limit: 50)
      #expect(waterfall.rows.count == 50 && waterfall.hidden == view.spanCount - 50)
    }
  }
}

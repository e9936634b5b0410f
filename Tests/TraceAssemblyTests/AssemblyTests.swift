import Testing
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Putting traces together")
struct AssemblyTests {
  static func assembled(_ spans: [DrawnSpan]) async -> TraceAssembler.Partition {
    await TraceAssembly.assemble(DecodedSpans(spans))
  }

  /// Every span as `operation<parent`, by row.
  static func parents(_ table: SpanTable) -> [String] {
    (0..<table.spanCount).map { row in
      let parent = table.columns.parents[row]
      return table.name(row) + (parent < 0 ? "" : "<" + table.name(Int(parent)))
    }
  }

  // MARK: Duplicates

  @Test("a copy of a span counts once and is counted")
  func duplicate() async {
    let spans = Drawing("a root S [0..100]\n  a call C [10..20] k=v").spans
    let result = await Self.assembled(spans + [spans[1], spans[0], spans[1]])
    #expect(result.table.spanCount == 2)
    #expect(result.quality[.duplicateSpan] == 3)
    #expect(result.quality[.sameIDOtherContent] == 0)
  }

  @Test("copies lend each other their attributes, whichever came first", arguments: [false, true])
  func unionOfAttributes(isReversed: Bool) async {
    var spans = Drawing("a root S [0..100] @1 one=1 both=x\na root S [0..100] @1 two=2 both=x").spans
    spans[1].traceID = spans[0].traceID
    if isReversed { spans.reverse() }
    let table = await Self.assembled(spans).table
    #expect(table.spanCount == 1)
    #expect(table.attributes(0) == ["both=x", "one=1", "two=2"])
  }

  @Test("one id with other content: both are kept and flagged")
  func sameID() async {
    let spans = Drawing("a root S [0..100]\n  a one I [10..20] @7\n  a two I [30..40] @7").spans
    let result = await Self.assembled(spans)
    #expect(result.table.spanCount == 3)
    #expect(result.quality[.sameIDOtherContent] == 1)
    #expect(result.table.columns.flags.map { $0.contains(.sameIDOtherContent) } == [false, true, true])
  }

  @Test("one span id in two traces is two spans")
  func idAcrossTraces() async {
    let result = await Self.assembled(Drawing("a one S [0..10] @7\n\nb two S [0..10] @7").spans)
    #expect(result.table.traceCount == 2 && result.quality[.sameIDOtherContent] == 0)
  }

  // MARK: Parents

  @Test("parents are found whatever the order, children stand by start")
  func parents() async {
    let drawing = """
      a root   S  [0..100]
        a late C  [50..60]
          b in S  [52..58]
        a soon C  [10..20]
      """
    let table = await Self.assembled(Drawing(drawing).spans.reversed()).table
    #expect(Self.parents(table) == ["root", "soon<root", "late<root", "in<late"])
    #expect(table.children(of: SpanIndex(row: 0)).map { table.name(Int($0)) } == ["soon", "late"])
  }

  @Test("a parent that is not there makes an orphan: a root that keeps the missing id")
  func orphan() async {
    let result = await Self.assembled(Drawing("a lost C [0..10] ^dead\n  b under S [2..4]").spans)
    #expect(Self.parents(result.table) == ["lost", "under<lost"])
    #expect(result.table.columns.flags[0].contains(.orphan))
    #expect(result.table.columns.parentIDs[0] == SpanID(0xdead))
    #expect(result.quality[.orphan] == 1)
  }

  @Test("a parent of another trace is no parent")
  func parentElsewhere() async {
    let result = await Self.assembled(Drawing("a root S [0..10] @1\n\nb other S [0..10] ^1").spans)
    #expect(result.quality[.orphan] == 1)
  }

  @Test("two halves of one id: the callee hangs under its caller, and their child under the callee")
  func sharedHalves() async {
    let drawing = """
      a root     S  [0..100] @1
        a call   C  [10..60] @2
      b serve    S  [20..50] @2 ^1
        b below  I  [30..40] ^2
      """
    let result = await Self.assembled(Drawing(drawing).spans)
    #expect(Self.parents(result.table) == ["root", "call<root", "serve<call", "below<serve"])
    #expect(result.table.columns.flags[2].contains(.sharedHalf))
    #expect(result.quality[.sameIDOtherContent] == 0 && result.quality[.duplicateSpan] == 0)
  }

  @Test("a copy of a half is no second half")
  func copyOfHalf() async {
    let spans = Drawing("a call C [10..60] @2\nb serve S [20..50] @2 ^0").spans
    let result = await Self.assembled(spans + [spans[1]])
    #expect(result.table.spanCount == 2 && result.quality[.duplicateSpan] == 1)
    #expect(result.quality[.sameIDOtherContent] == 0)
  }

  @Test("a circle of parents is cut at its earliest span")
  func cycle() async {
    let drawing = """
      a one    I  [20..30] @1 ^3
      a two    I  [10..40] @2 ^1
      a three  I  [30..35] @3 ^2
        a leaf I  [31..32]
      """
    let result = await Self.assembled(Drawing(drawing).spans)
    #expect(Self.parents(result.table) == ["two", "one<three", "three<two", "leaf<three"])
    #expect(result.quality[.parentCycle] == 1)
    #expect(result.table.columns.flags[0].contains(.cycleCut))
  }

  @Test("a span that names itself as parent is a root")
  func ownParent() async {
    let result = await Self.assembled(Drawing("a self I [0..10] @1 ^1").spans)
    #expect(result.table.columns.parents == [-1])
    #expect(result.quality[.parentCycle] == 1)
  }

  // MARK: Trace ids

  @Test("the 64-bit form of an id joins the one 128-bit id with its low half")
  func idForms() async {
    var spans = Drawing("a root S [0..100] @1\na call C [10..60] @2 ^1").spans
    spans[0].traceID = TraceID(high: 9, low: 7)
    spans[1].traceID = TraceID(high: 0, low: 7)
    let result = await Self.assembled(spans)
    #expect(result.table.traceCount == 1)
    #expect(result.table.columns.traceIDs == [TraceID(high: 9, low: 7)])
    #expect(Self.parents(result.table) == ["root", "call<root"])
    #expect(result.quality[.traceIDForms] == 1)
  }

  @Test("a 64-bit id that two 128-bit ids could mean joins neither")
  func ambiguousForms() async {
    var spans = Drawing("a one S [0..10]\na two S [0..10]\na three S [0..10]").spans
    for (place, high) in [UInt64(0), 1, 2].enumerated() { spans[place].traceID = TraceID(high: high, low: 7) }
    let result = await Self.assembled(spans)
    #expect(result.table.traceCount == 3 && result.quality[.traceIDForms] == 0)
  }

  // MARK: Links and journeys

  @Test("a link joins two traces to one journey and finds its span")
  func link() async {
    let table = await Self.assembled(
      Drawing("a send P [0..10] @a\n\nb process R [20..30] -> @a\n\nc alone S [0..10]").spans
    ).table
    #expect(table.journeyCount == 2)
    #expect(table.journey(0).traces.count == 2)
    let row = table.span(named: "process").row
    #expect(table.links(of: SpanIndex(row: row)).map(\.target) == [Int32(table.span(named: "send").row)])
  }

  @Test("links in a circle make one journey")
  func linkCycle() async {
    let table = await Self.assembled(
      Drawing("a one R [0..10] @a -> @b\n\nb two R [0..10] @b -> @c\n\nc three R [0..10] @c -> @a").spans
    ).table
    #expect(table.journeyCount == 1)
    #expect(table.columns.links.allSatisfy { $0.target >= 0 })
  }

  @Test("a link by the other form of a trace id is found")
  func linkForms() async {
    var spans = Drawing("a send P [0..10] @a\n\nb process R [20..30] -> @a").spans
    spans[0].traceID = TraceID(high: 5, low: 1)
    let result = await Self.assembled(spans)
    #expect(result.table.journeyCount == 1 && result.quality[.unresolvedLink] == 0)
  }

  @Test("a link to what is not there is counted, whether its trace is there or not")
  func unresolved() async {
    let result = await Self.assembled(
      Drawing("a send P [0..10] @a\n\nb process R [20..30] -> 1/@bb -> 99/@c").spans)
    #expect(result.quality[.unresolvedLink] == 2)
    #expect(result.table.columns.links.map(\.target) == [-1, -1])
  }

  @Test("nothing assembles to nothing")
  func empty() async {
    let table = await Self.assembled([]).table
    #expect(table.spanCount == 0 && table.traceCount == 0 && table.journeyCount == 0)
  }
}

extension SpanTable {
  func name(_ row: Int) -> String { symbols.string(of: columns.names[row]) }

  /// `key=value` of a span, sorted.
  func attributes(_ row: Int) -> [String] {
    var found: [String] = []
    forEachAttribute(in: columns.attributes[row]) { key, value in
      found.append("\(symbols.string(of: key))=\(value.text)")
      return true
    }
    return found.sorted()
  }
}

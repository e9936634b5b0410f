import Testing
import TraceModel
import TracemillTesting

@Suite("A drawing is a trace")
struct DrawingTests {
  @Test("lines become spans: names, kinds, times, parents, marks")
  func lines() {
    let spans = Drawing(
      """
      gateway POST /checkout     S  |==============|
        auth check               C    |===|           ! @2a
        cart load all            I         |====|     host=b n=3 ok=true note="a b" -> @2a
          cart query                 [10.5..12] ~
        queue send                          |         ^ff

      trace 7
      mail receive               R  [20..40]  -> 1/@1
      """
    ).spans
    #expect(spans.map(\.service) == ["gateway", "auth", "cart", "cart", "queue", "mail"])
    #expect(spans[0].operation == "POST /checkout")
    #expect(spans.map(\.kind) == [.server, .client, .internal, .unspecified, .unspecified, .consumer])
    #expect(spans.map { $0.start - Drawing.epoch } == [0, 2000, 7000, 10500, 8000, 20000])
    #expect(spans.map { $0.end - Drawing.epoch } == [15000, 6000, 12000, 12000, 8000, 40000])
    #expect(spans.map(\.spanID.value) == [1, 0x2a, 3, 4, 5, 6])
    #expect(spans.map(\.parentID.value) == [0, 1, 1, 3, 0xff, 0])
    #expect(spans[1].status == .error)
    #expect(spans[2].host == "b")
    #expect(spans[2].attributes.map(\.key) == ["n", "ok", "note"])
    #expect(spans[2].attributes.map(\.value) == [.int(3), .bool(true), .string(Array("a b".utf8)[...])])
    #expect(spans[2].links.map(\.spanID.value) == [0x2a] && spans[2].links.map(\.traceID.low) == [1])
    #expect(spans[3].followsFrom)
    #expect(spans[5].traceID.low == 7 && spans[5].links.map(\.traceID.low) == [1])
  }

  @Test("a drawing is assembled: rows by start, children by row")
  func table() {
    let table = SpanTable(
      drawing: """
        a root   |==========|
          b late      |===|   k=1
          b early  |==|
        """)
    #expect(table.columns.spanIDs.map(\.value) == [1, 3, 2])
    #expect(Array(table.children(of: table.span(named: "root"))) == [1, 2])
    let key = table.symbols.symbol(of: "k")
    #expect(key.flatMap { table.attribute($0, of: table.span(named: "late")) } == .int(1))
  }
}

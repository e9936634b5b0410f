import ReportModel
import ReportRendering
import Testing
import TracemillTesting

@Suite("Rendered files, byte for byte")
struct GoldenTests {
  @Test("a report with every block as Markdown") func markdown() throws {
    try expectGolden(Report.sample.markdown(), "report.md")
  }

  @Test("the same report as plain text") func plainText() throws {
    try expectGolden(Report.sample.plainText(), "report.txt")
  }

  @Test("the shop as DOT") func dot() throws { try expectGolden(Graph.shop.dot(), "shop.dot") }

  @Test("the shop against its baseline as DOT") func diff() throws {
    try expectGolden(Graph.shopDiff.dot(), "shop-diff.dot")
  }

  @Test("the shop as Mermaid") func mermaid() throws {
    try expectGolden(Graph.shop.mermaid(notes: true).text, "shop.mmd")
  }

  @Test("the order of nodes and edges does not matter") func order() {
    var turned = Graph.shopDiff
    turned.nodes.reverse()
    turned.edges.reverse()
    #expect(turned.dot() == Graph.shopDiff.dot())
    #expect(turned.mermaid() == Graph.shopDiff.mermaid())
  }
}

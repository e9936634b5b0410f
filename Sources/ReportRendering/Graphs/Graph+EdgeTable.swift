import ReportModel

extension Graph {
  /// The edges as rows, for readers without pictures.
  func edgeTable() -> Table {
    let drawn = DrawnGraph(self)
    let labels = Dictionary(drawn.nodes.map { (Array($0.id.utf8), $0.label) }, uniquingKeysWith: { first, _ in first })
    let rows = drawn.edges.map { edge -> [Cell] in
      let ends = [edge.source, edge.target].map { Cell.code(labels[Array($0.utf8)] ?? $0) }
      return ends + [.text(Text(edge.kind.rawValue)), .text(Text(edge.drawnLabel.joined(separator: " · ")))]
    }
    return Table(
      columns: [.init("from"), .init("to"), .init("kind"), .init("figures")], rows: rows, rowsAre: "edges")
  }
}

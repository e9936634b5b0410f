import ReportModel
import Testing

@testable import ReportRendering

@Suite("Crowded pictures")
struct DOTCrowdingTests {
  /// `nodes` nodes of which each calls the next `calls`, less often the farther.
  private func graph(nodes: Int, calls: Int) -> Graph {
    var edges: [GraphEdge] = []
    for node in 0..<nodes {
      for step in 1...calls {
        let count = 1_000 * nodes - nodes * step - node
        edges.append(
          GraphEdge(
            from: "n\(node)", to: "n\((node + step) % nodes)", label: ["\(count)"], weight: count,
            errors: node == 0 && step == calls ? count : 0, calls: count))
      }
    }
    return Graph(
      title: "t", nodes: (0..<nodes).map { GraphNode(id: "n\($0)", category: .service, label: "n\($0)") }, edges: edges,
      hidden: ["12 edges are not shown"])
  }

  private func labels(_ dot: String) -> Int {
    dot.split(separator: "\n").count { $0.contains(" -> ") && $0.contains("label=<<TABLE") }
  }

  @Test("every edge carries its figures while there is room")
  func room() {
    #expect(labels(graph(nodes: 20, calls: 3).dot()) == 60)
    #expect(!graph(nodes: 20, calls: 3).dot().contains("busiest"))
  }

  @Test("of many edges between few nodes only the busiest and those that fail do, and the picture says so")
  func crowded() {
    let dot = graph(nodes: 20, calls: 4).dot()
    #expect(labels(dot) == 31)
    #expect(dot.contains("So many edges carry figures only where they are busiest, fail or changed."))
  }

  @Test("the heading grows with the picture")
  func heading() {
    #expect(graph(nodes: 5, calls: 2).dot().contains("POINT-SIZE=\"14\" COLOR=\"#1F2933\">12 edges are not shown"))
    #expect(graph(nodes: 20, calls: 4).dot().contains("POINT-SIZE=\"28\" COLOR=\"#1F2933\">12 edges are not shown"))
  }
}

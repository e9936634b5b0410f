import ReportModel
import ReportRendering
import Testing

@Suite("Mermaid within GitHub's limits")
struct MermaidLimitTests {
  private func graph(services: Int, edges: Int) -> Graph {
    var random = HostileNames(seed: 11)
    var graph = Graph(title: "large", hidden: ["1 cluster is folded"])
    graph.nodes = (0..<services).map {
      GraphNode(
        id: "service:\($0)", category: .service, label: "service-\($0)", figures: ["12,345 calls", "p99 412 ms"])
    }
    graph.edges = (0..<edges).map { place in
      GraphEdge(
        from: "service:\(random.number(below: services))", to: "service:\(random.number(below: services))",
        label: ["\(place) calls"], weight: place, errors: place == 3 ? 1 : 0, calls: 10)
    }
    return graph
  }

  @Test("the busiest edges and the failing one stay, and the rest is said") func edges() {
    let diagram = graph(services: 300, edges: 2_000).mermaid()
    let arrows = diagram.text.split(separator: "\n").filter { $0.contains("-->") }
    #expect(diagram.text.utf16.count <= 50_000)
    #expect(arrows.count > 300 && arrows.count <= 500)
    #expect(arrows.contains { $0.contains("|\"3 calls<br/>10.0 % errors\"|") })
    #expect(arrows.contains { $0.contains("|\"1999 calls\"|") })
    #expect(diagram.hidden.first == "1 cluster is folded")
    #expect(diagram.hidden.contains { $0.hasPrefix("drawn here: \(arrows.count) of 2,000 edges") })
  }

  @Test("nodes without edges fill what room is left") func nodes() {
    let diagram = graph(services: 5_000, edges: 0).mermaid()
    #expect(diagram.text.utf16.count <= 50_000)
    #expect(diagram.text.utf16.count > 49_000)
    #expect(diagram.hidden.contains { $0.hasSuffix("nodes are not drawn here") })
  }

  @Test("what fits is drawn whole") func whole() {
    let diagram = Graph.shop.mermaid()
    #expect(diagram.hidden == Graph.shop.hidden)
    #expect(diagram.text.split(separator: "\n").count { $0.contains("->") } == Graph.shop.edges.count)
  }

  @Test("an edge without both ends is left out, and said so, in every syntax") func looseEdge() {
    var graph = Graph.shop
    graph.edges.append(GraphEdge(from: "service:cart", to: "service:nowhere"))
    #expect(graph.mermaid().hidden.contains { $0.hasPrefix("1 edge is not drawn") })
    #expect(graph.dot().contains("1 edge is not drawn") && !graph.dot().contains("nowhere"))
  }
}

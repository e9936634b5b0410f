import ReportModel

extension Graph {
  /// A small shop: services in two namespaces, stores, a queue, a provider outside, one failing edge.
  static var shop: Graph {
    func service(_ name: String, _ cluster: String, _ figures: [String]) -> GraphNode {
      GraphNode(id: "service:\(name)", category: .service, label: name, cluster: cluster, figures: figures)
    }
    return Graph(
      title: "Who calls whom · shop, 2026-03-15 10:20–10:50Z",
      nodes: [
        GraphNode(id: "user:user", category: .user, label: "user"),
        service("gateway", "front", ["431,007 calls", "p99 1.24 s"]),
        service("cart", "front", ["212,300 calls", "p99 212 ms"]),
        service("checkout", "front", ["18,204 calls", "p99 3.12 s"]),
        service("payment", "back", ["18,190 calls", "p99 640 ms"]),
        service("inventory", "back", ["36,411 calls", "p99 2.81 s"]), service("mail", "back", ["17,433 messages"]),
        service("ledger", "back", ["17,433 messages"]),
        GraphNode(id: "database:carts", category: .database, label: "carts", figures: ["redis"]),
        GraphNode(id: "database:stock", category: .database, label: "stock", figures: ["postgresql"]),
        GraphNode(id: "topic:orders", category: .topic, label: "orders", figures: ["kafka"]),
        GraphNode(id: "external:api.psp.example", category: .external, label: "api.psp.example"),
        GraphNode(
          id: "external:10.0.0.*", category: .external, label: "10.0.0.*", tooltip: ["7 addresses"],
          url: "https://example.org/net?q=10.0.0.0&x=1"),
      ],
      edges: [
        edge("user:user", "service:gateway", .call, 431_007, 1_200),
        edge("service:gateway", "service:cart", .call, 212_300, 12),
        edge("service:gateway", "service:checkout", .call, 18_204, 765),
        edge("service:cart", "database:carts", .query, 424_000, 0),
        edge("service:checkout", "service:payment", .call, 18_190, 190),
        edge("service:checkout", "service:inventory", .call, 36_411, 2_914),
        edge("service:checkout", "service:cart", .call, 18_204, 0),
        edge("service:inventory", "database:stock", .query, 36_300, 2_800),
        edge("service:payment", "external:api.psp.example", .call, 18_100, 180),
        edge("service:checkout", "topic:orders", .publish, 17_433, 0),
        edge("topic:orders", "service:mail", .consume, 17_433, 0),
        edge("topic:orders", "service:ledger", .consume, 17_430, 0),
        GraphEdge(
          from: "service:ledger", to: "service:payment", kind: .inferred, label: ["310 calls"], weight: 310, calls: 310,
          isBackEdge: true),
        GraphEdge(
          from: "service:mail", to: "external:10.0.0.*", kind: .call, confidence: .guess, label: ["17,400 calls"],
          weight: 17_400, calls: 17_400),
      ], hidden: ["12 edges with fewer than 10 calls are not shown"])
  }

  /// The shop against its baseline, with the suspect marked.
  static var shopDiff: Graph {
    var graph = shop
    graph.title = "What changed"
    for place in graph.nodes.indices {
      switch graph.nodes[place].label {
      case "inventory": graph.nodes[place].emphasis = .suspect
      case "checkout", "gateway": graph.nodes[place].emphasis = .affected
      case "mail": graph.nodes[place].emphasis = .faded
      case "ledger": graph.nodes[place].change = .added
      case "10.0.0.*": graph.nodes[place].change = .gone
      default: break
      }
    }
    for place in graph.edges.indices {
      if graph.edges[place].target == "service:ledger" { graph.edges[place].change = .added }
      if graph.edges[place].target == "external:10.0.0.*" { graph.edges[place].change = .gone }
      if graph.edges[place].target == "database:stock" { graph.edges[place].change = .changed }
    }
    return graph
  }

  private static func edge(
    _ source: String, _ target: String, _ kind: GraphEdge.Kind, _ calls: Int, _ errors: Int
  ) -> GraphEdge {
    let unit = kind == .publish || kind == .consume ? "messages" : "calls"
    return GraphEdge(
      from: source, to: target, kind: kind, label: ["\(Quantity.count(calls)) \(unit)"], weight: calls, errors: errors,
      calls: calls)
  }
}

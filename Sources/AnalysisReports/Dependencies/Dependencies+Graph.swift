public import ReportModel
public import TraceAnalysis
import TraceModel

extension DependencyResult {
  /// From here on the figures of an edge stand in one line.
  private static let manyEdges = 40

  /// The graph to draw: bare addresses are grouped, and of a large graph the largest edges are kept.
  ///
  /// What is no longer touched by any edge stands as "(k others)", one node in each namespace.
  ///
  /// - Parameters:
  ///   - title: The graph's title.
  ///   - top: How many edges are drawn beside those with at least 1 % errors; nil for all.
  ///   - url: Where a click on a node leads; `{name}`, `{type}` and `{id}` stand for what they say.
  /// - Returns: The graph. What was left out or grouped is said in its `hidden` sentences.
  public func graph(title: String = "Service dependencies", top: Int? = 80, url: String? = nil) -> Graph {
    var (drawn, grouped) = groupingAddresses()
    var folded = 0
    if let top, drawn.edges.count > top { (drawn, folded) = drawn.foldingPrivateDatabases() }
    let shown = drawn.largest(top)
    var graph = Graph(title: title)
    let homes = drawn.namespaces()
    let isClustered =
      Set(homes.indices.filter { drawn.nodes[$0].category == .service }.map { homes[$0] ?? "" }).count > 1
    for place in shown.nodes {
      var node = drawn.nodes[place].drawn(cluster: isClustered ? homes[place] : nil)
      node.url = url.map { drawn.nodes[place].address(in: $0) }
      graph.nodes.append(node)
    }
    let back = drawn.backEdges(among: shown.edges)
    for place in shown.edges {
      graph.edges.append(drawn.graphEdge(drawn.edges[place], isBackEdge: back.contains(place)))
    }
    if graph.edges.count > DependencyResult.manyEdges {
      for place in graph.edges.indices {
        graph.edges[place].label = [graph.edges[place].label.joined(separator: " · ")]
      }
    }
    if shown.edges.count < drawn.edges.count {
      let isShown = Set(shown.edges)
      let hidden = drawn.edges.indices.filter { !isShown.contains($0) }
      graph.nodes += drawn.others(beside: shown.nodes, homes: isClustered ? homes : homes.map { _ in nil })
      let nodes = drawn.nodes.count - shown.nodes.count
      graph.hidden.append(
        "Not drawn: \(Quantity.count(hidden.count)) of \(counted(drawn.edges.count, "edge")), with \(counted(hidden.reduce(0) { $0 + drawn.edges[$1].traffic.calls }, "call"))\(nodes == 0 ? "" : ", and \(Quantity.count(nodes)) of \(counted(drawn.nodes.count, "node"))")."
      )
      let failing = hidden.count { drawn.edges[$0].traffic.isFailing }
      if failing > 0 {
        graph.hidden.append(
          "\(Quantity.count(failing)) of them \(plural(failing, "fails", "fail")) in 1 % of \(plural(failing, "its", "their")) calls or more."
        )
      }
    }
    if folded > 0 {
      graph.hidden.append(
        "\(counted(folded, "database stands", "databases stand")) in the box of the one service that uses \(plural(folded, "it", "them"))."
      )
    }
    if grouped > 0 { graph.hidden.append("\(Quantity.count(grouped)) bare addresses are drawn as one node.") }
    return graph
  }

  /// One node in each namespace (or one in all, without) for the nodes that are not shown.
  private func others(beside shown: [Int], homes: [String?]) -> [GraphNode] {
    let isShown = Set(shown)
    var counts: [String: [Int]] = [:]
    var collapsed: [String: Int] = [:]
    for place in nodes.indices where !isShown.contains(place) {
      if nodes[place].members > 1, nodes[place].category == .service {
        collapsed[homes[place] ?? "", default: 0] += 1
        continue
      }
      let empty = [Int](repeating: 0, count: DependencyNode.Category.allCases.count)
      counts[homes[place] ?? "", default: empty][Int(nodes[place].category.rawValue)] += 1
    }
    let names = Set(counts.keys).union(collapsed.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names.map { home in
      let namespaces = collapsed[home] ?? 0
      let single = counts[home] ?? []
      let members = DependencyNode.Detail.members(single).words.map { [$0] } ?? []
      let words = (namespaces > 0 ? ["\(namespaces) \(plural(namespaces, "namespace"))"] : []) + members
      return GraphNode(
        id: "others:\(home)", category: .external,
        label: "(\(Quantity.count(namespaces + single.reduce(0, +))) others)", cluster: home.isEmpty ? nil : home,
        figures: words, emphasis: .faded)
    }
  }

  private func graphEdge(_ edge: DependencyEdge, isBackEdge: Bool) -> GraphEdge {
    let traffic = edge.traffic
    var tooltip: [String] = []
    if edge.kind != .route {
      tooltip.append("calls: \(Quantity.count(traffic.calls)), failed: \(Quantity.count(traffic.errors))")
    }
    if traffic.attempts > traffic.calls { tooltip.append("attempts: \(Quantity.count(traffic.attempts))") }
    if traffic.messages > 0 { tooltip.append("messages: \(Quantity.count(traffic.messages))") }
    for (name, histogram) in [
      ("client", traffic.client), ("server", traffic.server), ("network", traffic.gap), ("wait", traffic.queueWait),
    ] where histogram.count > 0 {
      tooltip.append("\(name): \(histogram.percentilesText)")
    }
    return GraphEdge(
      from: nodes[edge.source].id, to: nodes[edge.target].id, kind: edge.kind.drawn,
      confidence: edge.traffic.confidence.drawn, label: traffic.labels(of: edge.kind), tooltip: tooltip,
      weight: traffic.volume,
      errors: traffic.errors, calls: traffic.calls, isBackEdge: isBackEdge)
  }
}

extension DependencyEdge.Kind {
  var drawn: GraphEdge.Kind {
    switch self {
    case .call: .call
    case .publish: .publish
    case .route: .route
    case .consume: .consume
    case .query: .query
    case .inferred: .inferred
    }
  }
}

extension DependencyEdge.Confidence {
  var drawn: GraphEdge.Confidence {
    switch self {
    case .exact: .exact
    case .strong: .strong
    case .guess: .guess
    }
  }
}

extension DependencyNode {
  /// The node as it is drawn, in the frame of a namespace.
  func drawn(cluster: String?) -> GraphNode {
    let drawn: GraphNode.Category =
      switch category {
      case .service: .service
      case .database: .database
      case .topic, .broker: .topic
      case .external: .external
      case .user: .user
      }
    let isService = category == .service
    return GraphNode(
      id: id, category: drawn, label: title, cluster: cluster,
      figures: (isService || group.isEmpty ? [] : [group]) + details.compactMap(\.words))
  }

  /// The name as pictures show it: of bare addresses that stand as one node, how many they are.
  private var title: String {
    category == .external && members > 1 ? "\(Quantity.count(members)) addresses" : name
  }

  /// `template` with the node's names in it, percent-encoded.
  func address(in template: String) -> String {
    var address = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      address += rest[..<open]
      switch rest[rest.index(after: open)..<close] {
      case "name": address += DependencyNode.encoded(title)
      case "type": address += category.name
      case "id": address += DependencyNode.encoded(id)
      default: address += rest[open...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    return address + rest
  }

  private static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.prefix(500).reduce(into: "") { encoded, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        encoded += "%"
        encoded.append(digits[Int(byte >> 4)])
        encoded.append(digits[Int(byte & 15)])
      }
    }
  }
}

extension DependencyTraffic {
  /// The lines on a drawn edge: how much, how long, how long in the queue.
  func labels(of kind: DependencyEdge.Kind) -> [String] {
    var lines: [String] = []
    let isMessage = kind.isMessages
    if isMessage, messages > 0 {
      lines.append("\(Quantity.count(messages)) msg")
    } else {
      lines.append("\(Quantity.count(calls))")
    }
    if !isMessage, timed.count > 0 {
      lines.append("p95 \(Quantity.duration(nanoseconds: timed.percentile(95)))")
    }
    if queueWait.count > 0 {
      lines.append("waits p95 \(Quantity.duration(nanoseconds: queueWait.percentile(95)))")
    }
    return lines
  }
}

extension Histogram {
  /// `p50 12 ms, p95 40 ms, p99 80 ms (n = 1,204)`
  var percentilesText: String {
    var parts = ["p50 \(Quantity.duration(nanoseconds: percentile(50)))"]
    parts.append("p95 \(Quantity.duration(nanoseconds: percentile(95)))")
    if count >= Histogram.fewestForP99 { parts.append("p99 \(Quantity.duration(nanoseconds: percentile(99)))") }
    return "\(parts.joined(separator: ", ")) (n = \(Quantity.count(count)))"
  }
}

extension DependencyNode.Detail {
  /// `12 services, 5 databases`, `4 calls inside`, `orders: 40 queries`; nil for no members.
  fileprivate var words: String? {
    switch self {
    case .callsInside(let calls): return "\(counted(calls, "call")) inside"
    case .database(let name, let queries): return "\(name): \(counted(queries, "query", "queries"))"
    case .members(let counts):
      let words = zip(DependencyNode.Category.allCases, counts).compactMap { category, count -> String? in
        if count == 0 { return nil }
        let plural = category == .external ? "external" : category.name + "s"
        return "\(count) \(count == 1 ? category.name : plural)"
      }
      return words.isEmpty ? nil : words.joined(separator: ", ")
    }
  }
}

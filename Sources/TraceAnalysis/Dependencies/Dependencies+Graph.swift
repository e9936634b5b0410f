public import ReportModel
import TraceModel

extension DependencyResult {
  /// The graph to draw: bare addresses of one caller are grouped, and only the largest edges are kept.
  ///
  /// - Parameters:
  ///   - title: The graph's title.
  ///   - top: How many edges are drawn beside those with at least 1 % errors; nil for all.
  /// - Returns: The graph. What was left out or grouped is said in its `hidden` sentences.
  public func graph(title: String = "Service dependencies", top: Int? = 150) -> Graph {
    let drawn = groupingAddresses()
    let shown = drawn.result.largest(top)
    var graph = Graph(title: title)
    let namespaces = Set(drawn.result.nodes.filter { $0.category == .service }.map(\.group))
    for place in shown.nodes { graph.nodes.append(drawn.result.nodes[place].drawn(clustered: namespaces.count > 1)) }
    let back = drawn.result.backEdges()
    for place in shown.edges {
      graph.edges.append(drawn.result.graphEdge(drawn.result.edges[place], isBackEdge: back.contains(place)))
    }
    let hiddenEdges = drawn.result.edges.count - shown.edges.count
    if hiddenEdges > 0 {
      let calls = drawn.result.edges.indices.filter { !Set(shown.edges).contains($0) }
        .reduce(0) { $0 + drawn.result.edges[$1].traffic.calls }
      graph.hidden.append(
        "\(Quantity.count(hiddenEdges)) edges with \(Quantity.count(calls)) calls and \(Quantity.count(drawn.result.nodes.count - shown.nodes.count)) nodes are not drawn."
      )
    }
    if drawn.grouped > 0 {
      graph.hidden.append("\(Quantity.count(drawn.grouped)) bare addresses are drawn as one node.")
    }
    return graph
  }

  private func graphEdge(_ edge: DependencyEdge, isBackEdge: Bool) -> GraphEdge {
    let traffic = edge.traffic
    var tooltip = ["calls: \(Quantity.count(traffic.calls)), failed: \(Quantity.count(traffic.errors))"]
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

  /// The places of the edges that close each cycle's witness.
  private func backEdges() -> Set<Int> {
    var places: Set<Int> = []
    for cycle in cycles {
      guard let first = cycle.witness.first, let last = cycle.witness.last else { continue }
      places.formUnion(edges.indices.filter { edges[$0].source == last && edges[$0].target == first })
    }
    return places
  }

  /// Externals that are bare addresses, where there are more than three, as one node.
  private func groupingAddresses() -> (result: DependencyResult, grouped: Int) {
    let bare = nodes.indices.filter { nodes[$0].category == .external && isAddress(nodes[$0].name) }
    guard bare.count > 3 else { return (self, 0) }
    var result = DependencyResult()
    result.unresolved = unresolved
    result.roots = roots
    var places = [Int](repeating: -1, count: nodes.count)
    let isBare = Set(bare)
    for place in nodes.indices where !isBare.contains(place) {
      places[place] = result.nodes.count
      result.nodes.append(nodes[place])
    }
    let group = DependencyNode(
      id: "external:(addresses)", category: .external, name: "\(Quantity.count(bare.count)) addresses", group: "")
    for place in bare { places[place] = result.nodes.count }
    result.nodes.append(group)
    var merged: [[Int]: DependencyEdge] = [:]
    for var edge in edges {
      edge.source = places[edge.source]
      edge.target = places[edge.target]
      let key = [edge.source, edge.target, Int(edge.kind.rawValue)]
      if merged[key]?.traffic.merge(edge.traffic) == nil { merged[key] = edge }
    }
    result.edges = merged.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    result.cycles = DependencyCycles(result).found()
    return (result, bare.count)
  }

  /// Whether a name is an IPv4 or IPv6 address, perhaps with a port.
  private func isAddress(_ name: String) -> Bool {
    let bytes = name.utf8
    guard let first = bytes.first else { return false }
    let isHexadecimal = bytes.allSatisfy { byte in
      Character(Unicode.Scalar(byte)).isHexDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
        || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
    }
    let dots = bytes.filter { $0 == UInt8(ascii: ".") }.count
    let colons = bytes.filter { $0 == UInt8(ascii: ":") }.count
    return isHexadecimal && ((dots == 3 && colons <= 1 && Character(Unicode.Scalar(first)).isNumber) || colons >= 2)
  }
}

extension DependencyEdge.Kind {
  var drawn: GraphEdge.Kind {
    switch self {
    case .call: .call
    case .publish: .publish
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
  /// The node as it is drawn, a service in the frame of its namespace where there are several.
  func drawn(clustered: Bool) -> GraphNode {
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
      id: id, category: drawn, label: name, cluster: clustered && isService && !group.isEmpty ? group : nil,
      figures: isService || group.isEmpty ? [] : [group])
  }
}

extension DependencyTraffic {
  /// The lines on a drawn edge: how much, how long, how long in the queue.
  func labels(of kind: DependencyEdge.Kind) -> [String] {
    var lines: [String] = []
    let isMessage = kind == .publish || kind == .consume
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

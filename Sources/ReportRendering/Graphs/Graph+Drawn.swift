import ReportModel

/// A graph in the order in which every syntax draws it: nodes by id, edges by their ends and kind.
struct DrawnGraph {
  var nodes: [GraphNode]
  var edges: [GraphEdge]
  /// What the picture leaves out, including edges without both ends.
  var hidden: [String]

  init(_ graph: Graph) {
    nodes = []
    for node in graph.nodes.sorted(by: { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) })
    where nodes.last?.id.utf8.elementsEqual(node.id.utf8) != true { nodes.append(node) }
    let ids = Set(nodes.map { Array($0.id.utf8) })
    edges = graph.edges.filter { ids.contains(Array($0.source.utf8)) && ids.contains(Array($0.target.utf8)) }
    edges.sort { Self.order($0).lexicographicallyPrecedes(Self.order($1)) }
    hidden = graph.hidden
    let loose = graph.edges.count - edges.count
    if loose > 0 {
      let subject = loose == 1 ? "1 edge is" : "\(Quantity.count(loose)) edges are"
      hidden.append("\(subject) not drawn: an end is not in the picture")
    }
  }

  /// The number of each node, by the bytes of its id.
  var numbers: [[UInt8]: Int] {
    var numbers: [[UInt8]: Int] = [:]
    for (place, node) in nodes.enumerated() { numbers[Array(node.id.utf8)] = place + 1 }
    return numbers
  }

  /// A key that orders edges by the bytes of source, target, kind, and then by all that is drawn.
  private static func order(_ edge: GraphEdge) -> [UInt8] {
    var key: [UInt8] = []
    let parts = [edge.source, edge.target, edge.kind.rawValue, edge.confidence.rawValue, edge.change.rawValue]
    for part in parts + edge.label + ["\(edge.weight) \(edge.calls) \(edge.errors) \(edge.isBackEdge) \(edge.isFaded)"]
      + edge.tooltip
    {
      key += part.utf8
      key.append(0)
    }
    return key
  }
}

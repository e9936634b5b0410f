extension DependencyResult {
  /// The places of the `top` edges with the most calls and of half as many of those that fail in at least 1 % of 20 calls or more, in
  /// the order of ``edges``, and of the nodes they touch. All, with lone services too, for nil.
  public func largest(_ top: Int?) -> (nodes: [Int], edges: [Int]) {
    guard let top, top < edges.count else { return (Array(nodes.indices), Array(edges.indices)) }
    let byCalls = edges.indices.sorted { (edges[$0].traffic.volume, $1) > (edges[$1].traffic.volume, $0) }
    var keeps = [Bool](repeating: false, count: edges.count)
    for place in byCalls.prefix(max(0, top)) { keeps[place] = true }
    let failing = byCalls.filter { !keeps[$0] && edges[$0].traffic.isFailing }
      .sorted { (edges[$0].traffic.errors, $1) > (edges[$1].traffic.errors, $0) }
    for place in failing.prefix(max(1, top) / 2) { keeps[place] = true }
    let kept = edges.indices.filter { keeps[$0] }
    var touched = [Bool](repeating: false, count: nodes.count)
    for place in kept {
      touched[edges[place].source] = true
      touched[edges[place].target] = true
    }
    return (nodes.indices.filter { touched[$0] }, kept)
  }

  /// What lies within `hops` steps up or down of the services (or other nodes) of a name.
  ///
  /// - Parameters:
  ///   - name: The name or id of the nodes.
  ///   - hops: How far; nil for everything that can reach it or be reached from it.
  /// - Returns: The part of the graph, in the same order; empty when no node has the name.
  public func focused(on name: String, hops: Int? = nil) -> DependencyResult {
    let kept = reach(of: name, hops: hops)
    return part(nodes: kept.nodes, edges: kept.edges)
  }

  /// Which nodes and edges lie within `hops` steps up or down of the nodes of a name or id.
  func reach(of name: String, hops: Int?) -> (nodes: [Bool], edges: [Bool]) {
    let starts = nodes.indices.filter { nodes[$0].name == name || nodes[$0].id == name }
    let up = reach(starts, hops) { ($0.target, $0.source) }
    let down = reach(starts, hops) { ($0.source, $0.target) }
    return (
      nodes.indices.map { up[$0] || down[$0] },
      edges.map { (up[$0.source] && up[$0.target]) || (down[$0.source] && down[$0.target]) }
    )
  }

  /// The nodes and edges that are marked, with their own cycles. Both ends of a marked edge are marked.
  func part(nodes keptNodes: [Bool], edges keptEdges: [Bool]) -> DependencyResult {
    var places = [Int](repeating: -1, count: nodes.count)
    var part = DependencyResult()
    part.unresolved = unresolved
    part.roots = roots
    part.deepest = deepest
    part.polls = polls
    for place in nodes.indices where keptNodes[place] {
      places[place] = part.nodes.count
      part.nodes.append(nodes[place])
    }
    for place in edges.indices where keptEdges[place] {
      var edge = edges[place]
      edge.source = places[edge.source]
      edge.target = places[edge.target]
      part.edges.append(edge)
    }
    part.cycles = DependencyCycles(part).found()
    return part
  }

  private func reach(_ starts: [Int], _ hops: Int?, _ step: (DependencyEdge) -> (Int, Int)) -> [Bool] {
    var next = [[Int]](repeating: [], count: nodes.count)
    for edge in edges {
      let (from, to) = step(edge)
      next[from].append(to)
    }
    var reached = [Bool](repeating: false, count: nodes.count)
    for start in starts { reached[start] = true }
    var front = starts
    var distance = 0
    while !front.isEmpty, distance < hops ?? .max {
      distance += 1
      var further: [Int] = []
      for node in front {
        for target in next[node] where !reached[target] {
          reached[target] = true
          further.append(target)
        }
      }
      front = further
    }
    return reached
  }
}

extension DependencyTraffic {
  /// How much flows: calls or messages, whichever is more.
  public var volume: Int { max(calls, messages) }

  /// Whether at least 1 % of 20 calls or more fail.
  public var isFailing: Bool { calls >= 20 && errors * 100 >= calls }
}

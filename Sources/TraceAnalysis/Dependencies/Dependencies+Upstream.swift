extension DependencyResult {
  /// Finds the nodes from which some way leads to one of `starts`, those among them.
  ///
  /// - Parameters:
  ///   - starts: Indices into ``nodes``.
  ///   - waiting: Whether only ways count on which each step waits for the next: no messages.
  /// - Returns: Indices into ``nodes``.
  public func upstream(of starts: [Int], waiting: Bool = false) -> Set<Int> {
    var callers = [[Int]](repeating: [], count: nodes.count)
    for edge in edges where !waiting || !edge.kind.isMessages {
      callers[edge.target].append(edge.source)
    }
    var reached = Set(starts)
    var front = starts
    while let node = front.popLast() {
      for caller in callers[node] where reached.insert(caller).inserted { front.append(caller) }
    }
    return reached
  }

  /// The nodes of `part` and the edges between them, with their own cycles; all else of the graph is left out.
  public func restricted(to part: Set<Int>) -> DependencyResult {
    var places = [Int](repeating: -1, count: nodes.count)
    var result = DependencyResult()
    for place in nodes.indices where part.contains(place) {
      places[place] = result.nodes.count
      result.nodes.append(nodes[place])
    }
    for var edge in edges where places[edge.source] >= 0 && places[edge.target] >= 0 {
      edge.source = places[edge.source]
      edge.target = places[edge.target]
      result.edges.append(edge)
    }
    result.cycles = DependencyCycles(result).found()
    return result
  }
}

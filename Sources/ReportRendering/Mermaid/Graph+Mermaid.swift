public import ReportModel

extension Graph {
  /// The graph as a Mermaid `flowchart LR` that fits `limits`.
  ///
  /// When it is too large, the edges with at least 1 % errors and then those with the most volume stay, with their
  /// ends; what is left out is said in `hidden`, beside the graph's own hidden sentences.
  ///
  /// With `notes` a node in the diagram says what is hidden, for diagrams that stand alone.
  public func mermaid(limits: MermaidLimits = MermaidLimits(), notes: Bool = false) -> MermaidDiagram {
    let drawn = DrawnGraph(self)
    let ranked = drawn.edges.indices.sorted { left, right in
      let (first, second) = (drawn.edges[left], drawn.edges[right])
      let (isFirstFailing, isSecondFailing) = (ErrorLevel(first) != .low, ErrorLevel(second) != .low)
      if isFirstFailing != isSecondFailing { return isFirstFailing }
      return first.weight != second.weight ? first.weight > second.weight : left < right
    }
    func diagram(edges: Int, nodes: Int) -> MermaidDiagram {
      var cut = drawn
      let kept = ranked.prefix(edges).sorted()
      cut.edges = kept.map { drawn.edges[$0] }
      let ends = Set(cut.edges.flatMap { [Array($0.source.utf8), Array($0.target.utf8)] })
      var loose = nodes
      cut.nodes = drawn.nodes.filter { node in
        if ends.contains(Array(node.id.utf8)) { return true }
        loose -= 1
        return loose >= 0
      }
      if cut.edges.count < drawn.edges.count {
        cut.hidden.append(
          "drawn here: \(Quantity.count(cut.edges.count)) of \(counted(drawn.edges.count, "edge")), those with "
            + "at least 1 % errors and then the busiest")
      }
      if cut.nodes.count < drawn.nodes.count {
        let left = drawn.nodes.count - cut.nodes.count
        cut.hidden.append("\(counted(left, "node is", "nodes are")) not drawn here")
      }
      return MermaidDiagram(text: mermaidText(cut, notes: notes), hidden: cut.hidden)
    }
    func fits(_ diagram: MermaidDiagram) -> Bool { diagram.text.utf16.count <= limits.characters }
    let whole = ranked.count <= limits.edges ? diagram(edges: ranked.count, nodes: drawn.nodes.count) : nil
    if let whole, fits(whole) { return whole }
    let edges = largest(through: min(ranked.count, max(0, limits.edges))) { fits(diagram(edges: $0, nodes: 0)) }
    guard edges == ranked.count else { return diagram(edges: edges, nodes: 0) }
    return diagram(edges: edges, nodes: largest(through: drawn.nodes.count) { fits(diagram(edges: edges, nodes: $0)) })
  }
}

/// The largest number from 0 through `limit` that `holds`, which holds for all below one that it holds for; 0 when none does.
private func largest(through limit: Int, _ holds: (Int) -> Bool) -> Int {
  var (low, high) = (0, limit)
  while low < high {
    let middle = low + (high - low + 1) / 2
    if holds(middle) { low = middle } else { high = middle - 1 }
  }
  return low
}

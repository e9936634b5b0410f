/// An order of nodes, callers before those they call, in which little traffic runs backwards: what a picture draws from left to
/// right.
///
/// Source: Eades, Lin, Smyth, "A fast and effective heuristic for the feedback arc set problem", 1993. Departure: of nodes on a
/// circle the one goes first at which requests come in, then the one that sends most more than it gets.
struct DrawingOrder {
  private let result: DependencyResult
  private let places: [Int]
  private var next: [[(node: Int, volume: Int)]]
  private var previous: [[(node: Int, volume: Int)]]

  /// - Parameters:
  ///   - result: The graph.
  ///   - places: Which of its edges are drawn.
  init(_ result: DependencyResult, edges places: [Int]) {
    self.result = result
    self.places = places
    next = Array(repeating: [], count: result.nodes.count)
    previous = next
    for place in places {
      let edge = result.edges[place]
      if edge.source == edge.target { continue }
      next[edge.source].append((edge.target, edge.traffic.volume))
      previous[edge.target].append((edge.source, edge.traffic.volume))
    }
  }

  /// The places of the drawn edges that run backwards, those from a node to itself among them. Every circle has one.
  func backEdges() -> Set<Int> {
    let rank = ranks()
    return Set(places.filter { rank[result.edges[$0].source] >= rank[result.edges[$0].target] })
  }

  /// By node its place in the order. O(nodes + edges) without circles, at most O(nodes²) with.
  private func ranks() -> [Int] {
    let count = result.nodes.count
    var inputs = previous.map(\.count)
    var outputs = next.map(\.count)
    var surplus = result.nodes.indices.map { node in
      next[node].reduce(0) { $0 + $1.volume } - previous[node].reduce(0) { $0 + $1.volume }
    }
    var isPlaced = [Bool](repeating: false, count: count)
    var front: [Int] = []
    var back: [Int] = []
    var sources = result.nodes.indices.filter { inputs[$0] == 0 }
    var sinks = result.nodes.indices.filter { outputs[$0] == 0 && inputs[$0] > 0 }
    var left = count
    func take(_ node: Int) {
      isPlaced[node] = true
      left -= 1
      for (target, volume) in next[node] where !isPlaced[target] {
        inputs[target] -= 1
        surplus[target] += volume
        if inputs[target] == 0 { sources.append(target) }
      }
      for (source, volume) in previous[node] where !isPlaced[source] {
        outputs[source] -= 1
        surplus[source] -= volume
        if outputs[source] == 0 { sinks.append(source) }
      }
    }
    while left > 0 {
      if let sink = sinks.popLast() {
        if isPlaced[sink] { continue }
        back.append(sink)
        take(sink)
      } else if let source = sources.popLast() {
        if isPlaced[source] { continue }
        front.append(source)
        take(source)
      } else {
        let chosen = result.nodes.indices.filter { !isPlaced[$0] }.max { one, other in
          let (entries, others) = (result.nodes[one].entries, result.nodes[other].entries)
          if (entries > 0) != (others > 0) { return others > 0 }
          return surplus[one] == surplus[other] ? one > other : surplus[one] < surplus[other]
        }
        guard let chosen else { break }
        front.append(chosen)
        take(chosen)
      }
    }
    var rank = [Int](repeating: 0, count: count)
    for (place, node) in (front + back.reversed()).enumerated() { rank[node] = place }
    return rank
  }
}

extension DependencyResult {
  /// Which of the edges `drawn` (places in ``edges``) run backwards, those from a node to itself among them: every circle has one.
  public func backEdges(among drawn: [Int]) -> Set<Int> { DrawingOrder(self, edges: drawn).backEdges() }
}

extension DependencyComparison {
  /// Which of the edges `drawn` (places in ``edges``) run backwards; as ``DependencyResult/backEdges(among:)``.
  public func backEdges(among drawn: [Int]) -> Set<Int> {
    var whole = DependencyResult()
    whole.nodes = nodes.map(\.node)
    whole.edges = edges.compactMap { edge in
      (edge.now ?? edge.before).map {
        DependencyEdge(source: edge.source, target: edge.target, kind: edge.kind, traffic: $0)
      }
    }
    return whole.backEdges(among: drawn)
  }
}

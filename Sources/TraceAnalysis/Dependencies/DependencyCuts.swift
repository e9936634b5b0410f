/// Finds what nothing reaches without a certain node: the single points of failure of a graph.
///
/// A node cuts off another when every way from outside to that one leads through it: it dominates it. A cut vertex between the
/// entries and the rest is always among them. Requests come from outside where ``DependencyNode/entries`` says so, and at
/// nodes that nobody calls.
struct DependencyCuts {
  private let result: DependencyResult
  private var next: [[Int]]
  private var previous: [[Int]]

  init(_ result: DependencyResult) {
    self.result = result
    let outside = result.nodes.count
    next = Array(repeating: [], count: outside + 1)
    previous = next
    var isCalled = [Bool](repeating: false, count: outside)
    for edge in result.edges where edge.source != edge.target {
      isCalled[edge.target] = true
      next[edge.source].append(edge.target)
      previous[edge.target].append(edge.source)
    }
    for node in 0..<outside where result.nodes[node].entries > 0 || !isCalled[node] {
      next[outside].append(node)
      previous[node].append(outside)
    }
  }

  /// For each node the nearest one that cuts it off, -1 where there is none; nodes in the order in which they are reached from
  /// outside, each behind the one that cuts it off. Nearly O(nodes + edges).
  ///
  /// Source: Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm", 2001.
  func found() -> (dominators: [Int], order: [Int]) {
    let outside = result.nodes.count
    let order = reversePostorder(from: outside)
    var rank = [Int](repeating: -1, count: outside + 1)
    for (place, node) in order.enumerated() { rank[node] = place }
    var above = [Int](repeating: -1, count: outside + 1)
    above[outside] = outside
    var isChanging = true
    while isChanging {
      isChanging = false
      for node in order.dropFirst() {
        var found = -1
        for caller in previous[node] where above[caller] >= 0 {
          found = found < 0 ? caller : common(found, caller, above, rank)
        }
        if above[node] != found {
          above[node] = found
          isChanging = true
        }
      }
    }
    return (above.dropLast().map { $0 == outside ? -1 : $0 }, order.filter { $0 != outside })
  }

  private func common(_ left: Int, _ right: Int, _ above: [Int], _ rank: [Int]) -> Int {
    var (left, right) = (left, right)
    while left != right {
      while rank[left] > rank[right] { left = above[left] }
      while rank[right] > rank[left] { right = above[right] }
    }
    return left
  }

  private func reversePostorder(from start: Int) -> [Int] {
    var order: [Int] = []
    var isSeen = [Bool](repeating: false, count: next.count)
    var walk: [(node: Int, edge: Int)] = [(start, 0)]
    isSeen[start] = true
    while let (node, edge) = walk.last {
      if edge == next[node].count {
        order.append(node)
        walk.removeLast()
        continue
      }
      walk[walk.count - 1].edge += 1
      let target = next[node][edge]
      if !isSeen[target] {
        isSeen[target] = true
        walk.append((target, 0))
      }
    }
    return order.reversed()
  }
}

extension DependencyResult {
  /// A node without which nothing reaches some services.
  public struct SinglePoint: Sendable, Equatable {
    /// Index into ``DependencyResult/nodes``.
    public var node: Int
    /// How many services nothing reaches without it.
    public var services: Int
    /// The first of them, at most 20, as rising indices into ``DependencyResult/nodes``.
    public var examples: [Int]
  }

  /// The nodes that cut off a service or more, those first that cut off most services.
  public var singlePoints: [SinglePoint] {
    let (dominators, order) = DependencyCuts(self).found()
    var services = [Int](repeating: 0, count: nodes.count)
    for node in order.reversed() where dominators[node] >= 0 {
      services[dominators[node]] += services[node] + (nodes[node].category == .service ? 1 : 0)
    }
    var points = nodes.indices.filter { services[$0] > 0 }
      .map { SinglePoint(node: $0, services: services[$0], examples: []) }
    points.sort { ($0.services, $1.node) > ($1.services, $0.node) }
    var place = [Int](repeating: -1, count: nodes.count)
    for (number, point) in points.enumerated() { place[point.node] = number }
    for node in nodes.indices where nodes[node].category == .service {
      var dominator = dominators[node]
      var steps = 0
      while dominator >= 0, steps < 100 {
        if points[place[dominator]].examples.count < 20 { points[place[dominator]].examples.append(node) }
        dominator = dominators[dominator]
        steps += 1
      }
    }
    return points
  }

  /// How many other nodes call each node and are called by it, by node.
  public var fans: [(callers: Int, callees: Int)] {
    var fans = [(callers: Int, callees: Int)](repeating: (0, 0), count: nodes.count)
    // Edges are sorted by source and target, so that the kinds of one pair are neighbours.
    var last: (source: Int, target: Int)?
    for edge in edges where edge.source != edge.target {
      if let last, last == (edge.source, edge.target) { continue }
      last = (edge.source, edge.target)
      fans[edge.source].callees += 1
      fans[edge.target].callers += 1
    }
    return fans
  }
}

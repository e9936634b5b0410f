/// Finds the circles of a dependency graph: strongly connected components, one shortest way round each.
///
/// First among edges where the caller waits (call, inferred, query), then among all edges for components that a topic or a
/// direct message closes. A service that calls itself is a circle of one.
struct DependencyCycles {
  private let result: DependencyResult

  init(_ result: DependencyResult) {
    self.result = result
  }

  /// O(nodes + edges) for the components, and at most 64 breadth-first searches in each.
  func found() -> [DependencyCycle] {
    let sync = result.edges.filter { !DependencyCycles.isMessage($0) }
    let next = neighbours(sync)
    let waiting = components(next).map { members in
      cycle(
        members, shortestCircle(among: members.prefix(64).map { ([$0], $0) }, members, next), throughMessages: false)
    }
    let steps = Set(sync.map { [$0.source, $0.target] })
    let messages = result.edges.filter { DependencyCycles.isMessage($0) && !steps.contains([$0.source, $0.target]) }
    let anyNext = neighbours(result.edges)
    let passing = components(anyNext).compactMap { members -> DependencyCycle? in
      let inside = Set(members)
      let starts = messages.filter { inside.contains($0.source) && inside.contains($0.target) }.prefix(64)
      let circle = shortestCircle(among: starts.map { ([$0.source, $0.target], $0.source) }, members, anyNext)
      return circle.isEmpty ? nil : cycle(members, circle, throughMessages: true)
    }
    return waiting + passing
  }

  private static func isMessage(_ edge: DependencyEdge) -> Bool { edge.kind.isMessages }

  /// Components that hold a circle, by their lowest member; members rise. Tarjan's algorithm, iterative.
  private func components(_ next: [[Int]]) -> [[Int]] {
    let count = result.nodes.count
    var order = [Int](repeating: -1, count: count)
    var low = [Int](repeating: 0, count: count)
    var isOpen = [Bool](repeating: false, count: count)
    var open: [Int] = []
    var found: [[Int]] = []
    var clock = 0
    for root in 0..<count where order[root] < 0 {
      var walk: [(node: Int, edge: Int)] = [(root, 0)]
      while let (node, edge) = walk.last {
        if edge == 0 {
          order[node] = clock
          low[node] = clock
          clock += 1
          open.append(node)
          isOpen[node] = true
        }
        if edge < next[node].count {
          walk[walk.count - 1].edge += 1
          let target = next[node][edge]
          if order[target] < 0 {
            walk.append((target, 0))
          } else if isOpen[target] {
            low[node] = min(low[node], order[target])
          }
          continue
        }
        walk.removeLast()
        if let above = walk.last { low[above.node] = min(low[above.node], low[node]) }
        if low[node] == order[node] {
          var members: [Int] = []
          while let member = open.popLast() {
            isOpen[member] = false
            members.append(member)
            if member == node { break }
          }
          if members.count > 1 || next[node].contains(node) { found.append(members.sorted()) }
        }
      }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func neighbours(_ edges: [DependencyEdge]) -> [[Int]] {
    var next = [[Int]](repeating: [], count: result.nodes.count)
    for edge in edges where next[edge.source].last != edge.target { next[edge.source].append(edge.target) }
    return next
  }

  private func cycle(_ members: [Int], _ circle: [Int], throughMessages: Bool) -> DependencyCycle {
    var witness = circle
    if let lowest = circle.indices.min(by: { circle[$0] < circle[$1] }) {
      witness = Array(circle[lowest...] + circle[..<lowest])
    }
    let steps = Set(zip(witness, witness.dropFirst() + witness.prefix(1)).map { [$0, $1] })
    let seen = result.edges.contains { edge in
      steps.contains([edge.source, edge.target]) && (edge.traffic.reentries > 0 || edge.source == edge.target)
    }
    return DependencyCycle(members: members, witness: witness, throughMessages: throughMessages, seenInOnePath: seen)
  }

  /// The shortest circle that begins with one of `starts` (a path, and the node to come back to); the first of equals.
  private func shortestCircle(among starts: [(path: [Int], home: Int)], _ members: [Int], _ next: [[Int]]) -> [Int] {
    let inside = Set(members)
    var best: [Int] = []
    for (path, home) in starts {
      guard let last = path.last else { continue }
      let rest = shortestPath(from: last, to: home, inside, next)
      if rest.isEmpty { continue }
      let circle = Array(path + rest.dropLast())
      if best.isEmpty || circle.count < best.count { best = circle }
    }
    return best
  }

  /// The nodes after `start` on a shortest way to `home` (which may be `start` itself), `home` last; empty without one.
  private func shortestPath(from start: Int, to home: Int, _ inside: Set<Int>, _ next: [[Int]]) -> [Int] {
    var cameFrom: [Int: Int] = [:]
    var queue = [start]
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      for target in next[node] where inside.contains(target) {
        if target == home {
          var path = [home]
          var step = node
          while step != start, let before = cameFrom[step] {
            path.append(step)
            step = before
          }
          return path.reversed()
        }
        if target != start, cameFrom[target] == nil {
          cameFrom[target] = node
          queue.append(target)
        }
      }
    }
    return []
  }
}

/// The dependency graphs of two dumps side by side.
///
/// What is there now and was not before is added, however rare: it was seen. What was there before and is not now is gone only
/// when the dump at hand is large enough to have shown it: at ``fewestForGone`` calls or more, had the calls per root stayed.
/// Below that it is not seen. For what is on both sides see ``DependencyShift``.
public struct DependencyComparison: Sendable {
  public enum Difference: String, Sendable, CaseIterable {
    case added, gone, changed, same
    /// Not there now, and so rare before that chance may have it so.
    case notSeen = "not_seen"
  }

  public struct Node: Sendable {
    public var node: DependencyNode
    /// ``Difference/changed`` when all that comes into it, taken together, changed.
    public var change: Difference
  }

  public struct Edge: Sendable {
    /// Index into ``DependencyComparison/nodes``.
    public var source: Int
    /// Index into ``DependencyComparison/nodes``.
    public var target: Int
    public var kind: DependencyEdge.Kind
    /// Nil when it was not there.
    public var before: DependencyTraffic?
    /// Nil when it is not there.
    public var now: DependencyTraffic?
    public var change: Difference
    /// How it differs, for an edge on both sides.
    public var shift: DependencyShift?
    /// How much it matters, 0 to 1000, small samples held back.
    public var score: Int
  }

  /// Of both graphs, by id.
  public internal(set) var nodes: [Node] = []
  /// Of both graphs: by falling score, ties by source, target and kind.
  public internal(set) var edges: [Edge] = []
  /// Spans without a parent on each side; calls are compared per root.
  public internal(set) var rootsBefore: Int
  public internal(set) var rootsNow: Int

  /// How many calls there should have been for none to mean that an edge is gone.
  static let fewestForGone = 10

  /// O(nodes + edges), and sorting.
  public init(before: DependencyResult, now: DependencyResult) {
    rootsBefore = before.roots
    rootsNow = now.roots
    let union = DependencyResult.union(before, now)
    var into = [(before: DependencyTraffic?, now: DependencyTraffic?)](repeating: (nil, nil), count: union.nodes.count)
    var around = into
    for pair in union.edges {
      add(pair.before, to: &into[pair.target].before)
      add(pair.now, to: &into[pair.target].now)
      for end in [pair.source, pair.target] {
        add(pair.before, to: &around[end].before)
        add(pair.now, to: &around[end].now)
      }
      var edge = Edge(
        source: pair.source, target: pair.target, kind: pair.kind, before: pair.before, now: pair.now, change: .same,
        shift: nil, score: 0)
      assess(&edge)
      edges.append(edge)
    }
    edges.sort { left, right in
      if left.score != right.score { return left.score > right.score }
      return (left.source, left.target, left.kind.rawValue) < (right.source, right.target, right.kind.rawValue)
    }
    for (place, entry) in union.nodes.enumerated() {
      let change: Difference
      if !entry.isBefore {
        change = .added
      } else if !entry.isNow {
        change = isExpectedNow(around[place].before?.volume ?? 0) ? .gone : .notSeen
      } else if let before = into[place].before, let now = into[place].now {
        change = DependencyShift(before, now, rootsBefore: rootsBefore, rootsNow: rootsNow).isAny ? .changed : .same
      } else {
        change = .same
      }
      nodes.append(Node(node: entry.node, change: change))
    }
  }

  private func add(_ traffic: DependencyTraffic?, to total: inout DependencyTraffic?) {
    guard let traffic else { return }
    if total?.merge(traffic) == nil { total = traffic }
  }

  private func assess(_ edge: inout Edge) {
    switch (edge.before, edge.now) {
    case (let before?, let now?):
      let shift = DependencyShift(before, now, rootsBefore: rootsBefore, rootsNow: rootsNow)
      edge.shift = shift
      edge.change = shift.isAny ? .changed : .same
      let calls = min(before.calls, now.calls)
      edge.score = shift.isAny ? max(1, shift.score * calls / (calls + 20)) : 0
    case (nil, let now?):
      edge.change = .added
      edge.score = 100 + 500 * now.volume / (now.volume + 20)
    case (let before?, nil):
      let isGone = isExpectedNow(before.volume)
      edge.change = isGone ? .gone : .notSeen
      edge.score = isGone ? 100 + 500 * before.volume / (before.volume + 20) : 50
    case (nil, nil): break
    }
  }

  /// Whether so many calls before are enough to expect some now.
  private func isExpectedNow(_ volume: Int) -> Bool {
    if volume < DependencyComparison.fewestForGone { return false }
    if rootsBefore == 0 || rootsNow == 0 { return true }
    return Double(volume) * Double(rootsNow) / Double(rootsBefore) >= Double(DependencyComparison.fewestForGone)
  }

  /// How many edges changed so.
  public func edgeCount(_ change: Difference) -> Int { edges.count { $0.change == change } }

  /// How many nodes changed so.
  public func nodeCount(_ change: Difference) -> Int { nodes.count { $0.change == change } }
}

extension DependencyResult {
  /// Nodes and edges of two graphs, each with what either says of it; nodes by id, edges by their ends and kind.
  static func union(
    _ before: DependencyResult, _ now: DependencyResult
  ) -> (
    nodes: [(node: DependencyNode, isBefore: Bool, isNow: Bool)],
    edges: [(
      source: Int, target: Int, kind: DependencyEdge.Kind, before: DependencyTraffic?, now: DependencyTraffic?
    )]
  ) {
    var byID: [String: (node: DependencyNode, isBefore: Bool, isNow: Bool)] = [:]
    for node in before.nodes { byID[node.id] = (node, true, false) }
    for node in now.nodes { byID[node.id] = (node, byID[node.id] != nil, true) }
    let nodes = byID.values.sorted { $0.node.id.utf8.lexicographicallyPrecedes($1.node.id.utf8) }
    let places = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($0.element.node.id, $0.offset) })
    var pairs: [[Int]: (before: DependencyTraffic?, now: DependencyTraffic?)] = [:]
    for (side, result) in [before, now].enumerated() {
      for edge in result.edges {
        guard let source = places[result.nodes[edge.source].id], let target = places[result.nodes[edge.target].id]
        else { continue }
        let key = [source, target, Int(edge.kind.rawValue)]
        if side == 0 { pairs[key, default: (nil, nil)].before = edge.traffic }
        if side == 1 { pairs[key, default: (nil, nil)].now = edge.traffic }
      }
    }
    let edges = pairs.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, pair in
      (
        source: key[0], target: key[1], kind: DependencyEdge.Kind(rawValue: UInt8(key[2])) ?? .call,
        before: pair.before, now: pair.now
      )
    }
    return (nodes, edges)
  }
}

extension DependencyComparison {
  /// What lies within `hops` edges of a node, in the graph of both sides; see ``DependencyResult/focused(on:hops:)``.
  public func focused(on name: String, hops: Int? = nil) -> DependencyComparison {
    var whole = DependencyResult()
    whole.nodes = nodes.map(\.node)
    whole.edges = edges.compactMap { edge in
      (edge.now ?? edge.before).map {
        DependencyEdge(source: edge.source, target: edge.target, kind: edge.kind, traffic: $0)
      }
    }
    let kept = whole.reach(of: name, hops: hops)
    var places = [Int](repeating: -1, count: nodes.count)
    var part = self
    part.nodes = []
    part.edges = []
    for place in nodes.indices where kept.nodes[place] {
      places[place] = part.nodes.count
      part.nodes.append(nodes[place])
    }
    for place in edges.indices where kept.edges[place] {
      var edge = edges[place]
      edge.source = places[edge.source]
      edge.target = places[edge.target]
      part.edges.append(edge)
    }
    return part
  }
}

public import ReportModel
public import TraceAnalysis
import TraceModel

extension DependencyComparison {
  /// How many edges a graph may have for all that did not change to be drawn too.
  private static let fewEnough = 40

  /// The graph of what changed, in colours: what did not change is drawn pale, and in a large graph only where it joins
  /// what did.
  ///
  /// - Parameters:
  ///   - title: The graph's title.
  ///   - top: How many changed edges are drawn, those that matter most; nil for all.
  ///   - url: Where a click on a node leads; see ``DependencyResult/graph(title:top:url:)``.
  /// - Returns: The graph. What was left out is said in its `hidden` sentences.
  public func graph(title: String = "What changed", top: Int? = 80, url: String? = nil) -> Graph {
    let changed = edges.indices.filter { edges[$0].change != .same }
    let shown = changed.prefix(top ?? changed.count)
    let isWhole = edges.count <= DependencyComparison.fewEnough
    var isAtChange = nodes.map { $0.change != .same }
    for place in shown {
      isAtChange[edges[place].source] = true
      isAtChange[edges[place].target] = true
    }
    let isTouched = isAtChange.map { $0 || isWhole }
    let same = edges.indices.filter { edges[$0].change == .same }
    let context = same.filter { isTouched[edges[$0].source] && isTouched[edges[$0].target] }
    let budget = max(DependencyComparison.fewEnough, shown.count)
    let drawn = Array(shown) + context.sorted { (volume($0), $1) > (volume($1), $0) }.prefix(budget)
    var graph = Graph(title: title)
    let namespaces = Set(nodes.filter { $0.node.category == .service }.map(\.node.group))
    for place in nodes.indices where isTouched[place] {
      let group = nodes[place].node.category == .service ? nodes[place].node.group : ""
      var node = nodes[place].node.drawn(cluster: namespaces.count > 1 && !group.isEmpty ? group : nil)
      node.url = url.map { nodes[place].node.address(in: $0) }
      node.change = nodes[place].change.drawn
      if !isAtChange[place] { node.emphasis = .faded }
      graph.nodes.append(node)
    }
    let back = backEdges(among: drawn)
    graph.edges = drawn.sorted().map { place in
      var edge = drawnEdge(edges[place])
      edge.isBackEdge = back.contains(place)
      return edge
    }
    if changed.count > shown.count {
      graph.hidden.append(
        "\(counted(changed.count - shown.count, "more edge that changed is", "more edges that changed are")) not drawn."
      )
    }
    let hiddenNodes = nodes.count - graph.nodes.count
    let hiddenEdges = same.count - (drawn.count - shown.count)
    if hiddenNodes + hiddenEdges > 0 {
      graph.hidden.append(
        "\(counted(hiddenEdges, "edge")) and \(counted(hiddenNodes, "node")) that did not change are not drawn."
      )
    }
    return graph
  }

  private func volume(_ place: Int) -> Int { (edges[place].now ?? edges[place].before)?.volume ?? 0 }

  private func drawnEdge(_ edge: Edge) -> GraphEdge {
    let traffic = edge.now ?? edge.before
    var label: [String] = []
    switch edge.change {
    case .changed: label = differences(edge).map { "\($0.name) \($0.change)" }
    case .added, .gone, .notSeen:
      if let traffic { label = traffic.labels(of: edge.kind) }
    case .same: label = ["\(Quantity.count(traffic?.volume ?? 0))"]
    }
    return GraphEdge(
      from: nodes[edge.source].node.id, to: nodes[edge.target].node.id, kind: edge.kind.drawn,
      confidence: (traffic?.confidence ?? .exact).drawn, label: label, tooltip: tooltip(edge),
      weight: traffic?.volume ?? 0, errors: edge.change == .added ? traffic?.errors ?? 0 : 0,
      calls: traffic?.calls ?? 0, change: edge.change.drawn, isFaded: edge.change == .same)
  }

  private func tooltip(_ edge: Edge) -> [String] {
    var lines = [
      "calls: \(Quantity.count(edge.before?.calls ?? 0)) → \(Quantity.count(edge.now?.calls ?? 0))",
      "a request: \(perRoot(edge.before, rootsBefore)) → \(perRoot(edge.now, rootsNow))",
      "failed: \(Quantity.share(edge.before?.errors ?? 0, of: edge.before?.calls ?? 0)) → \(Quantity.share(edge.now?.errors ?? 0, of: edge.now?.calls ?? 0))",
    ]
    for (name, histogram) in [("before", edge.before?.timed), ("now", edge.now?.timed)] {
      if let histogram, histogram.count > 0 { lines.append("\(name): \(histogram.percentilesText)") }
    }
    return lines
  }

  /// What changed on an edge that is on both sides, in words and figures.
  func differences(_ edge: Edge) -> [(name: String, change: Change)] {
    guard let shift = edge.shift, let before = edge.before, let now = edge.now else { return [] }
    var found: [(name: String, change: Change)] = []
    if let latency = shift.latency {
      let name =
        switch latency.clock {
        case .client: "p\(latency.percent)"
        case .server: "p\(latency.percent)"
        case .queueWait: "waits p\(latency.percent)"
        }
      found.append(
        (name, Change(from: .duration(nanoseconds: latency.before), to: .duration(nanoseconds: latency.now))))
    }
    if shift.haveErrorsChanged {
      found.append(
        ("errors", Change(from: .share(before.errors, of: before.calls), to: .share(now.errors, of: now.calls))))
    }
    if shift.hasRateChanged {
      found.append(("a request", Change(from: perRoot(before, rootsBefore), to: perRoot(now, rootsNow))))
    }
    return found
  }

  /// Calls per root.
  func perRoot(_ traffic: DependencyTraffic?, _ roots: Int) -> Quantity {
    guard let traffic, roots > 0 else { return .none }
    let rate = Double(traffic.calls) / Double(roots)
    return .decimal(rate, places: rate < 0.1 ? 4 : 2)
  }
}

extension DependencyComparison.Difference {
  var drawn: GraphChange {
    switch self {
    case .added: .added
    case .gone: .gone
    case .changed: .changed
    case .notSeen: .notSeen
    case .same: .none
    }
  }
}

import ReportModel
import TraceModel

/// The part of the dependency graph that an incident reaches: its suspects, all that depends on them, and what they depend on themselves.
extension Incident {
  /// - Returns: The section; nil when no suspect is a node of the graph.
  var blastSection: Section? {
    guard ranking.verdict != .noIncident, let graph = blastGraph else { return nil }
    return Section(
      "Blast radius",
      blocks: [
        .paragraph(
          "Red: where it most likely began. Amber: services that wait for it, or work for it, and got slower by a quarter or fail in one percent more of their calls; who only sends it messages does not wait. Figures are before → now."
        ), .graph(graph),
      ])
  }

  private var blastGraph: Graph? {
    let names = Set(suspects.map(\.service))
    let whole = now.dependencies
    let starts = whole.nodes.indices.filter {
      whole.nodes[$0].category == .service && names.contains(whole.nodes[$0].name)
    }
    if starts.isEmpty { return nil }
    var part = whole.upstream(of: starts)
    var reached = whole.upstream(of: starts, waiting: true)
    for edge in whole.edges where starts.contains(edge.source) {
      part.insert(edge.target)
      reached.insert(edge.target)
    }
    // What a suspect publishes reaches whoever consumes it.
    for edge in whole.edges where edge.kind == .consume && reached.contains(edge.source) { reached.insert(edge.target) }
    let affected = Set(reached.map { whole.nodes[$0].name })
    var graph = whole.restricted(to: part).graph(title: "Blast radius", top: Incident.mostEdges)
    for place in graph.nodes.indices where graph.nodes[place].category == .service {
      let name = graph.nodes[place].label
      let change = change(of: name)
      graph.nodes[place].figures += change.figures
      graph.nodes[place].emphasis =
        names.contains(name) ? .suspect : change.isHurt && affected.contains(name) ? .affected : .none
    }
    return graph
  }

  /// Edges drawn at most.
  private static let mostEdges = 40

  private func change(of service: String) -> (figures: [String], isHurt: Bool) {
    guard let old = before.red.services.first(where: { $0.service == service })?.statistics,
      let new = now.red.services.first(where: { $0.service == service })?.statistics
    else { return ([], false) }
    let slow = (old.durations.percentile(95), new.durations.percentile(95))
    var figures: [String] = []
    let isSlower = Double(slow.1) > 1.25 * Double(slow.0) && new.durations.count >= 20
    if isSlower || Double(slow.0) > 1.25 * Double(slow.1) {
      figures.append("p95 \(Quantity.duration(nanoseconds: slow.0)) → \(Quantity.duration(nanoseconds: slow.1))")
    }
    let failsMore = new.errorMillionths >= old.errorMillionths + 10_000
    if failsMore {
      figures.append(
        "failed \(Quantity.share(old.errors, of: old.calls)) → \(Quantity.share(new.errors, of: new.calls))")
    }
    return (figures, isSlower || failsMore)
  }
}

extension DependencyResult {
  /// Finds the nodes from which some way leads to one of `starts`, those among them.
  ///
  /// - Parameters:
  ///   - starts: Indices into ``nodes``.
  ///   - waiting: Whether only ways count on which each step waits for the next: no messages.
  /// - Returns: Indices into ``nodes``.
  func upstream(of starts: [Int], waiting: Bool = false) -> Set<Int> {
    var callers = [[Int]](repeating: [], count: nodes.count)
    for edge in edges where !waiting || (edge.kind != .publish && edge.kind != .consume) {
      callers[edge.target].append(edge.source)
    }
    var reached = Set(starts)
    var front = starts
    while let node = front.popLast() {
      for caller in callers[node] where reached.insert(caller).inserted { front.append(caller) }
    }
    return reached
  }

  /// The nodes of `part` and the edges between them.
  func restricted(to part: Set<Int>) -> DependencyResult {
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

import ReportModel
import TraceAnalysis
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

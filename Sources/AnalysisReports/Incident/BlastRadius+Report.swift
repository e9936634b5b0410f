import ReportModel
import TraceAnalysis
import TraceModel

extension IncidentReport {
  /// The section "Blast radius"; nil when no suspect is a node of the graph.
  var blastSection: Section? {
    guard let radius = BlastRadius(incident) else { return nil }
    return Section(
      "Blast radius",
      blocks: [
        .paragraph(
          "Red: where it most likely began. Amber: services that wait for it, or work for it, and got slower by a quarter or fail in one percent more of their calls; who only sends it messages does not wait. Figures are before → now."
        ), .graph(radius.graph),
      ])
  }
}

extension BlastRadius {
  /// Edges drawn at most.
  private static let mostEdges = 40

  fileprivate var graph: Graph {
    var graph = part.graph(title: "Blast radius", top: BlastRadius.mostEdges)
    for index in graph.nodes.indices where graph.nodes[index].category == .service {
      let name = graph.nodes[index].label
      graph.nodes[index].figures += changes[name]?.figures ?? []
      graph.nodes[index].emphasis = suspects.contains(name) ? .suspect : affected.contains(name) ? .affected : .none
    }
    return graph
  }
}

extension BlastRadius.Change {
  /// What changed by much, before → now.
  fileprivate var figures: [String] {
    var figures: [String] = []
    if isSlower || isFaster {
      let slow = (before.durations.percentile(95), now.durations.percentile(95))
      figures.append("p95 \(Quantity.duration(nanoseconds: slow.0)) → \(Quantity.duration(nanoseconds: slow.1))")
    }
    if failsMore {
      figures.append(
        "failed \(Quantity.share(before.errors, of: before.calls)) → \(Quantity.share(now.errors, of: now.calls))")
    }
    return figures
  }
}

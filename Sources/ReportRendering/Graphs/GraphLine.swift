import ReportModel

/// The stroke of an edge: solid for a call or a query, dashed through a queue, dotted where it was inferred or guessed.
enum GraphLine: Hashable {
  case solid, dashed, dotted

  init(_ edge: GraphEdge) {
    if edge.kind == .inferred || edge.confidence == .guess {
      self = .dotted
    } else {
      self = edge.kind.isAsynchronous ? .dashed : .solid
    }
  }
}

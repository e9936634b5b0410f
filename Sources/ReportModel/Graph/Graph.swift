/// A directed graph of a system with what its picture must say. Renderers sort nodes and edges; their order here is free.
public struct Graph: Hashable, Sendable {
  public var title: String
  /// Nodes by unique id.
  public var nodes: [GraphNode]
  /// Edges between the ids of `nodes`; one whose end is no node is not drawn, and counted in the picture.
  public var edges: [GraphEdge]
  /// Sentences that name what was left out; every renderer prints them.
  public var hidden: [String]
  public var showsLegend: Bool

  public init(
    title: String, nodes: [GraphNode] = [], edges: [GraphEdge] = [], hidden: [String] = [], showsLegend: Bool = true
  ) {
    self.title = title
    self.nodes = nodes
    self.edges = edges
    self.hidden = hidden
    self.showsLegend = showsLegend
  }
}

/// How something differs from the baseline, in the graph of a diff.
public enum GraphChange: String, Hashable, Sendable, CaseIterable {
  case none, added, gone, changed
  /// Not there now, and so rare before that chance may have it so.
  case notSeen = "not seen"
}

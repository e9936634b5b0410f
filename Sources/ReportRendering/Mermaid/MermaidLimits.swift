/// What GitHub draws of one Mermaid diagram.
public struct MermaidLimits: Hashable, Sendable {
  public var edges: Int
  /// Characters of the diagram's text.
  public var characters: Int

  public init(edges: Int = 500, characters: Int = 50_000) {
    self.edges = edges
    self.characters = characters
  }
}

/// A diagram that fits its limits, and sentences that name what it does not show.
public struct MermaidDiagram: Hashable, Sendable {
  /// Lines of a `flowchart`, each ended by a newline.
  public var text: String
  public var hidden: [String]
}

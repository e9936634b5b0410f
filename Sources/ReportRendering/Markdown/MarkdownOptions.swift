/// How a report is written as Markdown.
public struct MarkdownOptions: Hashable, Sendable {
  /// Whether graphs are drawn as Mermaid blocks; otherwise as the list of their edges.
  public var drawsGraphs: Bool
  public var mermaidLimits: MermaidLimits

  public init(drawsGraphs: Bool = true, mermaidLimits: MermaidLimits = MermaidLimits()) {
    self.drawsGraphs = drawsGraphs
    self.mermaidLimits = mermaidLimits
  }
}

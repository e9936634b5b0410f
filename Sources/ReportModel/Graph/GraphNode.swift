/// A service, or something that services use.
public struct GraphNode: Hashable, Sendable {
  public enum Category: String, Hashable, Sendable, CaseIterable {
    case service, database, topic, external, user
  }

  public enum Emphasis: String, Hashable, Sendable, CaseIterable {
    case none
    /// Where an incident most likely began.
    case suspect
    /// What suffers from it.
    case affected
    /// Context that is not the point of the picture.
    case faded
    /// What the picture is about.
    case focus
  }

  /// `type:name`, unique within the graph.
  public var id: String
  public var category: Category
  public var label: String
  /// The namespace whose frame the node stands in; nil for none.
  public var cluster: String?
  /// Lines under the label.
  public var figures: [String]
  public var tooltip: [String]
  /// Where a click leads; drawn only when `http` or `https`.
  public var url: String?
  public var emphasis: Emphasis
  public var change: GraphChange

  public init(
    id: String, category: Category, label: String, cluster: String? = nil, figures: [String] = [],
    tooltip: [String] = [], url: String? = nil, emphasis: Emphasis = .none, change: GraphChange = .none
  ) {
    self.id = id
    self.category = category
    self.label = label
    self.cluster = cluster
    self.figures = figures
    self.tooltip = tooltip
    self.url = url
    self.emphasis = emphasis
    self.change = change
  }
}

/// Traffic from one node to another.
public struct GraphEdge: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case call, publish, route, consume, query, inferred

    /// Whether a message queue lies between the two ends.
    public var isAsynchronous: Bool { self == .publish || self == .route || self == .consume }
  }

  public enum Confidence: String, Hashable, Sendable, CaseIterable { case exact, strong, guess }

  public var source: String
  public var target: String
  public var kind: Kind
  public var confidence: Confidence
  /// Lines on the edge. The share of errors is added by the renderer, from `errors` and `calls`.
  public var label: [String]
  public var tooltip: [String]
  /// Volume, for the thickness of the line: calls or messages.
  public var weight: Int
  /// Of `calls`, how many failed: the colour of the line.
  public var errors: Int
  public var calls: Int
  /// Closes a cycle: does not order the ranks of the layout.
  public var isBackEdge: Bool
  public var change: GraphChange
  /// Context that is not the point of the picture.
  public var isFaded: Bool

  public init(
    from source: String, to target: String, kind: Kind = .call, confidence: Confidence = .exact, label: [String] = [],
    tooltip: [String] = [], weight: Int = 0, errors: Int = 0, calls: Int = 0, isBackEdge: Bool = false,
    change: GraphChange = .none, isFaded: Bool = false
  ) {
    self.source = source
    self.target = target
    self.kind = kind
    self.confidence = confidence
    self.label = label
    self.tooltip = tooltip
    self.weight = weight
    self.errors = errors
    self.calls = calls
    self.isBackEdge = isBackEdge
    self.change = change
    self.isFaded = isFaded
  }
}

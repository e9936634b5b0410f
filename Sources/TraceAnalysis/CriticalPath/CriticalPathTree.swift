public import TraceModel

/// Where the time of one entry point's responses goes, by call context: critical paths laid over each other.
///
/// A node is the chain of (service, operation, kind of span) from the root of the response down to it. Only what callers waited for
/// counts: the exclusive times of all nodes add up to the durations of the responses, and a node's inclusive time is its own
/// and that of its children.
public struct CriticalPathTree: Sendable {
  public struct Node: Sendable {
    public var service: String
    public var operation: String
    public var spanKind: SpanKind
    /// Place of the caller in ``CriticalPathTree/nodes``, before this one; nil for a root.
    public var parent: Int?
    /// 1 for a root.
    public var depth: Int
    /// In how many responses the node is on the path.
    public var traces: Int
    /// Time (ns) on the path, that of the nodes below included.
    public var inclusiveNanoseconds: Int64
    /// Time (ns) on the path that was the operation's own; of a cut node, all that was below as well.
    public var exclusiveNanoseconds: Int64
    /// Own time (ns) on the path: one value for each response whose path has the node. Nil for a cut node.
    public var exclusive: Histogram?
    /// The responses in which the path spent most time in the node and below.
    public var exemplars: [CriticalPathExemplar]
    /// By ``CriticalPathBand``; they add up to the node's totals.
    public var bands: [CriticalPathBandTotals]
    /// What was below has been added to this node, because the trees would have grown beyond their bound.
    public var isCut: Bool
  }

  /// Callers before callees, each followed by its whole subtree; siblings by inclusive time descending, then service, operation, kind.
  /// The roots differ in their kind only.
  public var nodes: [Node] = []
}

/// A stretch of the responses of an entry point in order of duration.
public enum CriticalPathBand: UInt8, CaseIterable, Sendable {
  case fastHalf
  case slowHalf
  case slow
  case slowest

  /// `p0-50`, `p50-95`, `p95-99` or `p99-100`.
  public var name: String {
    switch self {
    case .fastHalf: "p0-50"
    case .slowHalf: "p50-95"
    case .slow: "p95-99"
    case .slowest: "p99-100"
    }
  }
}

/// What the responses of one band spent in one place.
public struct CriticalPathBandTotals: Hashable, Sendable {
  public var traces = 0
  /// Nanoseconds.
  public var inclusive: Int64 = 0
  /// Nanoseconds.
  public var exclusive: Int64 = 0

  public init() {}

  static func += (left: inout Self, right: Self) {
    left.traces &+= right.traces
    left.inclusive &+= right.inclusive
    left.exclusive &+= right.exclusive
  }
}

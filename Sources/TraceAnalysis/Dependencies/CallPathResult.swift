public import TraceModel

/// The ways requests take, and the steps from operation to operation they are made of.
public struct CallPathResult: Sendable {
  public struct Hop: Hashable, Comparable, Sendable {
    public var service: String
    public var operation: String

    public static func < (left: Hop, right: Hop) -> Bool {
      if left.service != right.service { return left.service.utf8.lexicographicallyPrecedes(right.service.utf8) }
      return left.operation.utf8.lexicographicallyPrecedes(right.operation.utf8)
    }
  }

  /// A way from a root to a leaf.
  public struct Path: Sendable {
    /// Root first.
    public var hops: [Hop]
    /// Traces that took it.
    public var traces: Int
    /// Of them, those in which a span on the way failed.
    public var errors: Int
    /// How long the root spans of these traces took (ns).
    public var durations: Histogram
    /// At most three of them, the smallest ids.
    public var exemplars: [TraceID]
  }

  /// From one operation to the next.
  public struct Step: Sendable {
    public var from: Hop
    public var to: Hop
    /// The spans of `to` that were reached so.
    public var statistics: CallStatistics
  }

  /// By falling number of traces; ties by hops.
  public private(set) var paths: [Path]
  /// By both ends; each pair once.
  public private(set) var steps: [Step]

  init(paths: [Path], steps: [Step]) {
    self.paths = paths.sorted { left, right in
      left.traces == right.traces ? left.hops.lexicographicallyPrecedes(right.hops) : left.traces > right.traces
    }
    self.steps = []
    for step in steps.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
      if let last = self.steps.last, last.from == step.from, last.to == step.to {
        self.steps[self.steps.count - 1].statistics.merge(step.statistics)
      } else {
        self.steps.append(step)
      }
    }
  }

  /// The ways through a service, or through one of its operations, and the steps on them.
  public func focused(on service: String, operation: String? = nil) -> CallPathResult {
    let kept = paths.filter { path in
      path.hops.contains { $0.service == service && (operation == nil || $0.operation == operation) }
    }
    let pairs = Set(kept.flatMap { zip($0.hops, $0.hops.dropFirst()).map { [$0, $1] } })
    return CallPathResult(paths: kept, steps: steps.filter { pairs.contains([$0.from, $0.to]) })
  }
}

public import TraceModel

/// A response worth looking at, by its ids, and the time (ns) that makes it so.
public struct CriticalPathExemplar: Hashable, Sendable, Comparable {
  public var nanoseconds: Int64
  public var traceID: TraceID
  public var rootSpanID: SpanID

  /// The longest first, equal ones by trace id, then span id.
  public static func < (left: Self, right: Self) -> Bool {
    if left.nanoseconds != right.nanoseconds { return left.nanoseconds > right.nanoseconds }
    return (left.traceID, left.rootSpanID) < (right.traceID, right.rootSpanID)
  }
}

/// The three longest of all that were offered, in order: the same whatever the order of offering.
struct CriticalPathExemplars: Mergeable {
  static let maxCount = 3

  private(set) var kept: [CriticalPathExemplar] = []
  /// Nothing shorter will be kept.
  private var least = Int64.min

  var size: Int { MemoryLayout<Self>.size + kept.count * MemoryLayout<CriticalPathExemplar>.stride }

  @inline(__always)
  mutating func offer(_ exemplar: CriticalPathExemplar) {
    if exemplar.nanoseconds >= least { insert(exemplar) }
  }

  mutating func merge(_ other: Self) {
    for exemplar in other.kept { insert(exemplar) }
  }

  private mutating func insert(_ exemplar: CriticalPathExemplar) {
    let index = kept.firstIndex { exemplar < $0 } ?? kept.count
    if index < Self.maxCount {
      kept.insert(exemplar, at: index)
      if kept.count > Self.maxCount { kept.removeLast() }
      if kept.count == Self.maxCount { least = kept[Self.maxCount - 1].nanoseconds }
    }
  }
}

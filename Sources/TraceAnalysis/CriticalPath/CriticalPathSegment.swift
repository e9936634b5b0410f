public import TraceModel

/// A stretch of a critical path: during it, the caller waited for this span's own work.
public struct CriticalPathSegment: Hashable, Sendable {
  public var span: SpanIndex
  /// Nanoseconds since the epoch, on the path's own clock: a moved span lies where it was moved to.
  public var start: Int64
  /// Nanoseconds since the epoch; always after `start`.
  public var end: Int64
  /// The order of this span and the sibling after it cannot be known from their timing (rule R7).
  public var isAmbiguous: Bool

  @inlinable
  public init(span: SpanIndex, start: Int64, end: Int64, isAmbiguous: Bool = false) {
    self.span = span
    self.start = start
    self.end = end
    self.isAmbiguous = isAmbiguous
  }

  /// Nanoseconds, at least 1.
  @inlinable public var duration: Int64 { end &- start }
}

/// What a stretch of a critical path was spent on.
public enum CriticalPathSegmentKind: UInt8, CaseIterable, Sendable {
  case work
  case queueWait
  case batchWait
  case receive

  /// The word that JSON uses.
  public var name: String {
    switch self {
    case .work: "work"
    case .queueWait: "queue_wait"
    case .batchWait: "batch_wait"
    case .receive: "receive"
    }
  }
}

public import TraceModel

/// A stretch of a completion path.
public struct CompletionPathSegment: Hashable, Sendable {
  public var kind: CriticalPathSegmentKind
  /// Who worked; for a wait, who was waited for to begin.
  public var span: SpanIndex
  /// Nanoseconds since the epoch.
  public var start: Int64
  /// Nanoseconds since the epoch; always after `start`.
  public var end: Int64
  /// See ``CriticalPathSegment/isAmbiguous``.
  public var isAmbiguous = false

  /// Nanoseconds, at least 1.
  public var duration: Int64 { end &- start }
}

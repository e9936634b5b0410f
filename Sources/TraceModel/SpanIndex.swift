/// The row of a span in a ``SpanTable``.
public struct SpanIndex: Hashable, Comparable, Sendable {
  public var row: Int

  @inlinable
  public init(row: Int) {
    self.row = row
  }

  @inlinable
  public static func < (left: SpanIndex, right: SpanIndex) -> Bool { left.row < right.row }
}

/// The number of a trace in a ``SpanTable``.
public struct TraceIndex: Hashable, Comparable, Sendable {
  public var number: Int

  @inlinable
  public init(number: Int) {
    self.number = number
  }

  @inlinable
  public static func < (left: TraceIndex, right: TraceIndex) -> Bool { left.number < right.number }
}

/// Nanoseconds since the Unix epoch.
public struct Timestamp: Hashable, Comparable, Sendable {
  public var nanoseconds: Int64

  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The nanoseconds from `earlier` to this time; wraps only past the 292 years an `Int64` holds.
  @inlinable
  public func nanoseconds(since earlier: Timestamp) -> Int64 { nanoseconds &- earlier.nanoseconds }
}

/// A half-open stretch of time: `start` belongs to it, `end` does not.
public struct TimeWindow: Hashable, Sendable {
  public var start: Timestamp
  public var end: Timestamp

  public init(start: Timestamp, end: Timestamp) {
    self.start = start
    self.end = end
  }

  /// All of time.
  public static let always = TimeWindow(
    start: Timestamp(nanoseconds: .min), end: Timestamp(nanoseconds: .max))

  @inlinable
  public func contains(_ time: Timestamp) -> Bool { start <= time && time < end }

  /// Whether an instant lies in both.
  public func overlaps(_ other: TimeWindow) -> Bool { max(start, other.start) < min(end, other.end) }
}

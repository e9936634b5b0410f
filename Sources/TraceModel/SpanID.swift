/// The 64-bit identifier of a span, unique within its trace; zero means "none".
public struct SpanID: Hashable, Sendable {
  public var value: UInt64

  @inlinable
  public init(_ value: UInt64) {
    self.value = value
  }

  @inlinable public static var none: SpanID { SpanID(0) }
  @inlinable public var isNone: Bool { value == 0 }
}

extension SpanID: Comparable {
  @inlinable
  public static func < (left: SpanID, right: SpanID) -> Bool { left.value < right.value }
}

extension SpanID: CustomStringConvertible {
  /// 16 lower-case hexadecimal digits.
  public var description: String { hexadecimal(value) }
}

public import TraceModel

/// Which journey is to be looked at.
public enum JourneyChoice: Hashable, Sendable {
  /// That with a trace, else with a span, whose id begins so.
  case id(IDPrefix)
  /// The longest from an origin to its last effect.
  case slowest
  /// The longest of those with a failed span.
  case failed
}

/// The first hexadecimal digits of a trace or span id.
public struct IDPrefix: Hashable, Sendable {
  private let digits: Int
  private let value: UInt128

  /// - Returns: Nil unless `text` is 1 to 32 hexadecimal digits.
  public init?(_ text: String) {
    guard (1...32).contains(text.utf8.count),
      text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let value = UInt128(text, radix: 16)
    else { return nil }
    digits = text.utf8.count
    self.value = value
  }

  /// A trace id in its long form, or in the short one when it has no high half.
  public func matches(_ id: TraceID) -> Bool {
    if (UInt128(id.high) << 64 | UInt128(id.low)) >> UInt128(4 * (32 - digits)) == value { return true }
    return id.high == 0 && matches(id.low)
  }

  public func matches(_ id: SpanID) -> Bool { matches(id.value) }

  private func matches(_ id: UInt64) -> Bool { digits <= 16 && UInt128(id >> UInt64(4 * (16 - digits))) == value }
}

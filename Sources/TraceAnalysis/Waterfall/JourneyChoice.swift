public import TraceModel

/// Which journey is to be looked at.
public enum JourneyChoice: Hashable, Sendable {
  /// That with a trace, else with a span, whose id begins so.
  case id(IDPrefix)
  /// The longest from an origin to its last effect.
  case slowest
  /// The longest of those with a failed span.
  case failed
  /// The longest of those with a trace that meets a condition; it needs no percentiles.
  case condition(TraceCondition)
}

/// The first hexadecimal digits of a trace or span id.
public struct IDPrefix: Hashable, Sendable {
  private let digits: Int
  private let value: UInt128

  /// Takes what other tools print, too: `0x4bf92f35`, `4bf92f35-77b3-4da6-…`, X-Ray's `1-4bf92f35-…`.
  ///
  /// - Returns: Nil unless `text` is 1 to 32 hexadecimal digits.
  public init?(_ text: String) {
    var text = text[...]
    if text.hasPrefix("0x") || text.hasPrefix("0X") { text = text.dropFirst(2) }
    if text.hasPrefix("1-"), text.utf8.count > 10 { text = text.dropFirst(2) }
    if text.hasPrefix("-") { return nil }
    let hexadecimal = text.utf8.filter { $0 != UInt8(ascii: "-") }
    guard (1...32).contains(hexadecimal.count), !hexadecimal.contains(UInt8(ascii: "+")),
      let value = UInt128(String(decoding: hexadecimal, as: UTF8.self), radix: 16)
    else { return nil }
    digits = hexadecimal.count
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

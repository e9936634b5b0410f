/// The 128-bit identifier of a trace; `high` is 0 for the 64-bit form that older systems write.
public struct TraceID: Hashable, Sendable {
  public var high: UInt64
  public var low: UInt64

  @inlinable
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// All zero: no identifier at all by W3C Trace Context.
  @inlinable public var isZero: Bool { high | low == 0 }

  /// The cell of `count` this trace belongs to; both forms of one identifier fall into the same cell.
  ///
  /// A fixed hash (MurmurHash3's finaliser) of the low half: never the language's own, which is seeded per process.
  @inlinable
  public func partition(of count: Int) -> Int {
    Int(truncatingIfNeeded: TraceID.mix(low) % UInt64(count))
  }

  /// MurmurHash3's 64-bit finaliser, a bijection.
  @inlinable
  public static func mix(_ value: UInt64) -> UInt64 {
    var hash = value
    hash ^= hash >> 33
    hash = hash &* 0xff51_afd7_ed55_8ccd
    hash ^= hash >> 33
    hash = hash &* 0xc4ce_b9fe_1a85_ec53
    hash ^= hash >> 33
    return hash
  }
}

extension TraceID: Comparable {
  @inlinable
  public static func < (left: TraceID, right: TraceID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension TraceID: CustomStringConvertible {
  /// 32 lower-case hexadecimal digits.
  public var description: String { hexadecimal(high) + hexadecimal(low) }
}

/// 16 lower-case hexadecimal digits.
func hexadecimal(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}

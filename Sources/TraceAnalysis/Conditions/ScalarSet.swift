/// A set of Unicode scalars, by value.
struct ScalarSet: Sendable, Hashable {
  /// Those below 128, a bit each.
  private var ascii: UInt128 = 0
  /// Of the others, as they were inserted.
  private var ranges: [ClosedRange<UInt32>] = []
  private var isInverted = false

  init() {}

  init(_ scalar: UInt32) { insert(scalar...scalar) }

  mutating func insert(_ range: ClosedRange<UInt32>) {
    for scalar in range.prefix(while: { $0 < 128 }) { ascii |= 1 << UInt128(scalar) }
    if range.upperBound >= 128 { ranges.append(max(128, range.lowerBound)...range.upperBound) }
  }

  /// Adds what `other` contains; neither is inverted, or `other` alone and only beyond ASCII.
  mutating func formUnion(_ other: ScalarSet) {
    ascii |= other.isInverted ? ~other.ascii : other.ascii
    if other.isInverted {
      ranges.append(128...0x10FFFF)
    } else {
      ranges += other.ranges
    }
  }

  /// O(1) below 128, else in the ranges.
  func contains(_ scalar: UInt32) -> Bool {
    let isMember = scalar < 128 ? ascii >> UInt128(scalar) & 1 == 1 : ranges.contains { $0.contains(scalar) }
    return isMember != isInverted
  }

  var inverted: ScalarSet {
    var set = self
    set.isInverted.toggle()
    return set
  }

  static let any = ScalarSet().inverted
  static let digits = ScalarSet(in: "0123456789")
  static let word = ScalarSet(in: "0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
  static let space = ScalarSet(in: " \t\n\r\u{b}\u{c}")

  private init(in text: String) {
    for scalar in text.unicodeScalars { insert(scalar.value...scalar.value) }
  }
}

/// Decodes UTF-8; a byte that belongs to no character is U+FFFD.
struct ScalarReader<Bytes: IteratorProtocol<UInt8>> {
  private var bytes: Bytes
  private var decoder = UTF8()

  init(_ bytes: Bytes) { self.bytes = bytes }

  /// Nil at the end.
  mutating func next() -> UInt32? {
    switch decoder.decode(&bytes) {
    case .scalarValue(let scalar): scalar.value
    case .error: 0xFFFD
    case .emptyInput: nil
    }
  }
}

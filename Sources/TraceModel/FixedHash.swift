/// A hash that is the same in every process and on every machine, unlike the language's own.
///
///     var hash = FixedHash()
///     hash.add(names)
///     hash.add(bytes)
///     key = hash.value
public struct FixedHash: Sendable {
  @usableFromInline var state: UInt64 = 0x9e37_79b9_7f4a_7c15

  @inlinable public init() {}

  /// What was added so far, well mixed; the order of adding counts.
  @inlinable public var value: UInt64 { TraceID.mix(state) }

  @inlinable
  public mutating func add(_ number: UInt64) {
    let product = (state ^ number).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
    state = (product.high ^ product.low) &+ 0xe703_7ed1_a0b4_28db
  }

  /// Adds a text with its length, so that neighbours do not run into one another.
  @inlinable
  public mutating func add(_ bytes: some Sequence<UInt8>) {
    var word: UInt64 = 0
    var count: UInt64 = 0
    for byte in bytes {
      word = word << 8 | UInt64(byte)
      count += 1
      if count & 7 == 0 {
        add(word)
        word = 0
      }
    }
    add(word)
    add(count)
  }
}

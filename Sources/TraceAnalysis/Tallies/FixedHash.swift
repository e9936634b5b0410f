/// A hash that is the same in every process and on every machine, unlike the language's own.
///
///     var hash = FixedHash()
///     hash.add(names)
///     hash.add(bytes)
///     key = hash.value
struct FixedHash: Sendable {
  private var state: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// What was added so far, well mixed; the order of adding counts.
  var value: UInt64 { FixedHash.mix(state) }

  mutating func add(_ number: UInt64) {
    let product = (state ^ number).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
    state = (product.high ^ product.low) &+ 0xe703_7ed1_a0b4_28db
  }

  /// Adds a text with its length, so that neighbours do not run into one another.
  mutating func add(_ bytes: some Sequence<UInt8>) {
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

  /// MurmurHash3's 64-bit finaliser.
  private static func mix(_ value: UInt64) -> UInt64 {
    var hash = value
    hash ^= hash >> 33
    hash = hash &* 0xff51_afd7_ed55_8ccd
    hash ^= hash >> 33
    hash = hash &* 0xc4ce_b9fe_1a85_ec53
    return hash ^ (hash >> 33)
  }
}

/// A key whose hash is the same in every process.
protocol FixedlyHashed: Hashable, Sendable {
  var fixedHash: UInt64 { get }
}

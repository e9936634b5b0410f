/// Numbers small keys 0, 1, 2, … in order of first sight: the hot table of the folds.
///
/// Open addressing over a power of two, at most half full. A key is 128 bits, so that a pair of symbols with a few
/// bits beside fits whole; equal keys are equal bits.
struct KeyIndex: Sendable {
  struct Key: Hashable, Sendable {
    var first: UInt64
    var second: UInt64

    @inline(__always)
    init(_ first: UInt64, _ second: UInt64 = 0) {
      self.first = first
      self.second = second
    }
  }

  /// The keys by number.
  private(set) var keys: [Key] = []
  private var slots = [Int32](repeating: -1, count: 64)

  var count: Int { keys.count }

  /// The number of `key`: ``count`` before the call when it is new. O(1) expected.
  @inline(__always)
  mutating func number(of key: Key) -> Int {
    let mask = slots.count &- 1
    var slot = KeyIndex.hash(key) & mask
    while true {
      let number = Int(slots[slot])
      if number < 0 { break }
      if keys[number] == key { return number }
      slot = (slot &+ 1) & mask
    }
    return add(key, slot: slot)
  }

  /// The number of `key`; nil when it has none. O(1) expected.
  func existing(_ key: Key) -> Int? {
    let mask = slots.count &- 1
    var slot = KeyIndex.hash(key) & mask
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if keys[number] == key { return number }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  private mutating func add(_ key: Key, slot: Int) -> Int {
    let number = keys.count
    keys.append(key)
    slots[slot] = Int32(number)
    if keys.count * 2 > slots.count { grow() }
    return number
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = Array(repeating: -1, count: mask + 1)
    for (number, key) in keys.enumerated() {
      var slot = KeyIndex.hash(key) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(number)
    }
  }

  @inline(__always)
  private static func hash(_ key: Key) -> Int {
    let product = (key.first ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: key.second ^ 0xa076_1d64_78bd_642f)
    let folded = product.high ^ product.low
    return Int(truncatingIfNeeded: folded ^ (folded >> 29))
  }
}

import TraceModel

/// Gives equal keys equal numbers, 0, 1, 2 … in order of first sight. One worker owns it.
///
/// Open addressing over a power of two, at most half full.
struct DenseNumbering: Sendable {
  struct Key: Hashable, Sendable {
    var pair: UInt64
    var tag: UInt8

    @inline(__always)
    init(pair: UInt64, tag: UInt8 = 0) {
      self.pair = pair
      self.tag = tag
    }

    @inline(__always)
    init(_ high: UInt32, _ low: UInt32, tag: UInt8 = 0) {
      self.init(pair: UInt64(high) << 32 | UInt64(low), tag: tag)
    }

    var high: UInt32 { UInt32(truncatingIfNeeded: pair >> 32) }
    var low: UInt32 { UInt32(truncatingIfNeeded: pair) }

    @inline(__always)
    var hash: UInt64 { TraceID.mix(pair ^ (UInt64(tag) &* 0x9e37_79b9_7f4a_7c15)) }
  }

  /// The keys by number.
  private(set) var keys: [Key] = []
  private var slots = [Int32](repeating: -1, count: 64)

  init() {}

  /// The number of `key`, a new one when it was never seen. O(1).
  @inline(__always)
  mutating func number(of key: Key) -> Int {
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: key.hash) & mask
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if keys[number] == key { return number }
      slot = (slot &+ 1) & mask
    }
    return add(key, slot: slot)
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
    slots = [Int32](repeating: -1, count: mask + 1)
    for (number, key) in keys.enumerated() {
      var slot = Int(truncatingIfNeeded: key.hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(number)
    }
  }
}

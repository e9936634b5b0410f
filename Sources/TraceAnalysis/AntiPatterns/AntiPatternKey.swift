/// What tells findings apart; operations by number, -1 for none.
struct AntiPatternKey: Hashable, Sendable {
  var kind: AntiPatternKind
  var isWeak: Bool
  var entry: Int32
  var operation: Int32
  var first: Int32
  var second: Int32

  init(kind: AntiPatternKind, isWeak: Bool, entry: Int32, operation: Int32, first: Int32, second: Int32) {
    self.kind = kind
    self.isWeak = isWeak
    self.entry = entry
    self.operation = operation
    self.first = first
    self.second = second
  }

  /// 4 bits of kind, four numbers of 31 bits.
  var packed: KeyIndex.Key {
    let numbers = [entry, operation, first, second].map { UInt64(UInt32(bitPattern: $0 &+ 1)) }
    let head = (UInt64(kind.rawValue) << 1) | (isWeak ? 1 : 0)
    return KeyIndex.Key(
      ((head >> 2) << 62) | (numbers[0] << 31) | numbers[1], ((head & 3) << 62) | (numbers[2] << 31) | numbers[3])
  }

  init(_ packed: KeyIndex.Key) {
    let mask: UInt64 = (1 << 31) - 1
    let head = ((packed.first >> 62) << 2) | (packed.second >> 62)
    kind = AntiPatternKind(rawValue: UInt8(head >> 1)) ?? .gaps
    isWeak = head & 1 == 1
    entry = Int32((packed.first >> 31) & mask) - 1
    operation = Int32(packed.first & mask) - 1
    first = Int32((packed.second >> 31) & mask) - 1
    second = Int32(packed.second & mask) - 1
  }

  func translated(by numbers: [Int32]) -> AntiPatternKey {
    var key = self
    key.entry = numbers[Int(entry)]
    key.operation = numbers[Int(operation)]
    key.first = first < 0 ? -1 : numbers[Int(first)]
    key.second = second < 0 ? -1 : numbers[Int(second)]
    return key
  }

  // MARK: Orders

  /// The key of two calls by an operation, in either order.
  static func orders(_ operation: Int32, _ one: Int32, _ other: Int32) -> KeyIndex.Key {
    KeyIndex.Key(UInt64(operation), (UInt64(min(one, other)) << 32) | UInt64(max(one, other)))
  }

  static func pair(_ orders: KeyIndex.Key) -> (Int32, Int32) {
    (Int32(orders.second >> 32), Int32(truncatingIfNeeded: orders.second & 0xffff_ffff))
  }

  static func orders(_ key: KeyIndex.Key, translated numbers: [Int32]) -> KeyIndex.Key {
    let (one, other) = pair(key)
    return orders(numbers[Int(key.first)], numbers[Int(one)], numbers[Int(other)])
  }
}

/// Values by typed keys, numbered 0, 1, 2 … in order of first sight: the hot table of the folds.
///
/// Open addressing over a power of two, at most half full. Numbers depend on the order in which keys come; whoever emits sorts.
public struct Counted<Key: TableKey, Value: Mergeable>: Sendable {
  /// By number.
  public private(set) var keys: [Key] = []
  /// By number.
  public var values: [Value] = []
  private var slots: [Int32]
  private let seed: TableSeed

  public init() {
    slots = Array(repeating: -1, count: 64)
    seed = .process
  }

  public var count: Int { keys.count }
  public var isEmpty: Bool { keys.isEmpty }
  /// About how many bytes it takes. O(keys).
  public var size: Int {
    values.reduce(MemoryLayout<Key>.stride * keys.count + 4 * slots.count) { $0 + $1.size }
  }

  /// The number of `key`; when it is new, it gets one, and a value to which nothing was added. O(1) expected.
  @inline(__always)
  public mutating func number(of key: Key) -> Int {
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: key.hash(seed: seed)) & mask
    while true {
      let number = Int(slots[slot])
      if number < 0 { break }
      if keys[number] == key { return number }
      slot = (slot &+ 1) & mask
    }
    return add(key, slot: slot)
  }

  /// The number of `key`; nil when it was never seen. O(1) expected.
  @inline(__always)
  public func existing(_ key: Key) -> Int? {
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: key.hash(seed: seed)) & mask
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if keys[number] == key { return number }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// The value of `key`; one to which nothing was added when it was never seen.
  @inline(__always)
  public subscript(key: Key) -> Value {
    get { existing(key).map { values[$0] } ?? Value() }
    _modify {
      let number = number(of: key)
      yield &values[number]
    }
  }

  /// Adds all of `other`.
  ///
  /// - Returns: For each number of `other`, the one it has here.
  @discardableResult
  public mutating func merge(_ other: Self) -> [Int] { merge(other) { $0 } }

  /// Adds all of `other`, whose keys are called otherwise there.
  ///
  /// - Returns: For each number of `other`, the one it has here.
  @discardableResult
  public mutating func merge(_ other: Self, translated: (Key) -> Key) -> [Int] {
    var numbers: [Int] = []
    numbers.reserveCapacity(other.count)
    for (key, value) in zip(other.keys, other.values) {
      let number = number(of: translated(key))
      values[number].merge(value)
      numbers.append(number)
    }
    return numbers
  }

  /// Keys and values in the order of `areInOrder`.
  public func sorted(by areInOrder: (Key, Key) -> Bool) -> [(key: Key, value: Value)] {
    keys.indices.sorted { areInOrder(keys[$0], keys[$1]) }.map { (keys[$0], values[$0]) }
  }

  private mutating func add(_ key: Key, slot: Int) -> Int {
    let number = keys.count
    keys.append(key)
    values.append(Value())
    slots[slot] = Int32(number)
    if keys.count * 2 > slots.count { grow() }
    return number
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = Array(repeating: -1, count: mask + 1)
    for (number, key) in keys.enumerated() {
      var slot = Int(truncatingIfNeeded: key.hash(seed: seed)) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(number)
    }
  }
}

extension Counted where Key: Comparable {
  /// Keys and values by key. Symbols of one table compare like the bytes of their names.
  public func sorted() -> [(key: Key, value: Value)] { sorted(by: <) }
}

/// A key of a table that only numbers its keys.
public struct Unit: Mergeable, Equatable {
  public init() {}
  public mutating func merge(_ other: Unit) {}
}

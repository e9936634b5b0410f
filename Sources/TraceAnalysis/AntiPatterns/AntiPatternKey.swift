import TraceModel

/// What tells findings apart; operations by their numbers in ``AntiPatternState/operations``, -1 for none.
struct AntiPatternKey: TableKey {
  var kind: AntiPatternKind
  /// Only of interest when nothing speaks for independence.
  var isWeak: Bool
  var entry: Int32
  /// Who could do better.
  var operation: Int32
  /// What it called; -1 for nothing.
  var first: Int32
  /// What it called next; -1 for nothing.
  var second: Int32

  @inline(__always)
  func hash(seed: TableSeed) -> UInt64 {
    let marks = UInt64(kind.rawValue) &<< 1 | (isWeak ? 1 : 0)
    return NumberPairs(entry, operation, first, second).hash(seed: seed) ^ marks &* 0x9e37_79b9_7f4a_7c15
  }

  /// The same where operations have other numbers.
  func translated(by numbers: [Int]) -> AntiPatternKey {
    func translated(_ number: Int32) -> Int32 { number < 0 ? number : Int32(truncatingIfNeeded: numbers[Int(number)]) }
    var key = self
    key.entry = translated(entry)
    key.operation = translated(operation)
    key.first = translated(first)
    key.second = translated(second)
    return key
  }

  /// A hash of the bytes of names, given those of operations by number.
  func fixedHash(_ hashes: [UInt64]) -> UInt64 {
    var hash = FixedHash()
    hash.add(UInt64(kind.rawValue) << 1 | (isWeak ? 1 : 0))
    for number in [entry, operation, first, second] { hash.add(number < 0 ? 0 : hashes[Int(number)]) }
    return hash.value
  }
}

/// Two calls by one operation; by the numbers of operations.
struct CallOrderKey: TableKey {
  var caller: Int32
  /// The one whose operation comes first in the order of ``SpanOperationKey``.
  var first: Int32
  var second: Int32

  @inline(__always)
  func hash(seed: TableSeed) -> UInt64 { NumberPairs(caller, 0, first, second).hash(seed: seed) }

  /// The same where operations have other numbers.
  func translated(by numbers: [Int]) -> CallOrderKey {
    CallOrderKey(
      caller: Int32(truncatingIfNeeded: numbers[Int(caller)]), first: Int32(truncatingIfNeeded: numbers[Int(first)]),
      second: Int32(truncatingIfNeeded: numbers[Int(second)]))
  }

  /// A hash of the bytes of names, given those of operations by number.
  func fixedHash(_ hashes: [UInt64]) -> UInt64 {
    var hash = FixedHash()
    for number in [caller, first, second] { hash.add(hashes[Int(number)]) }
    return hash.value
  }
}

/// Four numbers of 32 bits.
private struct NumberPairs: PackedKey {
  var words: TableWords

  @inline(__always)
  init(_ one: Int32, _ two: Int32, _ three: Int32, _ four: Int32) {
    words = TableWords(
      UInt64(UInt32(bitPattern: one)) &<< 32 | UInt64(UInt32(bitPattern: two)),
      UInt64(UInt32(bitPattern: three)) &<< 32 | UInt64(UInt32(bitPattern: four)))
  }
}

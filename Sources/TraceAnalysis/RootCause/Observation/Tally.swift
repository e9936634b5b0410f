/// Values by a 128-bit key whose low 32 bits are the number of a time bucket.
struct Tally<Value: Sendable>: Sendable {
  private(set) var index = KeyIndex()
  private(set) var values: [Value] = []

  @inline(__always)
  mutating func update(_ key: KeyIndex.Key, _ initial: @autoclosure () -> Value, _ body: (inout Value) -> Void) {
    let place = index.number(of: key)
    if place == values.count { values.append(initial()) }
    body(&values[place])
  }

  mutating func merge(_ other: Tally, _ combine: (inout Value, Value) -> Void) {
    for (key, value) in zip(other.index.keys, other.values) {
      let place = index.number(of: key)
      if place == values.count { values.append(value) } else { combine(&values[place], value) }
    }
  }

  /// Halves the number of buckets: neighbours are joined.
  mutating func widen(_ combine: (inout Value, Value) -> Void) {
    var wider = Tally()
    for (key, value) in zip(index.keys, values) {
      let bucket = (key.second & 0xffff_ffff) >> 1
      let place = wider.index.number(of: KeyIndex.Key(key.first, (key.second >> 32) << 32 | bucket))
      if place == wider.values.count { wider.values.append(value) } else { combine(&wider.values[place], value) }
    }
    self = wider
  }
}

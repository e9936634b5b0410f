import TraceModel

/// Some of the values of an attribute, chosen by their hash: the same whatever order they come in.
struct ValueSample: Sendable, Equatable {
  /// How many values, and how many bytes of each, are kept.
  static let maxCount = 32
  static let maxLength = 160

  /// By hash.
  private(set) var values: [(hash: UInt64, text: String)] = []

  mutating func offer(_ hash: WideHash, _ text: @autoclosure () -> String) {
    if let last = values.last, values.count == ValueSample.maxCount, last.hash <= hash.first { return }
    let index = values.firstPlace { $0.hash >= hash.first }
    if index < values.count, values[index].hash == hash.first { return }
    values.insert((hash.first, String(text().prefix(ValueSample.maxLength))), at: index)
    if values.count > ValueSample.maxCount { values.removeLast() }
  }

  mutating func merge(_ other: ValueSample) {
    for (hash, text) in other.values { offer(WideHash(hash, 0), text) }
  }

  static func == (left: ValueSample, right: ValueSample) -> Bool {
    left.values.elementsEqual(right.values) { $0.hash == $1.hash && $0.text == $1.text }
  }
}

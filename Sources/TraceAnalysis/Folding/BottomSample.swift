/// The values with the smallest fixed hashes of all that were offered, at most so many: a fair sample, the same whatever the order of offering.
struct BottomSample<Value: Comparable & Sendable>: Mergeable {
  /// How many are kept.
  private(set) var maxCount: Int
  private var kept: [(hash: UInt64, value: Value)] = []
  /// No larger hash will be kept.
  private var limit = UInt64.max

  /// Nothing, and no bound.
  init() { maxCount = .max }

  init(maxCount: Int) { self.maxCount = max(1, maxCount) }

  var size: Int { MemoryLayout<Self>.size + kept.count * MemoryLayout<(UInt64, Value)>.stride }

  /// Whether a value would be kept. Ask before making it, where that costs.
  @inline(__always)
  func keeps(_ hash: UInt64) -> Bool { hash <= limit }

  @inline(__always)
  mutating func offer(_ value: @autoclosure () -> Value, hash: UInt64) {
    if hash <= limit { add(value(), hash) }
  }

  mutating func merge(_ other: Self) {
    maxCount = min(maxCount, other.maxCount)
    for (hash, value) in other.kept { offer(value, hash: hash) }
  }

  /// Those kept, by hash.
  var values: [Value] { kept.sorted(by: Self.precedes).prefix(maxCount).map(\.value) }

  private mutating func add(_ value: Value, _ hash: UInt64) {
    kept.append((hash, value))
    if maxCount < .max / 2, kept.count >= 2 * maxCount { cut() }
  }

  private mutating func cut() {
    kept.sort(by: Self.precedes)
    kept.removeLast(kept.count - maxCount)
    limit = kept.last?.hash ?? .max
  }

  private static func precedes(_ left: (hash: UInt64, value: Value), _ right: (hash: UInt64, value: Value)) -> Bool {
    left.hash != right.hash ? left.hash < right.hash : left.value < right.value
  }
}

/// Values by key, at most so many keys: those of the smallest fixed hashes. All others are added up into one value.
///
/// Which keys are kept depends on the keys alone: a key that was let go has that many smaller ones beside it, here and in every
/// whole this tally becomes part of. So what is kept is exact, and any split and order of merging gives the same.
struct CappedTally<Key: FixedlyHashed, Value: Mergeable>: Sendable {
  let most: Int
  private(set) var values: [Key: Value] = [:]
  /// All that is not kept.
  private(set) var others = Value()
  /// Keys with a larger hash are not kept.
  private var threshold = UInt64.max

  init(most: Int) {
    self.most = max(1, most)
  }

  mutating func update(_ key: Key, _ body: (inout Value) -> Void) {
    if threshold < .max, key.fixedHash > threshold {
      body(&others)
      return
    }
    body(&values[key, default: Value()])
    if values.count >= 2 * most { cut() }
  }

  mutating func merge(_ other: Self) {
    threshold = min(threshold, other.threshold)
    others.merge(other.others)
    for (key, value) in other.values { update(key) { $0.merge(value) } }
    cut()
  }

  /// Lets go of all but the keys that are kept.
  mutating func cut() {
    let hashes = values.keys.map(\.fixedHash).sorted()
    if hashes.count > most { threshold = min(threshold, hashes[most - 1]) }
    if threshold == .max { return }
    for (key, value) in values where key.fixedHash > threshold {
      others.merge(value)
      values[key] = nil
    }
  }
}

/// A key whose hash is the same in every process.
protocol FixedlyHashed: Hashable, Sendable {
  var fixedHash: UInt64 { get }
}

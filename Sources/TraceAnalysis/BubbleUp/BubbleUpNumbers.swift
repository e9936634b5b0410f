/// The largest number that each trace has under one key, in buckets, by each of some selections.
struct BubbleUpNumbers: Sendable {
  /// At most so many buckets; else neighbours are joined.
  static let maxBuckets = 1024

  private struct Bucket: Sendable {
    /// The least number in it.
    var least: Double
    /// The ``BubbleUpCounts`` of all selections.
    var counts: [UInt32]

    mutating func add(_ more: [UInt32]) {
      for slot in counts.indices { counts[slot] += more[slot] }
    }
  }

  private var buckets: [Int64: Bucket] = [:]
  /// How many low bits of the ordered pattern of a number do not count.
  private var shift: Int64 = 45

  private let width: Int

  init(selections: Int) { width = selections * BubbleUpCounts.none.count }

  /// About how many bytes they take.
  var size: Int { buckets.count * (64 + 4 * width) }

  /// Counts a trace by its number, which must be finite.
  mutating func add(_ number: Double, slots: [Int]) {
    let least = number + 0
    let key = Self.ordered(least) >> shift
    guard let known = buckets[key]?.least else { return addNew(least, slots) }
    if least < known { buckets[key]?.least = least }
    for slot in slots { buckets[key]?.counts[slot] += 1 }
  }

  private mutating func addNew(_ least: Double, _ slots: [Int]) {
    var counts = [UInt32](repeating: 0, count: width)
    for slot in slots { counts[slot] = 1 }
    add(Bucket(least: least, counts: counts))
  }

  private mutating func add(_ bucket: Bucket) {
    let key = Self.ordered(bucket.least) >> shift
    if var known = buckets[key] {
      known.least = min(known.least, bucket.least)
      known.add(bucket.counts)
      buckets[key] = known
    } else {
      buckets[key] = bucket
      while buckets.count > Self.maxBuckets { widen(to: shift + 1) }
    }
  }

  private mutating func widen(to wider: Int64) {
    let all = buckets
    buckets = [:]
    shift = wider
    for bucket in all.values { add(bucket) }
  }

  mutating func merge(_ other: BubbleUpNumbers) {
    if other.shift > shift { widen(to: other.shift) }
    for bucket in other.buckets.values { add(bucket) }
  }

  /// Bit patterns in the order of the numbers.
  private static func ordered(_ number: Double) -> Int64 {
    let bits = Int64(bitPattern: number.bitPattern)
    return bits >= 0 ? bits : bits ^ .max
  }

  /// Every cut there is, by one selection: the least number at or above it, and the traces whose number is. In falling order; not the one that all are above.
  func cuts(selection: Int) -> [(least: Double, counts: BubbleUpCounts)] {
    var cuts: [(least: Double, counts: BubbleUpCounts)] = []
    var sum = BubbleUpCounts.none
    for bucket in buckets.values.sorted(by: { $0.least > $1.least }) {
      sum.add(BubbleUpCounts(bucket.counts[...], selection: selection))
      cuts.append((bucket.least, sum))
    }
    return cuts.dropLast()
  }

  /// All traces that have a number, by one selection.
  func all(selection: Int) -> BubbleUpCounts {
    buckets.values.reduce(into: .none) { $0.add(BubbleUpCounts($1.counts[...], selection: selection)) }
  }
}

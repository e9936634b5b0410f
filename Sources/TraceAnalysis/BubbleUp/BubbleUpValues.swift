import TraceModel

/// The values of one key, with the traces that have each.
struct BubbleUpValues: Sendable {
  /// How many bytes of a value are looked at.
  static let longest = 200

  private(set) var names = SymbolInterner()
  /// `counts[16 * i ..< 16 * (i + 1)]` are those of value `i`.
  private var counts: BubbleUpCounts = .none
  /// The trace in which each was seen last.
  private var lastTrace: [UInt32] = [0]
  /// Whether the key has more values than the cap: none is kept, for good.
  private(set) var isOverCap = false

  /// How many different values there are, the empty one aside.
  var count: Int { names.count - 1 }

  /// Counts a value once a trace.
  mutating func add(_ value: ArraySlice<UInt8>, trace: UInt32, slot: Int, most: Int) {
    if isOverCap { return }
    let place = place(of: value.prefix(Self.longest))
    if lastTrace[place] == trace { return }
    lastTrace[place] = trace
    counts[place * BubbleUpCounts.none.count + slot] += 1
    if count > most { giveUp() }
  }

  private mutating func place(of value: ArraySlice<UInt8>) -> Int {
    let place = Int(names.intern(value).index)
    if place == lastTrace.count {
      lastTrace.append(0)
      counts.append(contentsOf: BubbleUpCounts.none)
    }
    return place
  }

  private mutating func giveUp() {
    isOverCap = true
    names = SymbolInterner()
    counts = .none
    lastTrace = [0]
  }

  mutating func merge(_ other: BubbleUpValues, most: Int) {
    if isOverCap { return }
    if other.isOverCap { return giveUp() }
    for number in 0..<other.names.count {
      let place = place(of: other.names.bytes(of: Symbol(UInt32(number)))) * BubbleUpCounts.none.count
      for (slot, count) in other.counts(of: number).enumerated() { counts[place + slot] += count }
      if count > most { return giveUp() }
    }
  }

  /// The counts of a value by its number; number 0 is the empty one.
  func counts(of number: Int) -> BubbleUpCounts {
    let width = BubbleUpCounts.none.count
    return BubbleUpCounts(counts[number * width..<(number + 1) * width])
  }
}

/// The largest number that each trace has under one key, in buckets.
struct BubbleUpNumbers: Sendable {
  /// At most so many buckets; else neighbours are joined.
  static let most = 1024

  private struct Bucket: Sendable {
    /// The least number in it.
    var least: Double
    var counts: BubbleUpCounts
  }

  private var buckets: [Int64: Bucket] = [:]
  /// How many low bits of the ordered pattern of a number do not count.
  private var shift: Int64 = 45

  /// Counts a trace by its number, which must be finite.
  mutating func add(_ number: Double, slot: Int) {
    var counts = BubbleUpCounts.none
    counts[slot] = 1
    add(Bucket(least: number + 0, counts: counts))
  }

  private mutating func add(_ bucket: Bucket) {
    let key = Self.ordered(bucket.least) >> shift
    if var known = buckets[key] {
      known.least = min(known.least, bucket.least)
      known.counts.add(bucket.counts)
      buckets[key] = known
    } else {
      buckets[key] = bucket
      while buckets.count > Self.most { widen(to: shift + 1) }
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

  /// Every cut there is: the least number at or above it, and the traces whose number is. In falling order; not the one that all are above.
  var cuts: [(least: Double, counts: BubbleUpCounts)] {
    var cuts: [(least: Double, counts: BubbleUpCounts)] = []
    var sum = BubbleUpCounts.none
    for bucket in buckets.values.sorted(by: { $0.least > $1.least }) {
      sum.add(bucket.counts)
      cuts.append((bucket.least, sum))
    }
    return cuts.dropLast()
  }

  /// All traces that have a number.
  var all: BubbleUpCounts { buckets.values.reduce(into: .none) { $0.add($1.counts) } }
}

import TraceModel

/// What adds up for one finding.
struct AntiPatternTotals: SummedUp {
  /// How often, and in how many calls or messages.
  var count = 0
  var calls = 0
  /// Time (ns) it cost, one value a response.
  var cost = Histogram()
  /// What those responses took (ns), saturating.
  var pathNanoseconds: Int64 = 0
  /// The responses that lost most.
  var exemplars = CriticalPathExemplars()
  /// Of the path at work.
  var pendingCost: Int64 = 0
  var pendingCount = 0
  var pendingCalls = 0

  mutating func merge(_ other: Self) {
    count += other.count
    calls += other.calls
    cost.merge(other.cost)
    add(path: other.pathNanoseconds)
    exemplars.merge(other.exemplars)
  }

  mutating func add(path nanoseconds: Int64) {
    let (sum, overflow) = pathNanoseconds.addingReportingOverflow(nanoseconds)
    pathNanoseconds = overflow ? .max : sum
  }
}

/// In which order two calls by one operation began, and how often they ran at once.
struct AntiPatternOrders: SummedUp {
  /// The one with the smaller number of its operation came first.
  var forward = 0
  var backward = 0
  var together = 0

  mutating func merge(_ other: Self) {
    forward += other.forward
    backward += other.backward
    together += other.together
  }

  /// Exchanges the two calls.
  mutating func turn() { (forward, backward) = (backward, forward) }

  /// How often another order was seen than the one in which they mostly run.
  var others: Int { forward + backward + together - max(forward, backward) }
}

/// A value that begins at nothing and adds up.
protocol SummedUp: Sendable {
  init()
  mutating func merge(_ other: Self)
}

/// Values by key, of bounded number: past the bound those whose keys have the smallest hashes stay.
///
/// A key that stays has been counted from its first sight, in every part of the data: any order of adding and merging keeps the same keys with
/// the same values.
struct AntiPatternTable<Value: SummedUp>: Sendable {
  let most: Int
  private(set) var index = KeyIndex()
  private(set) var hashes: [UInt64] = []
  var values: [Value] = []
  private var limit = UInt64.max
  /// Whether keys were lost.
  private(set) var isCut = false

  init(most: Int) { self.most = max(1, most) }

  /// The place of a key in ``values``; nil for one past the bound.
  @inline(__always)
  mutating func place(of key: KeyIndex.Key, hash: UInt64) -> Int? {
    if hash > limit { return nil }
    let place = index.number(of: key)
    if place == values.count {
      hashes.append(hash)
      values.append(Value())
    }
    return place
  }

  /// Forgets what is past the bound, when there is much of it. Places change.
  mutating func trim() { if values.count >= 2 * most + 64 { cut() } }

  /// Forgets all that is past the bound. Places change.
  mutating func cut() {
    guard values.count > most else { return }
    isCut = true
    limit = hashes.sorted()[most - 1]
    let (keys, oldHashes, oldValues) = (index.keys, hashes, values)
    index = KeyIndex()
    hashes = []
    values = []
    for place in oldValues.indices where oldHashes[place] <= limit {
      _ = index.number(of: keys[place])
      hashes.append(oldHashes[place])
      values.append(oldValues[place])
    }
  }

  /// Adds all of `other`, its keys translated.
  mutating func merge(_ other: Self, _ translated: (KeyIndex.Key) -> KeyIndex.Key) {
    if other.isCut {
      isCut = true
      limit = min(limit, other.limit)
    }
    for (place, key) in other.index.keys.enumerated() {
      if let mine = self.place(of: translated(key), hash: other.hashes[place]) {
        values[mine].merge(other.values[place])
      }
    }
    trim()
  }
}

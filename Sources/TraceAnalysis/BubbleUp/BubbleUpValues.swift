import TraceModel

/// The values of one key, with the traces that have each, by each of some selections.
struct BubbleUpValues: Sendable {
  /// How many bytes of a value are looked at.
  static let longest = 200

  private(set) var names = SymbolInterner()
  /// A row for each value: the ``BubbleUpCounts`` of all selections.
  private var counts: [UInt32]
  private let width: Int
  /// The trace in which each was seen last.
  private var lastTrace: [UInt32] = [0]
  /// Whether the key has more values than the cap: none is kept, for good.
  private(set) var isOverCap = false

  init(selections: Int) {
    width = selections * BubbleUpCounts.none.count
    counts = Array(repeating: 0, count: width)
  }

  /// How many different values there are, the empty one aside.
  var count: Int { names.count - 1 }
  /// About how many bytes they take.
  var size: Int { 4 * counts.count + 4 * lastTrace.count + 64 * names.count }

  /// Counts a value once a trace.
  mutating func add(_ value: ArraySlice<UInt8>, trace: UInt32, slots: [Int], maxValues: Int) {
    if isOverCap { return }
    let number = number(of: value.prefix(Self.longest))
    if lastTrace[number] == trace { return }
    lastTrace[number] = trace
    for slot in slots { counts[number * width + slot] += 1 }
    if count > maxValues { giveUp() }
  }

  private mutating func number(of value: ArraySlice<UInt8>) -> Int {
    let number = Int(names.intern(value).index)
    if number == lastTrace.count {
      lastTrace.append(0)
      counts.append(contentsOf: repeatElement(0, count: width))
    }
    return number
  }

  private mutating func giveUp() {
    isOverCap = true
    names = SymbolInterner()
    counts = Array(repeating: 0, count: width)
    lastTrace = [0]
  }

  mutating func merge(_ other: BubbleUpValues, maxValues: Int) {
    if isOverCap { return }
    if other.isOverCap { return giveUp() }
    for theirs in 0..<other.names.count {
      let own = number(of: other.names.bytes(of: Symbol(UInt32(theirs))))
      for slot in 0..<width { counts[own * width + slot] += other.counts[theirs * width + slot] }
      if count > maxValues { return giveUp() }
    }
  }

  /// The counts of a value by its number, by one selection; number 0 is the empty value.
  func counts(of number: Int, selection: Int) -> BubbleUpCounts {
    BubbleUpCounts(counts[number * width..<(number + 1) * width], selection: selection)
  }
}

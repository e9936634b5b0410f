import TraceModel

/// Entries that are bad about equally often, so that like is compared with like: what only tells one entry from another says nothing
/// within a class.
struct BubbleUpStrata: Sendable {
  static let most = 8

  /// Class of each entry, by service and operation.
  private(set) var classes: [UInt64: Int] = [:]
  /// Traces and bad ones of each entry, the one with most bad ones first; ties by name.
  private(set) var entries: [(names: UInt64, traces: Int, bad: Int)] = []

  /// The entry of a trace that has no spans.
  static let noEntry = UInt64.max

  /// Class 0 are entries that are never bad, the last those that always are; the others are cut so that each class has about
  /// equally many bad traces. Entries that are bad equally often share one.
  init(_ counts: [(names: UInt64, traces: Int, bad: Int)]) {
    entries = counts.sorted { $0.bad == $1.bad ? $0.names < $1.names : $0.bad > $1.bad }
    let mixed = counts.filter { $0.bad > 0 && $0.bad < $0.traces }.sorted { left, right in
      let (one, other) = (
        left.bad.multipliedFullWidth(by: right.traces), right.bad.multipliedFullWidth(by: left.traces)
      )
      return one == other ? left.names < right.names : one < other
    }
    let total = mixed.reduce(0) { $0 + $1.bad }
    var seen = 0
    var last: (names: UInt64, traces: Int, bad: Int)?
    var stratum = 1
    for entry in mixed {
      if last.map({
        $0.bad.multipliedFullWidth(by: entry.traces) != entry.bad.multipliedFullWidth(by: $0.traces)
      }) ?? true {
        stratum = 1 + min(Self.most - 3, (2 * seen + entry.bad) * (Self.most - 2) / max(1, 2 * total))
      }
      classes[entry.names] = stratum
      seen += entry.bad
      last = entry
    }
    for entry in counts where entry.bad == entry.traces && entry.bad > 0 { classes[entry.names] = Self.most - 1 }
  }

  func stratum(of names: UInt64) -> Int { classes[names] ?? 0 }
}

/// First pass: how often each entry is bad.
struct BubbleUpEntryFold: TraceFold {
  private var selector: TraceSelector
  private var index = KeyIndex()
  private var counts: [(traces: Int, bad: Int)] = []

  init(options: TraceSelection, prior: Void = (), symbols: SymbolTable) {
    selector = TraceSelector(options, symbols: symbols)
  }

  mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    for number in journey.traces {
      let trace = Trace(table: journey.table, index: TraceIndex(number: number))
      let names = trace.entry.map { FailingSpans.names($0, trace.table) } ?? BubbleUpStrata.noEntry
      let isBad = selector.isBad(trace)
      let place = place(of: names)
      counts[place].traces += 1
      if isBad { counts[place].bad += 1 }
    }
  }

  private mutating func place(of names: UInt64) -> Int {
    let place = index.number(of: KeyIndex.Key(names))
    if place == counts.count { counts.append((0, 0)) }
    return place
  }

  mutating func merge(_ other: BubbleUpEntryFold) {
    for (key, more) in zip(other.index.keys, other.counts) {
      let place = place(of: key.first)
      counts[place].traces += more.traces
      counts[place].bad += more.bad
    }
  }

  consuming func finish() -> BubbleUpStrata {
    BubbleUpStrata(zip(index.keys, counts).map { ($0.first, $1.traces, $1.bad) })
  }
}

/// Traces counted by class, good and bad: two numbers a class.
typealias BubbleUpCounts = [UInt32]

extension BubbleUpCounts {
  static let none = BubbleUpCounts(repeating: 0, count: 2 * BubbleUpStrata.most)

  static func slot(stratum: Int, isBad: Bool) -> Int { 2 * stratum + (isBad ? 1 : 0) }

  var good: Int { stride(from: 0, to: count, by: 2).reduce(0) { $0 + Int(self[$1]) } }
  var bad: Int { stride(from: 1, to: count, by: 2).reduce(0) { $0 + Int(self[$1]) } }

  mutating func add(_ other: BubbleUpCounts) {
    for place in indices { self[place] += other[place] }
  }

  /// All of them less those.
  func less(_ part: BubbleUpCounts) -> BubbleUpCounts { zip(self, part).map { $0 - $1 } }
}

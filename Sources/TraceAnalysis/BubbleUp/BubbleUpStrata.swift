import TraceModel

/// Entries that are bad about equally often, so that like is compared with like: what only tells one entry from another says nothing
/// within a class.
struct BubbleUpStrata: Sendable {
  static let most = 8

  /// The class of each entry.
  private(set) var classes: [BubbleUpEntryKey: Int] = [:]
  /// Traces and bad ones of each entry, the one with most bad ones first; ties by name.
  private(set) var entries: [(key: BubbleUpEntryKey, count: BubbleUpEntryCount)] = []

  /// Class 0 are entries that are never bad, the last those that always are; the others are cut so that each class has about
  /// equally many bad traces. Entries that are bad equally often share one.
  init(_ counts: Counted<BubbleUpEntryKey, BubbleUpEntryCount>) {
    let all = counts.sorted().map { (key: $0.key, count: $0.value) }
    entries = all.sorted { $0.count.bad == $1.count.bad ? $0.key < $1.key : $0.count.bad > $1.count.bad }
    let mixed = all.filter { $0.count.bad > 0 && $0.count.bad < $0.count.traces }.sorted { left, right in
      let (one, other) = (left.count.product(with: right.count), right.count.product(with: left.count))
      return one == other ? left.key < right.key : one < other
    }
    let total = mixed.reduce(0) { $0 + $1.count.bad }
    var seen = 0
    var last: BubbleUpEntryCount?
    var stratum = 1
    for (key, count) in mixed {
      if last.map({ $0.product(with: count) != count.product(with: $0) }) ?? true {
        stratum = 1 + min(Self.most - 3, (2 * seen + count.bad) * (Self.most - 2) / max(1, 2 * total))
      }
      classes[key] = stratum
      seen += count.bad
      last = count
    }
    for (key, count) in all where count.bad == count.traces && count.bad > 0 { classes[key] = Self.most - 1 }
  }

  func stratum(of entry: BubbleUpEntryKey) -> Int { classes[entry] ?? 0 }
}

/// The operation of the span with which a trace begins; nil for a trace that has none.
struct BubbleUpEntryKey: TableKey, Hashable, Comparable {
  var operation: OperationKey?

  init(_ trace: Trace) { operation = trace.entry.map { OperationKey($0, in: trace.table) } }

  /// No entry comes last.
  static func < (left: Self, right: Self) -> Bool {
    guard let one = left.operation else { return false }
    return right.operation.map { one < $0 } ?? true
  }
}

/// Traces of an entry, and bad ones among them.
struct BubbleUpEntryCount: Mergeable {
  var traces = 0
  var bad = 0

  mutating func merge(_ other: Self) {
    traces += other.traces
    bad += other.bad
  }

  /// For comparing shares of bad ones without dividing.
  fileprivate func product(with other: Self) -> (high: Int, low: UInt) { bad.multipliedFullWidth(by: other.traces) }
}

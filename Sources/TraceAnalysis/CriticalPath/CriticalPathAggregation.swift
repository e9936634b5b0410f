import TraceModel

/// Own time on paths, added up by entry point and operation.
///
/// One path after the other: name its entry point, add its segments to a ``TimesOfPath`` under the numbers of their operations, then
/// ``close(_:entry:isOrphan:times:)``. Bounded by the distinct (entry point, operation, kind) there are.
struct CriticalPathAggregation: Sendable {
  private(set) var entries = Counted<EntryKey, CriticalPathEntryTotals>()
  private var operations = Counted<EntryOperationKey, CriticalPathOperationTotals>()

  init() {}

  /// How many paths were closed.
  var count: Int { entries.values.reduce(0) { $0 + $1.durations.count } }

  var size: Int { entries.size + operations.size }

  /// The number of the entry point that `root` stands for; `value` tells entry points of one operation apart.
  mutating func entry(of root: Int, value: Int = 0, in table: SpanTable) -> Int {
    entries.number(of: EntryKey(operation: OperationKey(root, in: table), value: Int32(truncatingIfNeeded: value)))
  }

  /// The number of a span's operation among those of an entry point.
  @inline(__always)
  mutating func number(_ row: Int, _ segment: CriticalPathSegmentKind, entry: Int, in table: SpanTable) -> Int {
    number(of: PathOperationKey(row, segment, in: table), entry: entry)
  }

  /// The number of an operation among those of an entry point.
  @inline(__always)
  mutating func number(of operation: PathOperationKey, entry: Int) -> Int {
    operations.number(of: EntryOperationKey(operation: operation, entry: Int32(truncatingIfNeeded: entry)))
  }

  mutating func addAmbiguous(_ operation: Int, times: Int = 1) { operations.values[operation].ambiguous &+= times }

  /// Adds the slack and drag (ns) of one span.
  @inline(__always)
  mutating func add(_ operation: Int, slack: Int64, drag: Int64) {
    operations.values[operation].slack.add(slack: slack, drag: drag)
  }

  /// Adds a path.
  ///
  /// - Parameters:
  ///   - path: Its duration and ids.
  ///   - entry: The number of its entry point.
  ///   - isOrphan: Whether the parent of its root is missing.
  ///   - times: What it spent, by the numbers of operations.
  mutating func close(_ path: CriticalPathExemplar, entry: Int, isOrphan: Bool, times: borrowing TimesOfPath) {
    entries.values[entry].durations.add(path.nanoseconds)
    entries.values[entry].slowest.offer(path)
    if isOrphan { entries.values[entry].orphans += 1 }
    for number in times.touched {
      operations.values[number].add(
        CriticalPathExemplar(
          nanoseconds: times[number].exclusive, traceID: path.traceID, rootSpanID: path.rootSpanID))
    }
  }

  /// Adds up; returns for each number of an entry point and of an operation of `other` the one it has here.
  @discardableResult
  mutating func merge(_ other: Self) -> (entries: [Int], operations: [Int]) {
    let numbers = entries.merge(other.entries)
    let operations = operations.merge(other.operations) { key in
      EntryOperationKey(operation: key.operation, entry: Int32(truncatingIfNeeded: numbers[Int(key.entry)]))
    }
    return (numbers, operations)
  }

  /// Numbers of entry points by total time descending, then service, operation, value.
  func entryOrder() -> [Int] {
    entries.keys.indices.sorted { left, right in
      let (leftSum, rightSum) = (entries.values[left].durations.sum, entries.values[right].durations.sum)
      return leftSum != rightSum ? leftSum > rightSum : entries.keys[left] < entries.keys[right]
    }
  }

  /// By total time descending, then service, operation, value.
  func finished(_ names: inout CriticalPathNames) -> [CriticalPathEntry] {
    var byEntry = [[Int]](repeating: [], count: entries.count)
    for (number, key) in operations.keys.enumerated() { byEntry[Int(key.entry)].append(number) }
    return entryOrder().map { entry in
      let key = entries.keys[entry].operation
      let totals = entries.values[entry]
      return CriticalPathEntry(
        service: names[key.service], operation: names[key.operation], traces: totals.durations.count,
        orphans: totals.orphans, durations: totals.durations, slowest: totals.slowest.kept,
        path: finishedPath(byEntry[entry], &names), slacks: finishedSlacks(byEntry[entry], &names))
    }
  }

  private func finishedSlacks(_ numbers: [Int], _ names: inout CriticalPathNames) -> [CriticalPathSlackRow] {
    let order = numbers.filter { operations.values[$0].slack != CriticalPathSlack() }.sorted { left, right in
      let (one, other) = (operations.values[left].slack, operations.values[right].slack)
      if one.drag != other.drag { return one.drag > other.drag }
      if one.leastSlack != other.leastSlack { return one.leastSlack < other.leastSlack }
      return operations.keys[left].operation < operations.keys[right].operation
    }
    return order.map { number in
      let key = operations.keys[number].operation.operation
      return CriticalPathSlackRow(
        service: names[key.name.service], operation: names[key.name.operation], spanKind: key.kind,
        slack: operations.values[number].slack)
    }
  }

  private func finishedPath(_ numbers: [Int], _ names: inout CriticalPathNames) -> [CriticalPathOperation] {
    // An operation that only called others has a number, but no row.
    let order = numbers.filter { operations.values[$0].exclusive.count > 0 }.sorted { left, right in
      let (leftSum, rightSum) = (operations.values[left].exclusive.sum, operations.values[right].exclusive.sum)
      return leftSum != rightSum
        ? leftSum > rightSum : operations.keys[left].operation < operations.keys[right].operation
    }
    return order.map { number in
      let key = operations.keys[number].operation
      let totals = operations.values[number]
      return CriticalPathOperation(
        service: names[key.operation.name.service], operation: names[key.operation.name.operation],
        spanKind: key.operation.kind, kind: key.segment, exclusive: totals.exclusive, ambiguous: totals.ambiguous,
        exemplars: totals.exemplars.kept)
    }
  }
}

import TraceModel

/// Own time on paths, added up by entry point and operation.
///
/// One path after the other: name its entry point, ``add(_:duration:isAmbiguous:)`` its segments, then ``close(_:entry:isOrphan:)``. State is bounded
/// by the distinct (entry point, operation, kind) there are.
struct CriticalPathAggregation: Sendable {
  /// (service and operation of roots; number of the attribute value that splits them).
  private var entries = KeyIndex()
  private(set) var entryTotals: [CriticalPathEntryTotals] = []
  /// (service and operation of segments; entry number, kinds of segment and span).
  private var pairs = KeyIndex()
  private var pairTotals: [CriticalPathOperationTotals] = []
  /// Time (ns) of one path by pair number; all 0 between paths.
  private var exclusive: [Int64] = []
  /// Pair numbers of one path.
  private var touched: [Int] = []

  init() {}

  /// How many paths were closed.
  var count: Int { entryTotals.reduce(0) { $0 + $1.durations.count } }

  /// Service and operation of each entry point, by number.
  var entryKeys: [KeyIndex.Key] { entries.keys }

  /// The number of the entry point that `root` stands for; `value` tells entry points of one operation apart.
  mutating func entry(of root: Int, value: Int = 0, in table: SpanTable) -> Int {
    entryNumber(
      of: KeyIndex.Key(
        CriticalPathWalk.pair(table.columns.services[root], table.columns.names[root]), UInt64(value)))
  }

  /// The number of a span's operation among those of an entry point.
  @inline(__always)
  mutating func pair(_ row: Int, kind: CriticalPathSegmentKind, entry: Int, in table: SpanTable) -> Int {
    pairNumber(
      of: KeyIndex.Key(
        CriticalPathWalk.pair(table.columns.services[row], table.columns.names[row]),
        UInt64(entry) << 8 | UInt64(kind.rawValue) << 4 | UInt64(table.columns.kinds[row].rawValue)))
  }

  /// Adds time (ns, at least 1) of the present path.
  @inline(__always)
  mutating func add(_ pair: Int, duration: Int64) {
    if exclusive[pair] == 0 { touched.append(pair) }
    exclusive[pair] &+= duration
  }

  mutating func addAmbiguous(_ pair: Int) { pairTotals[pair].ambiguous &+= 1 }

  /// Ends the present path.
  mutating func close(_ path: CriticalPathExemplar, entry: Int, isOrphan: Bool) {
    entryTotals[entry].durations.add(path.nanoseconds)
    entryTotals[entry].slowest.offer(path)
    if isOrphan { entryTotals[entry].orphans += 1 }
    for pair in touched {
      let nanoseconds = exclusive[pair]
      pairTotals[pair].exclusive.add(nanoseconds)
      pairTotals[pair].exemplars.offer(
        CriticalPathExemplar(nanoseconds: nanoseconds, traceID: path.traceID, rootSpanID: path.rootSpanID))
      exclusive[pair] = 0
    }
    touched.removeAll(keepingCapacity: true)
  }

  /// Adds up; returns for each entry number of `other` the one it has here.
  @discardableResult
  mutating func merge(_ other: Self) -> (entries: [Int], pairs: [Int]) {
    let entryNumbers = other.entries.keys.map { entryNumber(of: $0) }
    for (number, totals) in other.entryTotals.enumerated() { entryTotals[entryNumbers[number]].merge(totals) }
    let pairNumbers = other.pairs.keys.map { key in
      pairNumber(of: KeyIndex.Key(key.first, UInt64(entryNumbers[Int(key.second >> 8)]) << 8 | key.second & 255))
    }
    for (number, totals) in other.pairTotals.enumerated() { pairTotals[pairNumbers[number]].merge(totals) }
    return (entryNumbers, pairNumbers)
  }

  private mutating func entryNumber(of key: KeyIndex.Key) -> Int {
    let number = entries.number(of: key)
    if number == entryTotals.count { entryTotals.append(CriticalPathEntryTotals()) }
    return number
  }

  @inline(__always)
  private mutating func pairNumber(of key: KeyIndex.Key) -> Int {
    let number = pairs.number(of: key)
    if number == pairTotals.count {
      pairTotals.append(CriticalPathOperationTotals())
      exclusive.append(0)
    }
    return number
  }

  /// Entry numbers by total time descending, then service, operation, value.
  func entryOrder() -> [Int] {
    // Symbols of one table sort like their names.
    entryTotals.indices.sorted { left, right in
      let (leftSum, rightSum) = (entryTotals[left].durations.sum, entryTotals[right].durations.sum)
      if leftSum != rightSum { return leftSum > rightSum }
      let (leftKey, rightKey) = (entries.keys[left], entries.keys[right])
      return (leftKey.first, leftKey.second) < (rightKey.first, rightKey.second)
    }
  }

  /// By total time descending, then service, operation, value.
  func finished(_ names: inout CriticalPathNames) -> [CriticalPathEntry] {
    var pathsByEntry = [[Int]](repeating: [], count: entryTotals.count)
    for (number, key) in pairs.keys.enumerated() { pathsByEntry[Int(key.second >> 8)].append(number) }
    return entryOrder().map { entry in
      let key = entries.keys[entry]
      let totals = entryTotals[entry]
      return CriticalPathEntry(
        service: names.service(of: key), operation: names.operation(of: key), traces: totals.durations.count,
        orphans: totals.orphans, durations: totals.durations, slowest: totals.slowest.kept,
        path: finishedPath(pathsByEntry[entry], &names))
    }
  }

  private func finishedPath(_ numbers: [Int], _ names: inout CriticalPathNames) -> [CriticalPathOperation] {
    // An operation that only called others has a number, but no row.
    let order = numbers.filter { pairTotals[$0].exclusive.count > 0 }.sorted { left, right in
      let (leftSum, rightSum) = (pairTotals[left].exclusive.sum, pairTotals[right].exclusive.sum)
      if leftSum != rightSum { return leftSum > rightSum }
      let (leftKey, rightKey) = (pairs.keys[left], pairs.keys[right])
      return (leftKey.first, leftKey.second) < (rightKey.first, rightKey.second)
    }
    return order.map { number in
      let key = pairs.keys[number]
      let totals = pairTotals[number]
      return CriticalPathOperation(
        service: names.service(of: key), operation: names.operation(of: key),
        spanKind: SpanKind(rawValue: UInt8(truncatingIfNeeded: key.second & 15)) ?? .unspecified,
        kind: CriticalPathSegmentKind(rawValue: UInt8(truncatingIfNeeded: key.second >> 4 & 15)) ?? .work,
        exclusive: totals.exclusive, ambiguous: totals.ambiguous, exemplars: totals.exemplars.kept)
    }
  }
}

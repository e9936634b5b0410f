import TraceModel

/// Own time on paths, added up by entry point and operation.
///
/// One path after the other: ``add(_:kind:duration:isAmbiguous:in:)`` its segments, then ``close(_:root:in:)``. State is bounded by the
/// distinct (entry point, operation, kind) there are.
struct CriticalPathAggregation: Sendable {
  /// (service, operation) of roots.
  private var entries = KeyIndex()
  private var entryTotals: [CriticalPathEntryTotals] = []
  /// (service, operation, kind of span and segment) of segments.
  private var operations = KeyIndex()
  /// (entry number, operation number).
  private var pairs = KeyIndex()
  private var pairTotals: [CriticalPathOperationTotals] = []
  /// Time (ns) of one path by operation number; all 0 between paths.
  private var exclusive: [Int64] = []
  private var ambiguous: [Int32] = []
  /// Operation numbers of one path.
  private var touched: [Int] = []

  init() {}

  /// How many paths were closed.
  var count: Int { entryTotals.reduce(0) { $0 + $1.durations.count } }

  @inline(__always)
  mutating func add(
    _ row: Int, kind: CriticalPathSegmentKind, duration: Int64, isAmbiguous: Bool, in table: SpanTable
  ) {
    let operation = operationNumber(
      of: KeyIndex.Key(
        CriticalPathWalk.pair(table.columns.services[row], table.columns.names[row]),
        UInt64(kind.rawValue) << 4 | UInt64(table.columns.kinds[row].rawValue)))
    if exclusive[operation] == 0 { touched.append(operation) }
    exclusive[operation] &+= duration
    if isAmbiguous { ambiguous[operation] &+= 1 }
  }

  /// The time of one operation on a part of a path.
  struct Part: Sendable {
    var operation: Int32
    var ambiguous: Int32
    var nanoseconds: Int64
  }

  /// Takes back what was added since the last path was closed, as a part that several paths may have in common.
  mutating func takePart() -> [Part] {
    let part = touched.map { operation in
      Part(operation: Int32(operation), ambiguous: ambiguous[operation], nanoseconds: exclusive[operation])
    }
    for operation in touched {
      exclusive[operation] = 0
      ambiguous[operation] = 0
    }
    touched.removeAll(keepingCapacity: true)
    return part
  }

  /// Adds a part of the path. O(operations in it).
  mutating func add(_ part: [Part]) {
    for part in part {
      let operation = Int(part.operation)
      if exclusive[operation] == 0 { touched.append(operation) }
      exclusive[operation] &+= part.nanoseconds
      ambiguous[operation] &+= part.ambiguous
    }
  }

  /// Ends the path that `root` heads.
  mutating func close(_ path: CriticalPathExemplar, root: Int, in table: SpanTable) {
    let entry = entryNumber(
      of: KeyIndex.Key(CriticalPathWalk.pair(table.columns.services[root], table.columns.names[root])))
    entryTotals[entry].durations.add(path.nanoseconds)
    entryTotals[entry].slowest.offer(path)
    if table.columns.flags[root].contains(.orphan) { entryTotals[entry].orphans += 1 }
    for operation in touched {
      let pair = pairNumber(entry: entry, operation: operation)
      let nanoseconds = exclusive[operation]
      pairTotals[pair].exclusive.add(nanoseconds)
      pairTotals[pair].ambiguous &+= Int(ambiguous[operation])
      pairTotals[pair].exemplars.offer(
        CriticalPathExemplar(nanoseconds: nanoseconds, traceID: path.traceID, rootSpanID: path.rootSpanID))
      exclusive[operation] = 0
      ambiguous[operation] = 0
    }
    touched.removeAll(keepingCapacity: true)
  }

  mutating func merge(_ other: Self) {
    let entryNumbers = other.entries.keys.map { entryNumber(of: $0) }
    for (number, totals) in other.entryTotals.enumerated() { entryTotals[entryNumbers[number]].merge(totals) }
    let operationNumbers = other.operations.keys.map { operationNumber(of: $0) }
    for (number, key) in other.pairs.keys.enumerated() {
      let pair = pairNumber(entry: entryNumbers[Int(key.first)], operation: operationNumbers[Int(key.second)])
      pairTotals[pair].merge(other.pairTotals[number])
    }
  }

  private mutating func entryNumber(of key: KeyIndex.Key) -> Int {
    let number = entries.number(of: key)
    if number == entryTotals.count { entryTotals.append(CriticalPathEntryTotals()) }
    return number
  }

  @inline(__always)
  private mutating func operationNumber(of key: KeyIndex.Key) -> Int {
    let number = operations.number(of: key)
    if number == exclusive.count {
      exclusive.append(0)
      ambiguous.append(0)
    }
    return number
  }

  private mutating func pairNumber(entry: Int, operation: Int) -> Int {
    let number = pairs.number(of: KeyIndex.Key(UInt64(entry), UInt64(operation)))
    if number == pairTotals.count { pairTotals.append(CriticalPathOperationTotals()) }
    return number
  }

  /// By total time descending, then service, operation.
  borrowing func finished(_ names: inout CriticalPathNames) -> [CriticalPathEntry] {
    var pathsByEntry = [[Int]](repeating: [], count: entryTotals.count)
    for (number, key) in pairs.keys.enumerated() { pathsByEntry[Int(key.first)].append(number) }
    // Symbols of one table sort like their names.
    let order = entryTotals.indices.sorted { left, right in
      let (leftSum, rightSum) = (entryTotals[left].durations.sum, entryTotals[right].durations.sum)
      return leftSum != rightSum ? leftSum > rightSum : entries.keys[left].first < entries.keys[right].first
    }
    var finished: [CriticalPathEntry] = []
    for entry in order {
      let key = entries.keys[entry]
      let totals = entryTotals[entry]
      finished.append(
        CriticalPathEntry(
          service: names.service(of: key), operation: names.operation(of: key), traces: totals.durations.count,
          orphans: totals.orphans, durations: totals.durations, slowest: totals.slowest.kept,
          path: finishedPath(pathsByEntry[entry], &names)))
    }
    return finished
  }

  private borrowing func finishedPath(_ numbers: [Int], _ names: inout CriticalPathNames) -> [CriticalPathOperation] {
    let order = numbers.sorted { left, right in
      let (leftSum, rightSum) = (pairTotals[left].exclusive.sum, pairTotals[right].exclusive.sum)
      if leftSum != rightSum { return leftSum > rightSum }
      let (leftKey, rightKey) = (
        operations.keys[Int(pairs.keys[left].second)], operations.keys[Int(pairs.keys[right].second)]
      )
      return (leftKey.first, leftKey.second) < (rightKey.first, rightKey.second)
    }
    return order.map { number in
      let key = operations.keys[Int(pairs.keys[number].second)]
      let totals = pairTotals[number]
      return CriticalPathOperation(
        service: names.service(of: key), operation: names.operation(of: key),
        spanKind: SpanKind(rawValue: UInt8(truncatingIfNeeded: key.second & 15)) ?? .unspecified,
        kind: CriticalPathSegmentKind(rawValue: UInt8(truncatingIfNeeded: key.second >> 4)) ?? .work,
        exclusive: totals.exclusive, ambiguous: totals.ambiguous, exemplars: totals.exemplars.kept)
    }
  }
}

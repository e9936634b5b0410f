import TraceModel

extension CriticalPathFold {
  /// - Complexity: O(*n* log *n*) in what was kept; each name becomes a string once.
  public consuming func finish() -> CriticalPathResult {
    var names = CriticalPathNames(symbols: symbols)
    var result = CriticalPathResult()
    result.responseCount = entryTotals.reduce(0) { $0 + $1.durations.count }
    result.entries = finishedEntries(&names)
    result.responses = responses.sorted().map { CriticalPathResponse($0, &names) }
    for kind in CriticalPathDiagnostic.Kind.allCases where findings.counts[Int(kind.rawValue)] > 0 {
      result.diagnosticCounts.append((kind, findings.counts[Int(kind.rawValue)]))
      result.diagnostics += findings.sorted(kind).map {
        CriticalPathFinding(kind: kind, traceID: $0.traceID, spanID: $0.spanID, nanoseconds: $0.nanoseconds)
      }
    }
    return result
  }

  private borrowing func finishedEntries(_ names: inout CriticalPathNames) -> [CriticalPathEntry] {
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

  private borrowing func finishedPath(
    _ numbers: [Int], _ names: inout CriticalPathNames
  ) -> [CriticalPathOperation] {
    let order = numbers.sorted { left, right in
      let (leftSum, rightSum) = (pairTotals[left].exclusive.sum, pairTotals[right].exclusive.sum)
      if leftSum != rightSum { return leftSum > rightSum }
      let (leftKey, rightKey) = (
        operations.keys[Int(pairs.keys[left].second)], operations.keys[Int(pairs.keys[right].second)]
      )
      return (leftKey.first, leftKey.second) < (rightKey.first, rightKey.second)
    }
    var path: [CriticalPathOperation] = []
    for number in order {
      let key = operations.keys[Int(pairs.keys[number].second)]
      let totals = pairTotals[number]
      path.append(
        CriticalPathOperation(
          service: names.service(of: key), operation: names.operation(of: key),
          spanKind: SpanKind(rawValue: UInt8(truncatingIfNeeded: key.second & 15)) ?? .unspecified,
          kind: CriticalPathSegmentKind(rawValue: UInt8(truncatingIfNeeded: key.second >> 4)) ?? .work,
          exclusive: totals.exclusive,
          ambiguous: totals.ambiguous, exemplars: totals.exemplars.kept))
    }
    return path
  }
}

extension CriticalPathResponse {
  init(_ record: CriticalPathRecord, _ names: inout CriticalPathNames) {
    traceID = record.response.traceID
    rootSpanID = record.response.rootSpanID
    service = names[record.service.index]
    operation = names[record.operation.index]
    duration = record.response.nanoseconds
    isOrphan = record.isOrphan
    segments = []
    segments.reserveCapacity(record.segments.count)
    for segment in record.segments {
      segments.append(
        Segment(
          kind: .work, spanID: segment.spanID, service: names[segment.service.index],
          operation: names[segment.operation.index], spanKind: segment.spanKind, start: segment.start,
          end: segment.end, isAmbiguous: segment.isAmbiguous))
    }
  }
}

/// Names as strings, each made once.
struct CriticalPathNames {
  private let symbols: SymbolTable
  private var made: [String?]

  init(symbols: SymbolTable) {
    self.symbols = symbols
    made = Array(repeating: nil, count: symbols.count)
  }

  mutating func service(of key: KeyIndex.Key) -> String { self[UInt32(truncatingIfNeeded: key.first >> 32)] }
  mutating func operation(of key: KeyIndex.Key) -> String { self[UInt32(truncatingIfNeeded: key.first)] }

  subscript(index: UInt32) -> String {
    mutating get {
      if let name = made[Int(index)] { return name }
      let name = symbols.string(of: Symbol(index))
      made[Int(index)] = name
      return name
    }
  }
}

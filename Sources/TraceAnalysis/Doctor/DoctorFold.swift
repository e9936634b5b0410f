public import TraceModel

/// Counts what a dump holds: spans, traces, services, kinds, links, and what is wrong with the spans.
public struct DoctorFold: TraceFold {
  /// The span attributes the fold reads: none.
  public static let requiredAttributes: [String] = []

  private var result = DoctorResult()
  /// Whether a service owns a span, by symbol.
  private var owners: [Bool]
  private let unnamed: Symbol?
  /// Scratch: the span ids of a trace in which an id occurs twice.
  private var ids: [UInt64] = []

  private static let defects: SpanFlags = [
    .orphan, .negativeDuration, .missingTime, .cycleCut, .sameIDOtherContent,
  ]
  private static let repeatedID: SpanFlags = [.sameIDOtherContent, .sharedHalf]

  public init(options: Void, prior: Void, symbols: SymbolTable) {
    owners = [Bool](repeating: false, count: symbols.count)
    unnamed = symbols.symbol(of: "unknown_service")
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    result.journeys += 1
    for trace in journey.traces {
      let rows = Int(table.columns.traceOffsets[trace])..<Int(table.columns.traceOffsets[trace + 1])
      result.traces += 1
      result.spans += rows.count
      var flagsOfTrace: SpanFlags = []
      for row in rows {
        flagsOfTrace.formUnion(table.columns.flags[row])
        count(row, table)
      }
      if flagsOfTrace.isDisjoint(with: DoctorFold.repeatedID) {
        result.distinctSpans += rows.count
      } else {
        ids.removeAll(keepingCapacity: true)
        for row in rows { ids.append(table.columns.spanIDs[row].value) }
        ids.sort()
        for place in ids.indices where place == 0 || ids[place] != ids[place - 1] { result.distinctSpans += 1 }
      }
    }
  }

  @inline(__always)
  private mutating func count(_ row: Int, _ table: SpanTable) {
    let flags = table.columns.flags[row]
    let service = table.columns.services[row]
    owners[Int(service.index)] = true
    result.kinds[Int(table.columns.kinds[row].rawValue)] += 1
    if table.columns.statuses[row] == .error { result.errors += 1 }
    if table.columns.parents[row] < 0 && table.columns.parentIDs[row].isNone { result.roots += 1 }
    let firstLink = Int(table.columns.linkOffsets[row])
    let endOfLinks = Int(table.columns.linkOffsets[row + 1])
    if firstLink < endOfLinks {
      result.links += endOfLinks - firstLink
      for place in firstLink..<endOfLinks {
        let link = table.columns.links[place]
        if link.target >= 0 {
          result.linksResolved += 1
        } else if link.target == SpanLink.cut {
          result.linksCut += 1
        } else if link.isSampledOut {
          result.linksSampledOut += 1
        }
      }
    }
    if !flags.isDisjoint(with: DoctorFold.defects) || service.isEmpty || service == unnamed {
      result.spansWithDefects += 1
      if flags.contains(.orphan) { result.orphans += 1 }
      if flags.contains(.negativeDuration) { result.negativeDurations += 1 }
      if flags.contains(.cycleCut) { result.cyclesCut += 1 }
      if flags.contains(.sameIDOtherContent) { result.sameIDOtherContent += 1 }
      if flags.contains(.missingTime) {
        result.missingTimes += 1
        return
      }
    }
    let start = table.columns.starts[row]
    let end = table.columns.ends[row]
    result.first = min(result.first ?? Timestamp(nanoseconds: start), Timestamp(nanoseconds: start))
    result.last = max(result.last ?? Timestamp(nanoseconds: end), Timestamp(nanoseconds: end))
    result.totalDuration = DoctorFold.saturatingSum(result.totalDuration, end &- start)
  }

  public mutating func merge(_ other: DoctorFold) {
    for place in owners.indices where other.owners[place] { owners[place] = true }
    let theirs = other.result
    result.distinctSpans += theirs.distinctSpans
    result.spans += theirs.spans
    result.traces += theirs.traces
    result.journeys += theirs.journeys
    result.roots += theirs.roots
    result.orphans += theirs.orphans
    result.errors += theirs.errors
    result.links += theirs.links
    result.linksResolved += theirs.linksResolved
    result.linksSampledOut += theirs.linksSampledOut
    result.linksCut += theirs.linksCut
    for kind in result.kinds.indices { result.kinds[kind] += theirs.kinds[kind] }
    if let first = theirs.first { result.first = min(result.first ?? first, first) }
    if let last = theirs.last { result.last = max(result.last ?? last, last) }
    result.totalDuration = DoctorFold.saturatingSum(result.totalDuration, theirs.totalDuration)
    result.negativeDurations += theirs.negativeDurations
    result.missingTimes += theirs.missingTimes
    result.cyclesCut += theirs.cyclesCut
    result.sameIDOtherContent += theirs.sameIDOtherContent
    result.spansWithDefects += theirs.spansWithDefects
  }

  public consuming func finish() -> DoctorResult {
    var result = result
    result.services = owners.dropFirst().reduce(0) { $0 + ($1 ? 1 : 0) }
    return result
  }

  private static func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflowed) = left.addingReportingOverflow(right)
    return overflowed ? .max : sum
  }
}

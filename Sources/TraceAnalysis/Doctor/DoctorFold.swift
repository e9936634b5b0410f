import TraceAssembly
public import TraceModel

/// Counts what a dump holds: spans, traces, services, kinds, links, and what is wrong with the spans.
public struct DoctorFold: StatefulFold {
  public typealias Options = Void
  public typealias Prior = Void
  public typealias Result = DoctorResult

  /// The span attributes that assembly tells failures by; the fold reads none.
  public static let requiredAttributes = ErrorConventions.requiredAttributes

  public struct State: PartialState {
    fileprivate var result = DoctorResult()
    /// Whether a service owns a span, by symbol.
    fileprivate var owners: [Bool]

    public var size: Int { MemoryLayout<Self>.size + owners.count }
  }

  public var state: State
  public let symbols: SymbolTable
  private let unnamed: Symbol?
  /// Scratch: the span ids of a trace in which an id occurs twice.
  private var ids: [UInt64] = []

  private static let defects: SpanFlags = [
    .orphan, .negativeDuration, .missingTime, .cycleCut, .sameIDOtherContent,
  ]
  private static let repeatedID: SpanFlags = [.sameIDOtherContent, .sharedHalf]

  public init(options: Void, prior: Void, symbols: SymbolTable) {
    self.symbols = symbols
    state = State(owners: [Bool](repeating: false, count: symbols.count))
    unnamed = symbols.symbol(of: "unknown_service")
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    state.result.journeys += 1
    for trace in journey.traces {
      let rows = Int(table.columns.traceOffsets[trace])..<Int(table.columns.traceOffsets[trace + 1])
      state.result.traces += 1
      state.result.spans += rows.count
      var flagsOfTrace: SpanFlags = []
      for row in rows {
        flagsOfTrace.formUnion(table.columns.flags[row])
        count(row, table)
      }
      if flagsOfTrace.isDisjoint(with: DoctorFold.repeatedID) {
        state.result.distinctSpans += rows.count
      } else {
        ids.removeAll(keepingCapacity: true)
        for row in rows { ids.append(table.columns.spanIDs[row].value) }
        ids.sort()
        for place in ids.indices where place == 0 || ids[place] != ids[place - 1] { state.result.distinctSpans += 1 }
      }
    }
  }

  @inline(__always)
  private mutating func count(_ row: Int, _ table: SpanTable) {
    let flags = table.columns.flags[row]
    let service = table.columns.services[row]
    state.owners[Int(service.index)] = true
    state.result.kinds[Int(table.columns.kinds[row].rawValue)] += 1
    if table.columns.statuses[row] == .error {
      state.result.errors += 1
    } else if flags.contains(.failsByConvention) {
      state.result.unsetFailures += 1
    }
    if table.columns.parents[row] < 0 && table.columns.parentIDs[row].isNone { state.result.roots += 1 }
    let firstLink = Int(table.columns.linkOffsets[row])
    let endOfLinks = Int(table.columns.linkOffsets[row + 1])
    if firstLink < endOfLinks {
      state.result.links += endOfLinks - firstLink
      for place in firstLink..<endOfLinks {
        let link = table.columns.links[place]
        if link.target >= 0 {
          state.result.linksResolved += 1
        } else if link.target == SpanLink.cut {
          state.result.linksCut += 1
        } else if link.isSampledOut {
          state.result.linksSampledOut += 1
        }
      }
    }
    if !flags.isDisjoint(with: DoctorFold.defects) || service.isEmpty || service == unnamed {
      state.result.spansWithDefects += 1
      if flags.contains(.orphan) { state.result.orphans += 1 }
      if flags.contains(.negativeDuration) { state.result.negativeDurations += 1 }
      if flags.contains(.cycleCut) { state.result.cyclesCut += 1 }
      if flags.contains(.sameIDOtherContent) { state.result.sameIDOtherContent += 1 }
      if flags.contains(.missingTime) {
        state.result.missingTimes += 1
        return
      }
    }
    let start = table.columns.starts[row]
    let end = table.columns.ends[row]
    state.result.first = min(state.result.first ?? Timestamp(nanoseconds: start), Timestamp(nanoseconds: start))
    state.result.last = max(state.result.last ?? Timestamp(nanoseconds: end), Timestamp(nanoseconds: end))
    state.result.totalDuration = DoctorFold.saturatingSum(state.result.totalDuration, end &- start)
  }

  public static func finish(_ state: consuming State, options: Void, prior: Void, symbols: SymbolTable) -> DoctorResult
  {
    let state = state
    var result = state.result
    result.services = state.owners.dropFirst().reduce(0) { $0 + ($1 ? 1 : 0) }
    let isUnnamed = symbols.symbol(of: "unknown_service").map { state.owners[Int($0.index)] } ?? false
    result.namedServices = result.services - (isUnnamed ? 1 : 0)
    return result
  }

  fileprivate static func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflowed) = left.addingReportingOverflow(right)
    return overflowed ? .max : sum
  }
}

extension DoctorFold.State {
  public mutating func merge(_ other: Self) {
    for place in owners.indices where other.owners[place] { owners[place] = true }
    let theirs = other.result
    result.distinctSpans += theirs.distinctSpans
    result.spans += theirs.spans
    result.traces += theirs.traces
    result.journeys += theirs.journeys
    result.roots += theirs.roots
    result.orphans += theirs.orphans
    result.errors += theirs.errors
    result.unsetFailures += theirs.unsetFailures
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
}

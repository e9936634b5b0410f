public import TraceModel

/// Which ways requests take: the hops from each root to each leaf.
///
/// A span is a hop when its service is another than its parent's, or when it is SERVER or CONSUMER. A way leads to a span without children, so
/// that one may be the beginning of another; one that leads to several spans of a trace counts once for the trace.
///
/// Source: jaeger-ui, `transformTracesToPaths`. Departure: services tell hops apart, not processes.
///
/// The ways of all traces are kept as one tree, so a hop costs a table lookup, whatever lies above it.
public struct CallPathFold: TraceFold {
  /// The span attributes the fold reads: none.
  public static let requiredAttributes: [String] = []
  /// Hops below this depth belong to the way above them.
  static let deepest = 500

  private let symbols: SymbolTable
  /// Key: number of the hop above plus 1 (0 for a root), and service and operation.
  private var index = KeyIndex()
  private var hops: [Hop] = []
  /// Scratch by row of a trace: number of its hop, -1 for none above, -2 when not yet known.
  private var hopOfRow: [Int32] = []
  private var waiting: [Int] = []
  /// How many traces were seen; marks what was counted for the one at hand.
  private var traceNumber = 0

  fileprivate struct Hop: Sendable {
    var above: Int32
    var depth: Int
    /// Spans that are this hop.
    var calls = CallStatistics()
    /// Traces in which a way ends here.
    var traces = 0
    /// Of them, those in which a span on the way failed.
    var failed = 0
    /// How long the root spans of these traces took.
    var durations = Histogram()
    var exemplars: [TraceID] = []
    var lastTrace = 0
  }

  public init(options: Void, prior: Void, symbols: SymbolTable) {
    self.symbols = symbols
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    for trace in journey.traces { observe(TraceIndex(number: trace), journey.table) }
  }

  private mutating func observe(_ trace: TraceIndex, _ table: SpanTable) {
    let first = Int(table.columns.traceOffsets[trace.number])
    let end = Int(table.columns.traceOffsets[trace.number + 1])
    traceNumber += 1
    hopOfRow.removeAll(keepingCapacity: true)
    hopOfRow.append(contentsOf: repeatElement(-2, count: end - first))
    for row in first..<end { findHop(row, first, table) }
    for row in first..<end where table.columns.childOffsets[row] == table.columns.childOffsets[row + 1] {
      countWay(to: row, first, table)
    }
  }

  @inline(__always)
  private func isHop(_ row: Int, _ table: SpanTable) -> Bool {
    let service = table.columns.services[row]
    if service.isEmpty { return false }
    let kind = table.columns.kinds[row]
    if kind == .server || kind == .consumer { return true }
    let parent = Int(table.columns.parents[row])
    return parent < 0 || table.columns.services[parent] != service
  }

  /// Numbers the hop of `row`, and of the spans above it that have none yet.
  private mutating func findHop(_ row: Int, _ first: Int, _ table: SpanTable) {
    var row = row
    while row >= 0, hopOfRow[row - first] == -2 {
      waiting.append(row)
      row = Int(table.columns.parents[row])
    }
    while let row = waiting.popLast() {
      let parent = Int(table.columns.parents[row])
      let above = parent < 0 ? -1 : hopOfRow[parent - first]
      var hop = above
      if isHop(row, table) {
        let depth = above < 0 ? 0 : hops[Int(above)].depth + 1
        if depth < CallPathFold.deepest {
          let names = UInt64(table.columns.services[row].index) &<< 32 | UInt64(table.columns.names[row].index)
          hop = Int32(number(above: above, names: names))
        }
        hops[Int(hop)].calls.add(
          failed: table.columns.statuses[row] == .error,
          duration: table.columns.ends[row] &- table.columns.starts[row],
          timed: !table.columns.flags[row].contains(.missingTime))
      }
      hopOfRow[row - first] = hop
    }
  }

  private mutating func number(above: Int32, names: UInt64) -> Int {
    let number = index.number(of: KeyIndex.Key(UInt64(above + 1), names))
    if number == hops.count { hops.append(Hop(above: above, depth: above < 0 ? 0 : hops[Int(above)].depth + 1)) }
    return number
  }

  /// Counts the way to the hop at or nearest above `leaf`, once a trace.
  private mutating func countWay(to leaf: Int, _ first: Int, _ table: SpanTable) {
    let hop = Int(hopOfRow[leaf - first])
    if hop < 0 || hops[hop].lastTrace == traceNumber { return }
    hops[hop].lastTrace = traceNumber
    var row = leaf
    while !isHop(row, table) { row = Int(table.columns.parents[row]) }
    var failed = false
    var root = row
    var steps = 0
    while true {
      if table.columns.statuses[root] == .error { failed = true }
      let parent = Int(table.columns.parents[root])
      steps += 1
      if parent < 0 || steps > 2000 { break }
      root = parent
    }
    hops[hop].traces += 1
    if failed { hops[hop].failed += 1 }
    if !table.columns.flags[root].contains(.missingTime) {
      hops[hop].durations.add(table.columns.ends[root] &- table.columns.starts[root])
    }
    hops[hop].addExemplar(table.traceID(of: SpanIndex(row: row)))
  }

  public mutating func merge(_ other: CallPathFold) {
    var map: [Int32] = []
    map.reserveCapacity(other.hops.count)
    // A hop is numbered after the one above it.
    for (place, theirs) in other.hops.enumerated() {
      let above = theirs.above < 0 ? -1 : map[Int(theirs.above)]
      let hop = number(above: above, names: other.index.keys[place].second)
      map.append(Int32(hop))
      hops[hop].calls.merge(theirs.calls)
      hops[hop].traces += theirs.traces
      hops[hop].failed += theirs.failed
      hops[hop].durations.merge(theirs.durations)
      for trace in theirs.exemplars { hops[hop].addExemplar(trace) }
    }
  }

  public consuming func finish() -> CallPathResult {
    let symbols = symbols
    let names = index.keys.map { key in
      CallPathResult.Hop(
        service: symbols.string(of: Symbol(UInt32(key.second >> 32))),
        operation: symbols.string(of: Symbol(UInt32(truncatingIfNeeded: key.second))))
    }
    var paths: [CallPathResult.Path] = []
    var steps: [CallPathResult.Step] = []
    for (number, hop) in hops.enumerated() {
      if hop.above >= 0 {
        steps.append(CallPathResult.Step(from: names[Int(hop.above)], to: names[number], statistics: hop.calls))
      }
      if hop.traces == 0 { continue }
      var way = [names[number]]
      var above = Int(hop.above)
      while above >= 0 {
        way.append(names[above])
        above = Int(hops[above].above)
      }
      paths.append(
        CallPathResult.Path(
          hops: way.reversed(), traces: hop.traces, errors: hop.failed, durations: hop.durations,
          exemplars: hop.exemplars))
    }
    return CallPathResult(paths: paths, steps: steps)
  }
}

extension CallPathFold.Hop {
  /// Keeps the three smallest ids: the same whatever the order.
  fileprivate mutating func addExemplar(_ trace: TraceID) {
    let place = exemplars.firstIndex { trace <= $0 } ?? exemplars.count
    if place >= 3 || (place < exemplars.count && exemplars[place] == trace) { return }
    exemplars.insert(trace, at: place)
    if exemplars.count > 3 { exemplars.removeLast() }
  }
}

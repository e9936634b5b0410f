import ReportModel
import TraceModel

/// Lays out one journey: each span below what set it off, with the completion path of its slowest origin.
struct JourneyViewBuilder {
  private var causes: JourneyCauses
  private var walk: CompletionPathWalk
  private var chain: [CompletionStep] = []

  init(symbols: SymbolTable) {
    var options = CriticalPathOptions()
    options.top = 0
    causes = JourneyCauses(symbols: symbols)
    walk = CompletionPathWalk(options: options, symbols: symbols)
  }

  /// The longest completion (ns) of the journey, and its origin; nil when no span has a known time.
  mutating func longestCompletion(of journey: borrowing Journey) -> (nanoseconds: Int64, origin: Int)? {
    let table = journey.table
    causes.read(journey) { _ in }
    causes.findTerminals(journey)
    var longest: (nanoseconds: Int64, origin: Int)?
    for row in journey.rows where table.columns.parents[row] < 0 {
      if table.columns.flags[row].contains(.missingTime) || !causes.isOrigin(row, in: table) { continue }
      causes.chain(from: row, into: &chain, in: table)
      guard let last = chain.last else { continue }
      let nanoseconds = table.columns.ends[Int(last.row)] &- table.columns.starts[row]
      if longest.map({ nanoseconds > $0.nanoseconds }) ?? true { longest = (nanoseconds, row) }
    }
    return longest
  }

  /// Lays out the journey. O(*n* log *n*) in its spans, without recursion.
  mutating func view(of journey: borrowing Journey) -> JourneyView {
    let table = journey.table
    let rows = journey.rows
    let origin = longestCompletion(of: journey)?.origin
    var view = JourneyView(
      traceIDs: journey.traces.map { table.columns.traceIDs[$0] }, origin: nil, spanCount: rows.count,
      failedCount: rows.count { table.columns.statuses[$0] == .error },
      serviceCount: Set(rows.map { table.columns.services[$0] }).count, start: 0, end: 0, path: [], rows: [])
    var segments: [[CompletionPathSegment]] = Array(repeating: [], count: rows.count)
    if let origin {
      view.origin = (table.traceID(of: SpanIndex(row: origin)), table.columns.spanIDs[origin])
      causes.chain(from: origin, into: &chain, in: table)
      walk.walk(chain, &causes, in: table)
      for segment in walk.segments.reversed() { segments[segment.span.row - rows.lowerBound].append(segment) }
      view.path = CriticalPathSegmentKind.allCases.compactMap { kind in
        let total = walk.segments.reduce(Int64(0)) { $1.kind == kind ? $0 &+ $1.duration : $0 }
        return total > 0 ? (kind, total) : nil
      }
    }
    let timed = rows.filter { !table.columns.flags[$0].contains(.missingTime) }
    view.start = timed.map { table.columns.starts[$0] }.min() ?? 0
    view.end = timed.map { table.columns.ends[$0] }.max() ?? 0
    for (row, depth, isByMessage) in layout(of: journey, firstOrigin: origin) {
      view.rows.append(
        JourneyView.Row(
          traceID: table.traceID(of: SpanIndex(row: row)), spanID: table.columns.spanIDs[row],
          kind: table.columns.kinds[row],
          drawn: drawn(row, depth, isByMessage, segments[row - rows.lowerBound], view.start, in: table)))
    }
    return view
  }

  private func drawn(
    _ row: Int, _ depth: Int, _ isByMessage: Bool, _ segments: [CompletionPathSegment], _ origin: Int64,
    in table: SpanTable
  ) -> Waterfall.Row {
    let isTimed = !table.columns.flags[row].contains(.missingTime)
    var drawn = Waterfall.Row(
      depth: depth, service: table.symbols.string(of: table.columns.services[row]),
      operation: table.symbols.string(of: table.columns.names[row]),
      start: isTimed ? table.columns.starts[row] : origin, end: isTimed ? table.columns.ends[row] : origin,
      isFailed: table.columns.statuses[row] == .error, isByMessage: isByMessage)
    for segment in segments {
      let stretch = Waterfall.Stretch(start: segment.start, end: segment.end)
      if segment.kind == .work || segment.kind == .receive {
        drawn.critical.append(stretch)
      } else {
        drawn.criticalWait.append(stretch)
      }
    }
    let sent = producers(of: row, in: table).map { table.columns.ends[$0] }.min()
    if isTimed, let sent, sent < drawn.start { drawn.wait = Waterfall.Stretch(start: sent, end: drawn.start) }
    return drawn
  }

  /// The rows of the messages that a span got, as far as their times are known.
  private func producers(of row: Int, in table: SpanTable) -> [Int] {
    var producers = causes.causes(of: row).map { Int($0) }
    let parent = Int(table.columns.parents[row])
    if parent >= 0, table.columns.kinds[row] == .consumer, table.columns.kinds[parent] == .producer {
      producers.append(parent)
    }
    return producers.filter { !table.columns.flags[$0].contains(.missingTime) }
  }

  /// Rows in the order of drawing: below its parent, a root below the best of the causes it links to. Circles of links are cut where a
  /// span would stand below itself.
  private func layout(
    of journey: borrowing Journey, firstOrigin: Int?
  ) -> [(row: Int, depth: Int, isByMessage: Bool)] {
    let table = journey.table
    let rows = journey.rows
    var effects: [[Int32]] = Array(repeating: [], count: rows.count)
    var tops: [Int] = []
    for row in rows where table.columns.parents[row] < 0 {
      if let cause = causes.causes(of: row).first {
        effects[Int(cause) - rows.lowerBound].append(Int32(row))
      } else {
        tops.append(row)
      }
    }
    let starts = table.columns.starts
    tops.sort { ($0 == firstOrigin ? 0 : 1, starts[$0], $0) < ($1 == firstOrigin ? 0 : 1, starts[$1], $1) }
    var laidOut: [(row: Int, depth: Int, isByMessage: Bool)] = []
    var isLaidOut = [Bool](repeating: false, count: rows.count)
    var pending: [(row: Int, depth: Int, isByMessage: Bool)] = []
    for top in tops + Array(rows) where !isLaidOut[top - rows.lowerBound] {
      pending.append((top, 0, false))
      while let next = pending.popLast() {
        let place = next.row - rows.lowerBound
        if isLaidOut[place] { continue }
        isLaidOut[place] = true
        laidOut.append(next)
        var below = table.children(of: SpanIndex(row: next.row)).map { (Int($0), isByMessage($0, in: table)) }
        if !effects[place].isEmpty {
          below += effects[place].map { (Int($0), true) }
          below.sort { (starts[$0.0], $0.0) < (starts[$1.0], $1.0) }
        }
        for (row, isByMessage) in below.reversed() { pending.append((row, next.depth + 1, isByMessage)) }
      }
    }
    return laidOut
  }

  private func isByMessage(_ child: Int32, in table: SpanTable) -> Bool {
    let parent = table.columns.parents[Int(child)]
    return table.columns.kinds[Int(child)] == .consumer && table.columns.kinds[Int(parent)] == .producer
  }
}

import TraceModel

/// Lays out one journey: each span below what set it off, with the completion path of its slowest origin.
struct JourneyViewBuilder {
  private var walk: CompletionPathWalk
  private var chain: [CompletionStep] = []
  /// The trace below whose producers consumers are drawn first.
  private var preferred: TraceID?

  init(symbols: SymbolTable) {
    var options = CriticalPathOptions()
    options.top = 0
    walk = CompletionPathWalk(options: options, symbols: symbols)
  }

  /// The longest completion (ns) of the journey, and its origin; nil when no span has a known time. With `trace` only origins in that trace
  /// count.
  mutating func longestCompletion(
    of reading: inout JourneyReading, from trace: TraceID? = nil
  ) -> (nanoseconds: Int64, origin: Int)? {
    reading.findTerminals()
    let table = reading.journey.table
    var longest: (nanoseconds: Int64, origin: Int)?
    for row in reading.journey.rows where table.columns.parents[row] < 0 {
      if table.columns.flags[row].contains(.missingTime) || !reading.causes.isOrigin(row, in: table) { continue }
      if let trace, table.traceID(of: SpanIndex(row: row)) != trace { continue }
      reading.causes.chain(from: row, into: &chain, in: table)
      guard let last = chain.last else { continue }
      let nanoseconds = table.columns.ends[Int(last.row)] &- table.columns.starts[row]
      if longest.map({ nanoseconds > $0.nanoseconds }) ?? true { longest = (nanoseconds, row) }
    }
    return longest
  }

  /// Lays out the journey; where a trace was asked for that has an origin, a second time from there, for the picture. O(*n* log *n*) in its spans,
  /// without recursion.
  mutating func view(of reading: inout JourneyReading, asked: TraceID? = nil) -> JourneyView {
    let journey = reading.journey
    let table = journey.table
    let rows = journey.rows
    let origin = longestCompletion(of: &reading)?.origin
    var view = JourneyView(
      traceIDs: journey.traces.map { table.columns.traceIDs[$0] }, spanCount: rows.count,
      failedCount: rows.count { table.columns.statuses[$0] == .error },
      serviceCount: Set(rows.map { table.columns.services[$0] }).count, start: 0, end: 0)
    let timed = rows.filter { !table.columns.flags[$0].contains(.missingTime) }
    view.start = timed.map { table.columns.starts[$0] }.min() ?? 0
    view.end = timed.map { table.columns.ends[$0] }.max() ?? 0
    preferred = nil
    view.whole = path(through: &reading, from: origin, start: view.start)
    if let asked, let own = longestCompletion(of: &reading, from: asked)?.origin, own != origin {
      preferred = asked
      view.askedPath = path(through: &reading, from: own, start: view.start)
    }
    return view
  }

  /// The rows of the journey, with the completion path from `origin`; `start` is the earliest of the journey.
  private mutating func path(
    through reading: inout JourneyReading, from origin: Int?, start: Int64
  ) -> JourneyView.Path {
    let journey = reading.journey
    let table = journey.table
    let rows = journey.rows
    var path = JourneyView.Path()
    var segments: [[CompletionPathSegment]] = Array(repeating: [], count: rows.count)
    if let origin {
      path.origin = (table.traceID(of: SpanIndex(row: origin)), table.columns.spanIDs[origin])
      reading.causes.chain(from: origin, into: &chain, in: table)
      walk.walk(chain, &reading.causes, in: table)
      for segment in walk.segments.reversed() { segments[segment.span.row - rows.lowerBound].append(segment) }
      path.parts = CriticalPathSegmentKind.allCases.compactMap { kind in
        let total = walk.segments.reduce(Int64(0)) { $1.kind == kind ? $0 &+ $1.duration : $0 }
        return total > 0 ? (kind, total) : nil
      }
    }
    for (row, depth, isByMessage) in layout(of: journey, reading.causes, firstOrigin: origin) {
      path.rows.append(
        viewed(row, depth, isByMessage, segments[row - rows.lowerBound], start, reading.causes, in: table))
    }
    return path
  }

  private func viewed(
    _ row: Int, _ depth: Int, _ isByMessage: Bool, _ segments: [CompletionPathSegment], _ start: Int64,
    _ causes: JourneyCauses, in table: SpanTable
  ) -> JourneyView.Row {
    let isTimed = !table.columns.flags[row].contains(.missingTime)
    var viewed = JourneyView.Row(
      traceID: table.traceID(of: SpanIndex(row: row)), spanID: table.columns.spanIDs[row],
      kind: table.columns.kinds[row], service: table.symbols.string(of: table.columns.services[row]),
      operation: table.symbols.string(of: table.columns.names[row]), depth: depth,
      start: isTimed ? table.columns.starts[row] : start, end: isTimed ? table.columns.ends[row] : start,
      isFailed: table.columns.statuses[row] == .error, isByMessage: isByMessage)
    viewed.wait = wait(
      of: row, from: producers(of: row, causes, in: table).map { table.columns.ends[$0] }.min(), in: table)
    for segment in segments {
      let interval = JourneyView.Interval(start: segment.start, end: segment.end)
      if segment.kind == .work || segment.kind == .receive {
        viewed.critical.append(interval)
      } else {
        viewed.criticalWait.append(interval)
      }
    }
    // The message of the producer that it stands below: the bar of another would begin beside a row that is not seen near it.
    let sent = isByMessage ? producer(above: row, causes, in: table).map { table.columns.ends[$0] } : nil
    if let wait = wait(of: row, from: sent, in: table) {
      viewed.waitAbove = JourneyView.Interval(start: viewed.start &- wait, end: viewed.start)
    }
    return viewed
  }

  /// How long (ns) a message sent then lay in the queue before `row` took it; nil when it did not.
  private func wait(of row: Int, from sent: Int64?, in table: SpanTable) -> Int64? {
    guard let sent, !table.columns.flags[row].contains(.missingTime), sent < table.columns.starts[row] else {
      return nil
    }
    return table.columns.starts[row] &- sent
  }

  /// The row that sent the message below which a span is drawn, when its time is known.
  private func producer(above row: Int, _ causes: JourneyCauses, in table: SpanTable) -> Int? {
    let parent = Int(table.columns.parents[row])
    let producer = parent >= 0 ? parent : cause(above: row, causes, in: table)
    return producer.flatMap { table.columns.flags[$0].contains(.missingTime) ? nil : $0 }
  }

  /// The rows of the messages that a span got, as far as their times are known.
  private func producers(of row: Int, _ causes: JourneyCauses, in table: SpanTable) -> [Int] {
    var producers = causes.causes(of: row).map { Int($0) }
    let parent = Int(table.columns.parents[row])
    if parent >= 0, table.columns.kinds[row] == .consumer, table.columns.kinds[parent] == .producer {
      producers.append(parent)
    }
    return producers.filter { !table.columns.flags[$0].contains(.missingTime) }
  }

  /// The cause that a root is drawn below: one in the preferred trace, else the best; nil for an origin.
  private func cause(above root: Int, _ causes: JourneyCauses, in table: SpanTable) -> Int? {
    let all = causes.causes(of: root)
    let own = preferred.flatMap { trace in all.first { table.traceID(of: SpanIndex(row: Int($0))) == trace } }
    return (own ?? all.first).map { Int($0) }
  }

  /// Rows in the order of drawing: below its parent, a root below the best of the causes it links to. Circles of links are cut where a
  /// span would stand below itself.
  private func layout(
    of journey: borrowing Journey, _ causes: JourneyCauses, firstOrigin: Int?
  ) -> [(row: Int, depth: Int, isByMessage: Bool)] {
    let table = journey.table
    let rows = journey.rows
    var effects: [[Int32]] = Array(repeating: [], count: rows.count)
    var tops: [Int] = []
    for row in rows where table.columns.parents[row] < 0 {
      if let cause = cause(above: row, causes, in: table) {
        effects[cause - rows.lowerBound].append(Int32(row))
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

public import TraceModel

/// Finds one journey of the dump and lays it out.
public struct JourneyViewFold: TraceFold {
  /// The span attributes the fold reads.
  public static let requiredAttributes = CompletionPathFold.requiredAttributes

  /// What makes one journey a better find than another; the smaller trace id wins a tie.
  private struct Rank: Comparable, Sendable {
    /// 0 for a trace id, 1 for a span id.
    var way: Int
    var nanoseconds: Int64
    var traceID: TraceID

    static func < (left: Rank, right: Rank) -> Bool {
      if left.way != right.way { return left.way < right.way }
      if left.nanoseconds != right.nanoseconds { return left.nanoseconds > right.nanoseconds }
      return left.traceID < right.traceID
    }
  }

  private let choice: JourneyChoice
  private var builder: JourneyViewBuilder
  private var matcher: TraceMatcher?
  private var best: (rank: Rank, view: JourneyView)?
  /// Journeys that fit by trace id, and by span id only.
  private var matches = [0, 0]

  public init(options: JourneyChoice, prior: Void = (), symbols: SymbolTable) {
    choice = options
    builder = JourneyViewBuilder(symbols: symbols)
    if case .condition(let condition) = options { matcher = TraceMatcher(condition, symbols: symbols) }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    guard let rank = rank(of: &reading) else { return }
    matches[rank.way] += 1
    if let best, best.rank < rank { return }
    let asked =
      matcher == nil ? asked(of: reading.journey) : matching(in: reading.journey).map { (traceID: $0, spanID: nil) }
    var view = builder.view(of: &reading, asked: asked?.traceID)
    view.asked = asked
    best = (rank, view)
  }

  /// The trace whose id begins as asked, else the span.
  private func asked(of journey: borrowing Journey) -> (traceID: TraceID, spanID: SpanID?)? {
    guard case .id(let prefix) = choice else { return nil }
    let table = journey.table
    for trace in journey.traces where prefix.matches(table.columns.traceIDs[trace]) {
      return (table.columns.traceIDs[trace], nil)
    }
    for row in journey.rows where prefix.matches(table.columns.spanIDs[row]) {
      return (table.traceID(of: SpanIndex(row: row)), table.columns.spanIDs[row])
    }
    return nil
  }

  /// The first trace of the journey that meets the condition.
  private mutating func matching(in journey: borrowing Journey) -> TraceID? {
    for number in journey.traces
    where matcher?.matches(Trace(table: journey.table, index: TraceIndex(number: number))) == true {
      return journey.table.columns.traceIDs[number]
    }
    return nil
  }

  private mutating func rank(of reading: inout JourneyReading) -> Rank? {
    let journey = reading.journey
    let table = journey.table
    let traceID = table.columns.traceIDs[journey.traces.lowerBound]
    switch choice {
    case .id(let prefix):
      if journey.traces.contains(where: { prefix.matches(table.columns.traceIDs[$0]) }) {
        return Rank(way: 0, nanoseconds: 0, traceID: traceID)
      }
      let hasSpan = journey.rows.contains { prefix.matches(table.columns.spanIDs[$0]) }
      return hasSpan ? Rank(way: 1, nanoseconds: 0, traceID: traceID) : nil
    case .slowest: break
    case .condition:
      if matching(in: journey) == nil { return nil }
      // What has no time is found, too.
      let longest = builder.longestCompletion(of: &reading)?.nanoseconds ?? -1
      return Rank(way: 0, nanoseconds: longest, traceID: traceID)
    case .failed:
      if !journey.rows.contains(where: { table.columns.statuses[$0] == .error }) { return nil }
    }
    guard let longest = builder.longestCompletion(of: &reading) else { return nil }
    return Rank(way: 0, nanoseconds: longest.nanoseconds, traceID: traceID)
  }

  public mutating func merge(_ other: Self) {
    for way in matches.indices { matches[way] += other.matches[way] }
    guard let found = other.best else { return }
    if let best, best.rank < found.rank { return }
    best = found
  }

  /// The journey, or nil when none fits.
  public consuming func finish() -> JourneyView? {
    guard let best else { return nil }
    var view = best.view
    switch choice {
    case .id, .condition: view.otherMatches = matches[best.rank.way] - 1
    case .slowest, .failed: break
    }
    return view
  }
}

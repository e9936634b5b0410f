public import ReportModel
public import TraceModel

/// One journey, laid out to be looked at.
public struct JourneyView: Sendable {
  public struct Row: Sendable {
    public var traceID: TraceID
    public var spanID: SpanID
    public var kind: SpanKind
    public var drawn: Waterfall.Row
  }

  /// By trace id.
  public var traceIDs: [TraceID]
  /// Where the path shown begins: the origin with the latest effect; nil when no span has a known time.
  public var origin: (traceID: TraceID, spanID: SpanID)?
  public var spanCount: Int
  public var failedCount: Int
  public var serviceCount: Int
  /// Nanoseconds since the epoch.
  public var start: Int64
  /// Nanoseconds since the epoch.
  public var end: Int64
  /// Time (ns) on the path by what it was spent on, in the order of the kinds.
  public var path: [(kind: CriticalPathSegmentKind, nanoseconds: Int64)]
  /// Every span, each below what set it off.
  public var rows: [Row]
  /// How many other journeys fit what was asked for.
  public var otherMatches = 0

  /// The picture, with at most `most` rows: those on the path and those that failed come first, then the longest, each with all that it
  /// stands below.
  public func waterfall(most: Int? = nil) -> Waterfall {
    let shown = most.map { kept($0) } ?? Array(rows.indices)
    return Waterfall(
      title: title, lead: lead, start: start, end: end, rows: shown.map { rows[$0].drawn },
      hidden: rows.count - shown.count)
  }

  private var title: Text {
    guard let first = traceIDs.first else { return "Journey" }
    return traceIDs.count == 1 ? "Trace \(code: first.description)" : "Journey of \(traceIDs.count) traces"
  }

  private var lead: [Text] {
    var lead: [Text] = [
      """
      \(Quantity.time(nanoseconds: start)), \(Quantity.duration(nanoseconds: end &- start)): \(spanCount) \
      \(spanCount == 1 ? "span" : "spans") of \(serviceCount) \(serviceCount == 1 ? "service" : "services"), \
      \(failedCount) failed.
      """
    ]
    if traceIDs.count > 1 {
      var traces: Text = "Traces: "
      for (place, id) in traceIDs.prefix(4).enumerated() {
        if place > 0 { traces += ", " }
        traces += .code(id.description)
      }
      lead.append(traces + (traceIDs.count > 4 ? " and \(traceIDs.count - 4) more." : "."))
    }
    let total = path.reduce(Int64(0)) { $0 &+ $1.nanoseconds }
    if total > 0 {
      var sentence: Text = "On the path to the last effect (\(Quantity.duration(nanoseconds: total))): "
      for (place, part) in path.enumerated() {
        if place > 0 { sentence += ", " }
        sentence +=
          "\(part.kind.name.replacing("_", with: " ")) \(Quantity.share(Int(part.nanoseconds), of: Int(total)))"
      }
      lead.append(sentence + ".")
    }
    if otherMatches > 0 {
      lead.append("\(otherMatches) more \(otherMatches == 1 ? "journey fits" : "journeys fit"); give more of the id.")
    }
    return lead
  }

  private func kept(_ most: Int) -> [Int] {
    if rows.count <= most { return Array(rows.indices) }
    let order = rows.indices.sorted { left, right in
      let (one, other) = (rows[left].drawn, rows[right].drawn)
      if one.isOnPath != other.isOnPath { return one.isOnPath }
      if one.isFailed != other.isFailed { return one.isFailed }
      let lengths = (one.end &- one.start, other.end &- other.start)
      return lengths.0 == lengths.1 ? left < right : lengths.0 > lengths.1
    }
    var isKept = [Bool](repeating: false, count: rows.count)
    var count = 0
    let above = enclosingRows
    for row in order {
      var missing: [Int] = []
      var place = row
      while place >= 0, !isKept[place], missing.count + count <= most {
        missing.append(place)
        place = above[place]
      }
      if count + missing.count > most { continue }
      for place in missing { isKept[place] = true }
      count += missing.count
      if count == most { break }
    }
    return rows.indices.filter { isKept[$0] }
  }

  /// For each row the nearest one above it that is less deep, -1 for none.
  private var enclosingRows: [Int] {
    var open: [Int] = []
    return rows.indices.map { place in
      while let last = open.last, rows[last].drawn.depth >= rows[place].drawn.depth { open.removeLast() }
      defer { open.append(place) }
      return open.last ?? -1
    }
  }
}

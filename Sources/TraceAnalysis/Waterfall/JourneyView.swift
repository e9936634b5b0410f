public import ReportModel
public import TraceModel

/// One journey, laid out to be looked at.
public struct JourneyView: Sendable {
  public struct Row: Sendable {
    public var traceID: TraceID
    public var spanID: SpanID
    public var kind: SpanKind
    public var drawn: Waterfall.Row
    /// How long (ns) the first of its messages lay in the queue; nil when none did. Drawn is the wait of the message it stands below.
    public var wait: Int64?
  }

  /// The path from one origin, and the rows with it.
  struct Way: Sendable {
    var origin: (traceID: TraceID, spanID: SpanID)?
    var path: [(kind: CriticalPathSegmentKind, nanoseconds: Int64)] = []
    var rows: [Row] = []
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
  /// What was asked for by its id: the trace, and the span where it was the span's id. Nil where the journey was picked otherwise.
  public var asked: (traceID: TraceID, spanID: SpanID?)?
  /// What the picture shows instead, where the trace asked for has an origin of its own.
  var askedWay: Way?
  /// How many other journeys fit what was asked for.
  public var otherMatches = 0

  /// The picture, with at most `most` rows: those on the path and those that failed come first, then the longest, each with all that it
  /// stands below.
  public func waterfall(most: Int? = nil) -> Waterfall {
    var view = self
    if let way = view.askedWay.take() { (view.origin, view.path, view.rows) = (way.origin, way.path, way.rows) }
    return view.drawn(most: most)
  }

  private func drawn(most: Int?) -> Waterfall {
    let askedRow = asked.flatMap { row(of: $0) }
    let shown = most.map { kept($0, first: askedRow) } ?? Array(rows.indices)
    var known: Set<TraceID> = []
    var drawn = shown.map { place -> Waterfall.Row in
      var row = rows[place].drawn
      row.isAsked = place == askedRow
      if traceIDs.count > 1, known.insert(rows[place].traceID).inserted { row.traceID = rows[place].traceID.brief }
      return row
    }
    if let place = shown.firstIndex(where: { $0 == askedRow }) { JourneyView.moveFirst(place, &drawn) }
    return Waterfall(
      title: title, lead: lead, start: start, end: end, rows: drawn, hidden: rows.count - shown.count)
  }

  /// The row of the span asked for, else the topmost of the trace.
  private func row(of asked: (traceID: TraceID, spanID: SpanID?)) -> Int? {
    rows.firstIndex { $0.traceID == asked.traceID && (asked.spanID == nil || $0.spanID == asked.spanID) }
  }

  /// Moves what stands below one top, the row at `place` among it, before all others.
  private static func moveFirst(_ place: Int, _ rows: inout [Waterfall.Row]) {
    let start = rows[...place].lastIndex { $0.depth == 0 } ?? 0
    let end = rows[(place + 1)...].firstIndex { $0.depth == 0 } ?? rows.count
    rows = Array(rows[start..<end] + rows[..<start] + rows[end...])
  }

  private var title: Text {
    guard let first = traceIDs.first else { return "Journey" }
    guard let asked else {
      return traceIDs.count == 1 ? "Trace \(code: first.description)" : "Journey of \(traceIDs.count) traces"
    }
    let others = traceIDs.count - 1
    let rest = others == 0 ? "" : others == 1 ? ", in a journey with 1 more" : ", in a journey with \(others) more"
    return "Trace \(code: asked.traceID.description)\(rest)"
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
      let ordered = traceIDs.filter { $0 == asked?.traceID } + traceIDs.filter { $0 != asked?.traceID }
      for (place, id) in ordered.prefix(4).enumerated() {
        if place > 0 { traces += ", " }
        traces += .code(id.description)
      }
      lead.append(traces + (traceIDs.count > 4 ? " and \(traceIDs.count - 4) more." : "."))
    }
    let total = path.reduce(Int64(0)) { $0 &+ $1.nanoseconds }
    if total > 0 {
      var sentence: Text = "On the path to the last effect (\(Quantity.duration(nanoseconds: total))): "
      if let origin, let asked, origin.traceID != asked.traceID {
        sentence = """
          On the path from trace \(code: origin.traceID.brief) to the last effect \
          (\(Quantity.duration(nanoseconds: total))):\u{20}
          """
      }
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

  private func kept(_ most: Int, first: Int?) -> [Int] {
    if rows.count <= most { return Array(rows.indices) }
    let order = rows.indices.sorted { left, right in
      if left == first || right == first { return left == first && right != first }
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

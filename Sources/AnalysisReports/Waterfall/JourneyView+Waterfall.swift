public import ReportModel
public import TraceAnalysis
import TraceModel

extension JourneyView {
  /// The picture, with at most `limit` rows (all for nil), the most telling ones; of the trace asked for, where that has an origin of its own.
  public func waterfall(limit: Int? = nil) -> Waterfall {
    let path = askedPath ?? whole
    let askedRow = asked.flatMap { path.row(of: $0) }
    let shown = limit.map { path.mostTelling($0, first: askedRow) } ?? Array(path.rows.indices)
    var known: Set<TraceID> = []
    var drawn = shown.map { index -> Waterfall.Row in
      var row = path.rows[index].drawn
      row.isAsked = index == askedRow
      let id = path.rows[index].traceID
      if traceIDs.count > 1, known.insert(id).inserted { row.traceID = id.brief }
      return row
    }
    if let index = shown.firstIndex(where: { $0 == askedRow }) { JourneyView.moveFirst(index, &drawn) }
    return Waterfall(
      title: title, lead: lead(path), start: start, end: end, rows: drawn, hidden: path.rows.count - shown.count)
  }

  /// Moves what stands below one top, the row at `index` among it, before all others.
  private static func moveFirst(_ index: Int, _ rows: inout [Waterfall.Row]) {
    let start = rows[...index].lastIndex { $0.depth == 0 } ?? 0
    let end = rows[(index + 1)...].firstIndex { $0.depth == 0 } ?? rows.count
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

  private func lead(_ path: Path) -> [Text] {
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
    let total = path.parts.reduce(Int64(0)) { $0 &+ $1.nanoseconds }
    if total > 0 {
      var sentence: Text = "On the path to the last effect (\(Quantity.duration(nanoseconds: total))): "
      if let origin = path.origin, let asked, origin.traceID != asked.traceID {
        sentence = """
          On the path from trace \(code: origin.traceID.brief) to the last effect \
          (\(Quantity.duration(nanoseconds: total))):\u{20}
          """
      }
      for (place, part) in path.parts.enumerated() {
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
}

extension JourneyView.Path {
  /// The row of the span asked for, else the topmost of the trace.
  fileprivate func row(of asked: (traceID: TraceID, spanID: SpanID?)) -> Int? {
    rows.firstIndex { $0.traceID == asked.traceID && (asked.spanID == nil || $0.spanID == asked.spanID) }
  }
}

extension JourneyView.Row {
  fileprivate var drawn: Waterfall.Row {
    Waterfall.Row(
      depth: depth, service: service, operation: operation, start: start, end: end, isFailed: isFailed,
      isByMessage: isByMessage, wait: waitAbove?.drawn, critical: critical.map(\.drawn),
      criticalWait: criticalWait.map(\.drawn))
  }
}

extension JourneyView.Interval {
  fileprivate var drawn: Waterfall.Stretch { Waterfall.Stretch(start: start, end: end) }
}

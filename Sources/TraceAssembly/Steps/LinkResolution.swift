import TraceModel

/// Finds the row that each link points to.
struct LinkResolution {
  private var index = SpanIDIndex()

  init() {}

  /// Sets the target of every link whose span is in the table: linear in the links and in the traces they point to.
  ///
  /// - Returns: How many links point to a span that is not there, and how many were cut.
  mutating func resolve(
    _ columns: inout SpanColumns, _ traces: TraceRuns, _ journeys: JourneyOrder, _ linked: LinkedTraces.Components
  ) -> (absent: Int, cut: Int) {
    var cut = 0
    if linked.isCut {
      for row in columns.spanIDs.indices {
        for place in Int(columns.linkOffsets[row])..<Int(columns.linkOffsets[row + 1]) {
          let link = columns.links[place]
          let own = columns.traceIDs[Int(columns.traces[row])].low
          guard linked.isCut(own, link.traceID.low, link.spanID) else { continue }
          columns.links[place].target = SpanLink.cut
          cut += 1
        }
      }
    }
    var pending: [(trace: Int, link: Int)] = []
    for (place, link) in columns.links.enumerated() where link.target != SpanLink.cut {
      if let group = traces.group(of: link.traceID) { pending.append((journeys.places[group], place)) }
    }
    pending.sort { ($0.trace, $0.link) < ($1.trace, $1.link) }
    var resolved = 0
    var indexed = -1
    for (trace, place) in pending {
      if trace != indexed {
        indexed = trace
        let rows = Int(columns.traceOffsets[trace])..<Int(columns.traceOffsets[trace + 1])
        index.reset(count: rows.count)
        for row in rows { _ = index.insert(columns.spanIDs[row], row: Int32(row)) }
      }
      if let row = index.row(of: columns.links[place].spanID) {
        columns.links[place].target = row
        resolved += 1
      }
    }
    return (columns.links.count - resolved - cut, cut)
  }
}

import ReportModel
import TraceAnalysis
import TraceModel

/// What of a graph deserves a second look: hubs, single points of failure, requests that call in a loop.
extension DependencyResult {
  /// The section "Hot spots"; nil for a graph without edges.
  func hotSpots(top: Int?) -> Section? {
    if edges.isEmpty { return nil }
    var section = Section("Hot spots", blocks: [.table(hubsTable.prefix(top.map { min($0, 10) }))])
    if deepest.services > 1 {
      section.blocks.append(
        .paragraph(
          "The deepest call lies under \(counted(deepest.services - 1, "other service")), as in trace \(code: deepest.traceID.description)."
        ))
    }
    let points = singlePoints
    if !points.isEmpty {
      let shown = points.prefix(top.map { min($0, 5) } ?? points.count)
      var lines = shown.map(sentence)
      if points.count > shown.count { lines.append("… and \(points.count - shown.count) more that cut off fewer.") }
      section.sections.append(Section("Single points of failure", blocks: [.list(lines)]))
    }
    let loops = loopsTable
    if !loops.rows.isEmpty {
      section.sections.append(
        Section(
          "Many calls a request (N+1)",
          blocks: [
            .paragraph(
              "Requests of the first service that make \(DependencyResult.manyCalls) calls or more to the second: one query with a list, or a batch, would do."
            ),
            .table(loops.prefix(top)),
          ]))
    }
    return section
  }

  private var hubsTable: Table {
    let fans = fans
    return Table(
      columns: [
        Table.Column("What"), .figures("Callers"), .figures("Callees"), .figures("Requests"),
        .figures("Calls a request: p50"), .figures("p95"), .figures("max"),
      ],
      rows: hubs.map { index in
        let node = nodes[index]
        let calls = node.callsPerRequest
        let isService = node.category == .service && node.requests > 0
        return [
          .text(node.text), .count(fans[index].callers), .count(fans[index].callees),
          isService ? .count(node.requests) : .none, isService ? .count(Int(calls.percentile(50))) : .none,
          isService ? .count(Int(calls.percentile(95))) : .none, isService ? .count(Int(calls.maximum)) : .none,
        ]
      }, rowsAre: "nodes")
  }

  private func sentence(_ point: SinglePoint) -> Text {
    var text: Text = "Without \(nodes[point.node].text) nothing reaches "
    for (place, node) in point.examples.prefix(6).enumerated() {
      if place > 0 { text += ", " }
      text += nodes[node].text
    }
    if point.services <= 6 { return text + "." }
    return text + " and \(point.services - 6) more \(point.services == 7 ? "service" : "services")."
  }

  private var loopsTable: Table {
    Table(
      columns: [
        Table.Column("From"), Table.Column("To"), .figures("Requests"), .figures("Calls a request: p50"),
        .figures("p95"), .figures("max"), .figures("Calls"),
      ],
      rows: loops.map { index in
        let calls = edges[index].traffic.perRequest
        return [
          .text(nodes[edges[index].source].text), .text(nodes[edges[index].target].text), .count(calls.count),
          .count(Int(calls.percentile(50))), .count(Int(calls.percentile(95))), .count(Int(calls.maximum)),
          .count(Int(calls.sum)),
        ]
      }, rowsAre: "edges")
  }
}

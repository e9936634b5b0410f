import ReportModel
import TraceAnalysis
import TraceModel

/// What of a graph deserves a second look: hubs, single points of failure, requests that call in a loop.
extension DependencyResult {
  /// Calls of one request, from which on a loop is likely (N+1).
  static let manyCalls = 10

  /// The section "Hot spots"; nil for a graph without edges.
  func hotSpots(top: Int?) -> Section? {
    if edges.isEmpty { return nil }
    var section = Section("Hot spots", blocks: [.table(hubsTable.prefix(top.map { min($0, 10) }))])
    if deepest.services > 1 {
      section.blocks.append(
        .paragraph(
          "The deepest call lies under \(deepest.services - 1) other services, as in trace \(code: deepest.traceID.description)."
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
    let order = nodes.indices.sorted { left, right in
      let (one, other) = (fans[left].callers + fans[left].callees, fans[right].callers + fans[right].callees)
      return one == other ? left < right : one > other
    }
    return Table(
      columns: [
        Table.Column("What"), .figures("Callers"), .figures("Callees"), .figures("Requests"),
        .figures("Calls a request: p50"), .figures("p95"), .figures("max"),
      ],
      rows: order.map { place in
        let node = nodes[place]
        let calls = node.callsPerRequest
        let isService = node.category == .service && node.requests > 0
        return [
          .text(node.text), .count(fans[place].callers), .count(fans[place].callees),
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

  /// Edges of which one request in twenty or more makes many calls, the worst first.
  private var loopsTable: Table {
    let loops = edges.indices.filter { edges[$0].traffic.perRequest.percentile(95) >= DependencyResult.manyCalls }
      .sorted { left, right in
        let (one, other) = (edges[left].traffic.perRequest, edges[right].traffic.perRequest)
        return (one.percentile(95), one.sum, right) > (other.percentile(95), other.sum, left)
      }
    return Table(
      columns: [
        Table.Column("From"), Table.Column("To"), .figures("Requests"), .figures("Calls a request: p50"),
        .figures("p95"), .figures("max"), .figures("Calls"),
      ],
      rows: loops.map { place in
        let calls = edges[place].traffic.perRequest
        return [
          .text(nodes[edges[place].source].text), .text(nodes[edges[place].target].text), .count(calls.count),
          .count(Int(calls.percentile(50))), .count(Int(calls.percentile(95))), .count(Int(calls.maximum)),
          .count(Int(calls.sum)),
        ]
      }, rowsAre: "edges")
  }
}

import ReportModel
import TraceModel

/// Requests to open, of the entry points that are hurt most.
extension Incident {
  var exemplarSection: Section? {
    var rows: [[Cell]] = []
    for entry in hurt.prefix(3) {
      let picks = now.exemplars.picks(
        service: entry.name.service, operation: entry.name.operation, limit: usualLimit(of: entry))
      for pick in picks {
        rows.append([
          .code("\(entry.name.service) \(entry.name.operation)"), "\(pick.role.rawValue)",
          .duration(nanoseconds: pick.request.duration), pick.request.isFailed ? "failed" : "–",
          .count(pick.request.spans), .text(exemplar(pick.request.traceID)),
        ])
      }
    }
    if rows.isEmpty { return nil }
    return Section(
      "Exemplars",
      blocks: [
        .paragraph(
          "Bad is what failed or took longer than the baseline's p99 (p95 below \(Histogram.fewestForP99) requests). A matched good request ran the same operations, where one did."
        ),
        .table(
          Table(
            columns: [
              Table.Column("Entry point"), Table.Column("Which"), .figures("Duration"), Table.Column("Status"),
              .figures("Spans"), Table.Column("Trace"),
            ], rows: rows, rowsAre: "requests")),
      ])
  }
}

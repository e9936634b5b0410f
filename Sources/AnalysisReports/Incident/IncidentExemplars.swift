import ReportModel
import TraceAnalysis
import TraceModel

/// Traces to open: those that show what speaks for the suspects, and requests of the entry points that are hurt most.
extension IncidentReport {
  var exemplarSection: Section? {
    let blocks = evidenceBlocks + requestBlocks
    return blocks.isEmpty ? nil : Section("Exemplars", blocks: blocks)
  }

  private var evidenceBlocks: [Block] {
    var rows: [[Cell]] = []
    for suspect in incident.suspects {
      var seen: Set<TraceID> = []
      for item in suspect.evidence {
        for trace in item.exemplars where seen.insert(trace).inserted {
          rows.append([.code(suspect.service), .text(Text(item.signal)), .text(exemplar(trace))])
        }
      }
    }
    if rows.isEmpty { return [] }
    let table = Table(
      columns: [Table.Column("Suspect"), Table.Column("Shows"), Table.Column("Trace")], rows: rows, rowsAre: "traces")
    return [.paragraph("Traces that show what speaks for the suspects:"), .table(table.prefix(top))]
  }

  private var requestBlocks: [Block] {
    var rows: [[Cell]] = []
    for entry in incident.hurt.prefix(3) {
      let picks = now.exemplars.picks(
        service: entry.name.service, operation: entry.name.operation, limit: incident.usualLimit(of: entry))
      for pick in picks {
        rows.append([
          .code("\(entry.name.service) \(entry.name.operation)"), "\(pick.role.rawValue)",
          .duration(nanoseconds: pick.request.duration), pick.request.isFailed ? "failed" : "–",
          .count(pick.request.spans), .text(exemplar(pick.request.traceID)),
        ])
      }
    }
    if rows.isEmpty { return [] }
    return [
      .paragraph(
        "Bad is what failed or took longer than the baseline's p99 (p95 below \(Histogram.fewestForP99) requests). A matched good request ran the same operations, where one did."
      ),
      .table(
        Table(
          columns: [
            Table.Column("Entry point"), Table.Column("Which"), .figures("Duration"), Table.Column("Status"),
            .figures("Spans"), Table.Column("Trace"),
          ], rows: rows, rowsAre: "requests")),
    ]
  }
}

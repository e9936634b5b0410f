public import ReportModel
public import TraceAnalysis
import TraceModel

extension CriticalPathResult {
  /// The section "Slack and drag": which operations responses would be sooner without, and which could be slower unnoticed.
  ///
  /// - Parameter top: How many rows a table shows; nil for all.
  /// - Returns: The section; nil when nothing was measured.
  public func slackSection(top: Int? = 20) -> Section? {
    var rows: [(entry: CriticalPathEntry, row: CriticalPathSlackRow)] = []
    for entry in entries { rows += entry.slacks.map { (entry, $0) } }
    if rows.isEmpty { return nil }
    let order = rows.indices.sorted { left, right in
      let drags = (rows[left].row.slack.drag, rows[right].row.slack.drag)
      return drags.0 != drags.1 ? drags.0 > drags.1 : left < right
    }
    let table = Table(
      columns: [
        Table.Column("Entry"), Table.Column("Operation"), Table.Column("Kind"), .figures("Deciding calls"),
        .figures("Drag a call"), .figures("Drag in all"), .figures("Calls with slack"), .figures("Least slack"),
        .figures("Mean slack"),
      ],
      rows: order.map { place in
        let (entry, row) = rows[place]
        let slack = row.slack
        return [
          .code(entry.name), .code("\(row.service) \(row.operation)"),
          .text(Text(row.spanKind == .unspecified ? "" : row.spanKind.name)), .count(slack.deciding),
          slack.deciding > 0 ? .duration(nanoseconds: slack.meanDrag) : .none,
          slack.deciding > 0 ? .share(Int(slack.drag), of: Int(entry.durations.sum)) : .none, .count(slack.spare),
          slack.spare > 0 ? .duration(nanoseconds: slack.leastSlack) : .none,
          slack.spare > 0 ? .duration(nanoseconds: slack.meanSlack) : .none,
        ]
      }, rowsAre: "operations")
    return Section(
      "Slack and drag",
      blocks: [
        .paragraph(
          """
          Drag is by how much a response would be sooner without a call and all below it: its length, or less where something parallel decides then. \
          Slack is by how much a call that does not decide could end later before it does.
          """),
        .table(table.prefix(top)),
      ])
  }
}

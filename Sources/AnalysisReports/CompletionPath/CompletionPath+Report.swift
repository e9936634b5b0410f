public import ReportModel
public import TraceAnalysis
public import TraceModel

extension CompletionPathResult {
  /// The section "Until everything is done": the time from origins to the last effect, by what it was spent on, waits in queues included.
  ///
  /// - Parameters:
  ///   - top: How many rows a table shows; nil for all.
  ///   - exemplar: How a trace id is shown.
  /// - Returns: The section; a single sentence without any origin.
  public func section(top: Int? = 20, exemplar: (TraceID) -> Text = { $0.prefixText }) -> Section {
    var section = Section("Until everything is done")
    guard completionCount > 0 else {
      section.blocks = [.paragraph("There is no root span with a known time: nothing to follow.")]
      return section
    }
    section.blocks = [
      .paragraph(
        """
        From each request's start to the last thing that happened because of it, across queues and traces \
        (\(completionCount)). Shares are of the time of all requests of the entry point.
        """),
      .table(entryTable(exemplar: exemplar).prefix(top)),
    ]
    let waits = waitTable(exemplar: exemplar)
    if !waits.rows.isEmpty { section.sections.append(Section("Waits on the way", blocks: [.table(waits.prefix(top))])) }
    if !slack.isEmpty {
      section.sections.append(
        Section(
          "Off the path",
          blocks: [
            .paragraph(
              "Consumers of messages that another consumer kept open longer: slack is how much longer they could have taken."
            ),
            .table(slackTable.prefix(top)),
          ]))
    }
    if let table = diagnosticTable {
      section.sections.append(Section("What was odd across queues", blocks: [.table(table)]))
    }
    return section
  }

  private var slackTable: Table {
    Table(
      columns: [
        Table.Column("Consumer"), .figures("Off the path"), .figures("Slack p50"), .figures("Slack p95"),
        .figures("Least slack"),
      ],
      rows: slack.map { slack in
        [
          .code("\(slack.service) \(slack.operation)"), .count(slack.nanoseconds.count),
          .duration(nanoseconds: slack.nanoseconds.percentile(50)),
          .duration(nanoseconds: slack.nanoseconds.percentile(95)), .duration(nanoseconds: slack.nanoseconds.minimum),
        ]
      }, rowsAre: "consumers")
  }

  /// How often links and clocks made no sense; nil when they never did.
  private var diagnosticTable: Table? {
    if diagnosticCounts.isEmpty { return nil }
    return Table(
      columns: [.figures("Count"), Table.Column("What", maximumWidth: 120)],
      rows: diagnosticCounts.map { [.count($0.count), .text(Text($0.kind.sentence))] }, rowsAre: "kinds")
  }

  private func entryTable(exemplar: (TraceID) -> Text) -> Table {
    Table(
      columns: [
        Table.Column("Entry"), .figures("Requests"), .figures("Done p50"), .figures("Done p95"), .figures("Done p99"),
        .figures("Work"), .figures("Queue wait"), .figures("Batch wait"), .figures("Receive"),
        Table.Column("Exemplar"),
      ],
      rows: entries.map { entry in
        let share: (CriticalPathSegmentKind) -> Cell = { kind in
          let total = entry.path.reduce(Int64(0)) { $1.kind == kind ? $0 &+ $1.exclusiveNanoseconds : $0 }
          return entry.durations.sum > 0 ? .share(Int(total), of: Int(entry.durations.sum)) : .none
        }
        return [
          .code("\(entry.service) \(entry.operation)"), .count(entry.traces),
          .duration(nanoseconds: entry.durations.percentile(50)),
          .duration(nanoseconds: entry.durations.percentile(95)),
          .quantity(entry.durations.duration(99)), share(.work),
          share(.queueWait), share(.batchWait), share(.receive),
          entry.slowest.first.map { .text(exemplar($0.traceID)) } ?? .none,
        ]
      }, rowsAre: "entry points")
  }

  private func waitTable(exemplar: (TraceID) -> Text) -> Table {
    var rows: [(nanoseconds: Int64, cells: [Cell])] = []
    for entry in entries {
      for wait in entry.path where wait.kind != .work {
        rows.append(
          (
            wait.exclusiveNanoseconds,
            [
              .code("\(entry.service) \(entry.operation)"), .code("\(wait.service) \(wait.operation)"),
              .text(Text(wait.kindWord)), .share(Int(wait.exclusiveNanoseconds), of: Int(entry.durations.sum)),
              .duration(nanoseconds: wait.exclusive.percentile(50)),
              .duration(nanoseconds: wait.exclusive.percentile(95)), .share(wait.traces, of: entry.traces),
              wait.exemplars.first.map { .text(exemplar($0.traceID)) } ?? .none,
            ]
          ))
      }
    }
    let order = rows.indices.sorted { (-rows[$0].nanoseconds, $0) < (-rows[$1].nanoseconds, $1) }
    return Table(
      columns: [
        Table.Column("Entry"), Table.Column("Waited for"), Table.Column("Kind"), .figures("Share of entry"),
        .figures("p50"), .figures("p95"), .figures("On path in"), Table.Column("Exemplar"),
      ], rows: order.map { rows[$0].cells }, rowsAre: "waits")
  }
}

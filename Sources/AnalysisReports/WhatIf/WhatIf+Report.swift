public import ReportModel
public import TraceAnalysis
import TraceModel

extension WhatIfResult {
  /// The section "What if": durations before and after each change, and the operations whose speed-up would bring most.
  ///
  /// - Parameter top: How many rows a table shows; nil for all.
  /// - Returns: The section; without any change its lead alone.
  public func section(top: Int? = 20) -> Section {
    var section = Section(
      "What if",
      blocks: [
        .paragraph(
          """
          Every journey is played again with changed own times. A call that began after another had ended waits for it again, parallel calls stay \
          parallel; so where work leaves the longest branch, the next longest decides.
          """)
      ])
    if !changes.isEmpty { section.blocks.append(.table(changeTable)) }
    if !responses.isEmpty {
      section.sections.append(
        Section("Responses", blocks: [.table(WhatIfResult.table(responses).prefix(top))]))
    }
    if completions.contains(where: { $0.before != $0.after }) {
      section.sections.append(
        Section("Until everything is done", blocks: [.table(WhatIfResult.table(completions).prefix(top))]))
    }
    if !gains.isEmpty { section.sections.append(gainSection(top: top)) }
    return section
  }

  /// The section "What half the own time would bring".
  public func gainSection(top: Int? = 20) -> Section {
    var lead: Text = """
      Each operation in turn with half its own time, the rest as it was; by the time that all callers together would save.
      """
    if gains.contains(where: { $0.samples < $0.responses }) {
      lead += " Tried on a sample of each entry point's responses, chosen by a fixed hash of their ids."
    }
    let rows = gains.map { gain -> [Cell] in
      [
        .code("\(gain.service) \(gain.operation)"), .code("\(gain.entryService) \(gain.entryOperation)"),
        .duration(nanoseconds: gain.meanGain),
        .change(.duration(nanoseconds: gain.before[0]), .duration(nanoseconds: gain.after[0])),
        .change(.duration(nanoseconds: gain.before[1]), .duration(nanoseconds: gain.after[1])),
        gain.samples < Histogram.fewestForP99
          ? .none : .change(.duration(nanoseconds: gain.before[2]), .duration(nanoseconds: gain.after[2])),
        "\(gain.samples) of \(gain.responses)",
      ]
    }
    let table = Table(
      columns: [
        Table.Column("Half the own time of"), Table.Column("Entry"), .figures("Saved a response"), .figures("p50"),
        .figures("p95"), .figures("p99"), .figures("Tried"),
      ], rows: rows, rowsAre: "operations")
    return Section("What half the own time would bring", blocks: [.paragraph(lead), .table(table.prefix(top))])
  }

  private var changeTable: Table {
    Table(
      columns: [Table.Column("Changed"), Table.Column("To"), .figures("Met")],
      rows: changes.map { change in
        [
          .code(change.service.map { "\($0) \(change.name)" } ?? change.name), .text(Text(change.words)),
          .count(change.met),
        ]
      }, rowsAre: "changes")
  }

  private static func table(_ entries: [Entry]) -> Table {
    let cell: (Entry, Int) -> Cell = { entry, percent in
      .change(entry.before.duration(percent), entry.after.duration(percent))
    }
    return Table(
      columns: [
        Table.Column("Entry"), .figures("Requests"), .figures("p50"), .figures("p95"), .figures("p99"),
        .figures("Mean"),
      ],
      rows: entries.map { entry in
        [
          .code("\(entry.service) \(entry.operation)"), .count(entry.before.count), cell(entry, 50), cell(entry, 95),
          cell(entry, 99),
          .change(.duration(nanoseconds: entry.before.mean), .duration(nanoseconds: entry.after.mean)),
        ]
      }, rowsAre: "entry points")
  }
}

extension WhatIfResult.Change {
  /// `50 % of its own time`, `no wait`, `its own time and 20 ms`.
  fileprivate var words: String {
    let what = service == nil ? "its wait" : "its own time"
    var parts: [String] = []
    if change.keptMillionths == 1_000_000 {
      parts.append(what)
    } else if change.keptMillionths > 0 {
      parts.append("\(Quantity.share(Int(change.keptMillionths), of: 1_000_000)) of \(what)")
    }
    if change.added > 0 { parts.append("\(Quantity.duration(nanoseconds: change.added))") }
    return parts.isEmpty ? "nothing of \(what)" : parts.joined(separator: " and ")
  }
}

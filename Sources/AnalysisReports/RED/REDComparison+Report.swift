public import ReportModel
public import TraceAnalysis
import TraceModel

extension REDComparison {
  /// The section "Before → now": operations with the largest changes first.
  ///
  /// - Parameter top: How many rows the table shows; nil for all.
  /// - Returns: The section; says so when neither dump holds a span.
  public func section(top: Int? = 20) -> Section {
    if rows.isEmpty { return Section("Before → now", blocks: [.paragraph("Neither dump holds a span.")]) }
    return Section(
      "Before → now",
      blocks: [
        .paragraph(
          "Operations that changed most come first: by p50, p99, share of errors and rate, what got better and small samples held back. Rates are over the time in which there were requests. p99 needs \(REDComparison.fewestForP99) calls on both sides."
        ),
        .table(table(withKinds: true).prefix(top)),
      ])
  }

  /// The rows, their kinds among the columns or left out.
  func table(withKinds: Bool) -> Table {
    let names = [Table.Column("Service"), Table.Column("Operation")] + (withKinds ? [Table.Column("Kind")] : [])
    let figures = ["n", "Rate", "Errors", "p50", "p99"].map { Table.Column.figures($0) }
    let rows = rows.map { row in
      var cells = cells(row)
      if !withKinds { cells.remove(at: 2) }
      return cells
    }
    return Table(columns: names + figures, rows: rows, rowsAre: withKinds ? "operations" : "entry points")
  }

  private func cells(_ row: Row) -> [Cell] {
    let before = row.before
    let now = row.now
    let names: [Cell] = [
      .code(row.service), .code(row.operation), .text(Text(row.kind.name)),
      .pair(.count(before.calls), .count(now.calls)),
    ]
    if before.calls == 0 { return names + ["new", .share(now.errors, of: now.calls)] + percentiles(now) }
    if now.calls == 0 { return names + ["not seen", .none, .none, .none] }
    let timed = min(before.durations.count, now.durations.count)
    return names + [
      .change(
        .rate(before.calls, nanoseconds: coveredBefore), .rate(now.calls, nanoseconds: coveredNow)),
      .change(.share(before.errors, of: before.calls), .share(now.errors, of: now.calls)),
      timed > 0 ? change(before, now, 50) : .none,
      timed >= REDComparison.fewestForP99 ? change(before, now, 99) : .none,
    ]
  }

  private func change(_ before: CallStatistics, _ now: CallStatistics, _ percent: Int) -> Cell {
    .change(
      .duration(nanoseconds: before.durations.percentile(percent)),
      .duration(nanoseconds: now.durations.percentile(percent)))
  }

  private func percentiles(_ statistics: CallStatistics) -> [Cell] {
    [.quantity(statistics.durations.duration(50)), .quantity(statistics.durations.duration(99))]
  }
}

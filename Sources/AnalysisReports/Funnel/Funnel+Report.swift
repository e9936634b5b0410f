public import ReportModel
public import TraceAnalysis
import TraceModel

extension FunnelResult {
  /// The section "Funnel": a row for each step, with what is lost there.
  public var section: Section {
    var section = Section("Funnel")
    let first = steps.first?.journeys ?? 0
    let last = steps.last?.journeys ?? 0
    section.blocks.append(
      .paragraph(
        "\(first) of \(journeys) journeys begin it, \(last) come to its end (\(.share(last, of: first))). A journey counts once, whatever its status."
      ))
    var columns: [Table.Column] = [
      Table.Column("Service"), Table.Column("Operation"), .figures("Journeys"), .figures("Of the step before"),
      .figures("Of the first"), .figures("Lost here"),
    ]
    if value != nil { columns += [.figures("Worth"), .figures("Worth of the lost")] }
    columns.append(Table.Column("Lost, for example"))
    section.blocks.append(
      .table(
        Table(
          columns: columns,
          rows: steps.enumerated().map { number, step in
            var cells: [Cell] = [
              .code(step.step.service), .code(step.step.operation), .count(step.journeys),
              number == 0 ? .none : .share(step.journeys, of: steps[number - 1].journeys),
              .share(step.journeys, of: first), step.lost.map { .count($0) } ?? .none,
            ]
            if value != nil { cells += [cell(step.worth), cell(step.worthLost)] }
            return cells + [step.exemplarsLost.first.map { .text($0.prefixText) } ?? .none]
          }, rowsAre: "steps")))
    return section
  }

  private func cell(_ millionths: Int128?) -> Cell {
    millionths.map { .quantity(.decimal(Double($0) / 1e6, places: 2)) } ?? .none
  }
}

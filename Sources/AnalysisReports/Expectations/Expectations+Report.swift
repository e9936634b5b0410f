public import ReportModel
public import TraceAnalysis

extension [ExpectationResult] {
  /// The section "Expectations": what fails first in words, then every one in a table.
  public var section: Section {
    var section = Section("Expectations")
    let failed = count { !$0.isMet }
    section.blocks.append(
      .paragraph(
        isEmpty
          ? "The file expects nothing."
          : failed == 0 ? "All \(count) are met." : "\(strong: .count(failed)) of \(count) are not met."))
    if isEmpty { return section }
    section.blocks.append(
      .table(
        Table(
          columns: [
            Table.Column("Expected of"), Table.Column("What"), .figures("Expected"), .figures("Observed"),
            Table.Column("Met"),
          ],
          rows: map { result in
            [
              result.subject.map { .code($0) } ?? "all traces", .text(Text(result.what)),
              .text(Text(result.bound + result.expected.text)),
              result.observed.map { .text(Text($0.text)) } ?? "nothing to hold against it",
              .text(result.isMet ? "yes" : .strong("no")),
            ]
          }, rowsAre: "expectations")))
    return section
  }
}

extension ExpectationResult {
  fileprivate var what: String {
    switch expectation {
    case .service: "spans"
    case .complete: "traces without an orphan"
    case .errorRate: "failed requests"
    case .duration: "duration of requests"
    }
  }

  fileprivate var bound: String {
    switch expectation {
    case .service, .complete: "at least "
    case .errorRate, .duration: "at most "
    }
  }
}

extension ExpectationResult.Figure {
  fileprivate var text: String {
    switch self {
    case .count(let count): Quantity.count(count).description
    case .percent(let percent): Quantity.fraction(percent / 100).description
    case .duration(let duration): Quantity.duration(nanoseconds: duration).description
    }
  }
}

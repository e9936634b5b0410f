public import ReportModel
public import TraceAnalysis
import TraceModel

extension InstrumentationScoreResult {
  /// The section "Instrumentation score": services, the lowest score first, then what breaks the rules and what to do.
  ///
  /// - Parameter top: How many rows a table shows; nil for all.
  /// - Returns: The section; says so when the dump holds no spans.
  public func section(top: Int? = 20) -> Section {
    var section = Section("Instrumentation score")
    let left = InstrumentationRule.notEvaluated.joined(separator: ", ")
    section.blocks.append(
      .paragraph(
        "By the specification \(InstrumentationRule.specification) of instrumentation-score; not evaluated, since spans do not tell: \(left)."
      ))
    if services.isEmpty {
      section.blocks.append(.paragraph("The dump holds no spans."))
      return section
    }
    let ordered = services.enumerated().sorted {
      ($0.element.weights.passed, $0.offset) < ($1.element.weights.passed, $1.offset)
    }.map(\.element)
    section.blocks.append(
      .table(
        Table(
          columns: [
            Table.Column("Service"), .figures("Score"), Table.Column("Category"), Table.Column("Broken rules"),
          ],
          rows: ordered.map { service in
            let broken = service.outcomes.filter { !$0.isPassed }.map(\.rule.rawValue)
            return [
              .code(service.service), .quantity(.decimal(service.score, places: 1)),
              .text(Text(service.category.rawValue)), .text(Text(broken.joined(separator: ", "))),
            ]
          }, rowsAre: "services"
        ).prefix(top)))
    let breaches = InstrumentationRule.allCases.sorted { $0.impact.weight > $1.impact.weight }.flatMap { rule in
      ordered.flatMap { service in
        service.outcomes.filter { $0.rule == rule && !$0.isPassed }.map { (service.service, $0) }
      }
    }
    if !breaches.isEmpty {
      section.sections.append(
        Section("What to mend", blocks: [.table(InstrumentationScoreResult.table(breaches).prefix(top))]))
    }
    return section
  }

  private static func table(_ breaches: [(service: String, outcome: Outcome)]) -> Table {
    Table(
      columns: [
        Table.Column("Rule"), Table.Column("Impact"), Table.Column("Service"), .figures("Times"),
        Table.Column("Asked for", maximumWidth: 100), Table.Column("What to do", maximumWidth: 120),
        Table.Column("Trace"),
      ],
      rows: breaches.map { service, outcome in
        let keys = outcome.keys.isEmpty ? "" : " Here: \(outcome.keys.joined(separator: ", "))."
        return [
          .text(Text(outcome.rule.rawValue)), .text(Text(outcome.rule.impact.rawValue)), .code(service),
          .count(outcome.failing), .text(Text(outcome.rule.sentence + keys)), .text(Text(outcome.rule.remedy)),
          outcome.exemplars.first.map { .text($0.prefixText) } ?? .none,
        ]
      }, rowsAre: "breaches")
  }
}

public import ReportModel
public import TraceAnalysis

extension CardinalityResult {
  /// The section "What metrics would cost": series of each set of labels, then the attributes with many values and what to do about them.
  ///
  /// - Parameter top: How many rows a table shows; nil for all.
  /// - Returns: The section; says so when no attribute has many values.
  public func section(top: Int? = 20) -> Section {
    var section = Section("What metrics would cost")
    section.blocks.append(
      .paragraph(
        "Series of metrics that are made from these spans, by label: a histogram has as many again for each of its buckets. At most are as many as the labels' values multiplied."
      ))
    section.blocks.append(.table(setsTable.prefix(top)))
    if offenders.isEmpty {
      section.blocks.append(.paragraph("No attribute has more than \(limit) values."))
      return section
    }
    section.sections.append(
      Section("Attributes with more than \(limit) values", blocks: [.table(offendersTable.prefix(top))]))
    section.sections.append(
      Section(
        "Keep them out of metrics",
        blocks: [
          .paragraph(
            "For the collector's pipeline of metrics; traces keep the attributes, and an exemplar leads from a series to them:"
          ),
          .preformatted(processors, language: "yaml"),
        ]))
    return section
  }

  private var setsTable: Table {
    Table(
      columns: [
        Table.Column("Added labels"), .figures("Series seen"), .figures("At most"),
        Table.Column("Values by label", maximumWidth: 160),
      ],
      rows: sets.map { set in
        [
          set.by.isEmpty ? "none" : .code(set.by.joined(separator: ", ")),
          .text(Text(count(set.observed, set.isOverCap))),
          bound(of: set),
          .text(Text(set.labels.map { "\($0.key) \(count($0.values, $0.isOverCap))" }.joined(separator: ", "))),
        ]
      }, rowsAre: "sets")
  }

  private func bound(of set: LabelSet) -> Cell {
    guard let bound = set.productBound else { return "unknown" }
    return bound == .max ? "beyond counting" : .count(bound)
  }

  private var offendersTable: Table {
    Table(
      columns: [
        Table.Column("Attribute"), Table.Column("Of"), .figures("Values"), .figures("Spans"),
        Table.Column("For example", maximumWidth: 60), Table.Column("Instead", maximumWidth: 120),
      ],
      rows: offenders.map { offender in
        [
          .code(offender.key), .text(Text(offender.level.rawValue)),
          .text(Text(count(offender.values, offender.isOverCap))), .count(offender.spans),
          offender.examples.first.map { .code($0) } ?? .none, .text(offender.advice),
        ]
      }, rowsAre: "attributes")
  }

  private func count(_ count: Int, _ isOverCap: Bool) -> String {
    isOverCap ? "more than \(Quantity.count(count))" : Quantity.count(count).description
  }

  /// The collector's processors that take the offenders out, as YAML.
  public var processors: String {
    func entry(_ level: Level, _ head: String) -> String {
      let keys = offenders.filter { $0.level == level }.map(\.key)
      return keys.isEmpty ? "" : keys.reduce(head) { $0 + "      - {key: \(YAMLText.quoted($1)), action: delete}\n" }
    }
    let entries =
      entry(.span, "  attributes/cardinality:\n    actions:\n")
      + entry(.resource, "  resource/cardinality:\n    attributes:\n")
    return entries.isEmpty ? "processors: {}\n" : "processors:\n" + entries
  }
}

extension CardinalityResult.Offender {
  fileprivate var advice: Text {
    if let first = templates.first {
      let more = templates.dropFirst().prefix(2).reduce(Text()) { $0 + ", " + .code($1.text) }
      return "the template or route: \(code: first.text)" + more
    }
    if level == .resource { return "leave it to traces, or to the metrics of the process itself" }
    return "leave it to traces, with an exemplar at the series"
  }
}

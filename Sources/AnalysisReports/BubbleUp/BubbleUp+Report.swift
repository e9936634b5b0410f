public import ReportModel
public import TraceAnalysis
public import TraceModel

extension BubbleUpResult {
  /// The section "What sets bad traces apart": findings, pairs, symptoms, what was left out.
  ///
  /// - Parameters:
  ///   - title: The section's title.
  ///   - whichAreBad: What makes a trace bad, as the end of a sentence.
  ///   - top: How many rows a table shows; nil for all.
  ///   - exemplar: How a trace id is shown.
  /// - Returns: The section; a sentence alone when all or none are bad.
  public func section(
    _ title: Text = "What sets bad traces apart", whichAreBad: Text, top: Int? = 20,
    exemplar: (TraceID) -> Text = { $0.prefixText }
  ) -> Section {
    var section = Section(title)
    let all = bad + good
    section.blocks.append(
      .paragraph(
        "\(strong: .count(bad)) of \(counted(all, "trace")) (\(.share(bad, of: all))) \(plural(bad, "is", "are")) bad: \(whichAreBad)."
      ))
    if bad == 0 || good == 0 {
      section.blocks.append(
        .paragraph(all == 0 ? "There is nothing to compare." : "There is nothing to compare them with."))
      return section
    }
    section.blocks.append(.paragraph(summary))
    if !findings.isEmpty { section.blocks.append(.table(table(findings, exemplar).prefix(top))) }
    if !pairs.isEmpty {
      section.sections.append(
        Section(
          "Together more than either", blocks: [.table(pairTable(exemplar).prefix(top))]))
    }
    section.sections.append(Section("Where they enter", blocks: [.table(entryTable.prefix(top))]))
    if !symptoms.isEmpty {
      section.sections.append(
        Section(
          "What bad traces say of themselves",
          blocks: [
            .paragraph("Status codes and errors that come with it; they explain nothing."),
            .table(table(symptoms, exemplar).prefix(top)),
          ]))
    }
    let leftOut = leftOutItems
    if !leftOut.isEmpty { section.sections.append(Section("Not compared", blocks: [.list(leftOut)])) }
    return section
  }

  private var summary: Text {
    var text: Text
    if let first = findings.first {
      text =
        "\(first.item.text) sets them apart most: \(.share(first.figures.bad, of: bad)) of the bad (n \(bad)) and \(.share(first.figures.good, of: good)) of the good (n \(good)) have it. "
    } else {
      text = "Nothing sets them apart beyond chance. "
    }
    text +=
      "Expected is how many of the bad would have it, were it unrelated, among entries that are bad about equally often; lift is bad ÷ expected, and those with the largest difference come first. "
    text += "q, the rate of false discoveries, is corrected for \(counted(comparisons, "comparison"))."
    return text
  }

  private func table(_ findings: [Finding], _ exemplar: (TraceID) -> Text) -> Table {
    Table(
      columns: [Table.Column("Has", maximumWidth: 100), Table.Column("Kind")] + Self.figureColumns + [
        Table.Column("As often", maximumWidth: 80), Table.Column("Example"),
      ],
      rows: findings.map { finding in
        [.text(finding.item.text), .text(Text(finding.item.kind.rawValue))] + cells(finding.figures) + [
          alike(finding.alike), finding.exemplars.first.map { .text(exemplar($0)) } ?? .none,
        ]
      }, rowsAre: "findings")
  }

  private static let figureColumns: [Table.Column] = [
    .figures("Bad"), .figures("Expected"), .figures("Lift"), .figures("of bad"), .figures("of good"), .figures("q"),
  ]

  private func cells(_ figures: Figures) -> [Cell] {
    [
      .count(figures.bad), .quantity(.decimal(figures.expected, places: 1)), .quantity(.factor(figures.lift)),
      .share(figures.bad, of: bad), .share(figures.good, of: good), .text(Self.text(q: figures.q)),
    ]
  }

  /// `0.012`, `<0.001`.
  static func text(q: Double) -> Text {
    q < 0.001 ? "<0.001" : Text(Quantity.decimal(q, places: 3).description)
  }

  private func alike(_ items: [Item]) -> Cell {
    guard let first = items.first else { return .none }
    return .text(items.count == 1 ? first.text : first.text + " and \(items.count - 1) more")
  }

  private func pairTable(_ exemplar: (TraceID) -> Text) -> Table {
    Table(
      columns: [Table.Column("Has", maximumWidth: 80), Table.Column("And", maximumWidth: 80)] + Self.figureColumns
        + [Table.Column("Example")],
      rows: pairs.map { pair in
        [.text(pair.first.text), .text(pair.second.text)] + cells(pair.figures) + [
          pair.exemplars.first.map { .text(exemplar($0)) } ?? .none
        ]
      }, rowsAre: "pairs")
  }

  private var entryTable: Table {
    Table(
      columns: [Table.Column("Entry"), .figures("Traces"), .figures("Bad"), .figures("Share")],
      rows: entries.map { entry in
        [.text(entry.name.text), .count(entry.traces), .count(entry.bad), .share(entry.bad, of: entry.traces)]
      }, hidden: 0, rowsAre: "entries")
  }

  private var leftOutItems: [Text] {
    let reasons: [(LeftOut.Reason, Text)] = [
      (.overCap, "More than \(mostValues) values: "), (.id, "Ids, no value in three traces: "),
      (.constant, "The same in all traces: "), (.condition, "Named in the condition: "),
    ]
    return reasons.compactMap { reason, words in
      let keys = leftOut.filter { $0.reason == reason }
      if keys.isEmpty { return nil }
      var text = words
      for (place, key) in keys.prefix(12).enumerated() {
        if place > 0 { text += ", " }
        text += .code(key.key)
      }
      if keys.count > 12 { text += " and \(keys.count - 12) more" }
      return text + "."
    }
  }
}

extension BubbleUpResult.Item {
  /// `customer.tenant = acme`.
  var text: Text {
    switch kind {
    case .service, .operation: "\(kind.rawValue) \(code: value)"
    case .version: "version \(code: value)"
    case .attribute, .resource: "\(code: key) \(comparison.rawValue) \(code: value)"
    }
  }
}

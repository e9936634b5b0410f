public import ReportModel

extension Report {
  /// The tables of the report as tab-separated values. Prose, lists and pictures are left out; empty without a table that has rows.
  public func tsv() -> String { sections.tsv() }
}

extension [Section] {
  /// The tables of the sections as tab-separated values. Prose, lists and pictures are left out; empty without a table that has rows.
  ///
  /// Linear TSV: `\t`, `\n`, `\r`, `\\` and other escapes stand for characters that would break a line or are not seen.
  public func tsv() -> String {
    var writer = TSVWriter()
    for section in self { writer.section(section) }
    return writer.text
  }

  /// What the tables do not show, a sentence each.
  public var hiddenSentences: [String] {
    flatMap { section in
      section.blocks.compactMap { block in
        if case .table(let table) = block { return table.hiddenSentence }
        return nil
      } + section.sections.hiddenSentences
    }
  }
}

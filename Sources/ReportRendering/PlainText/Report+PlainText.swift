public import ReportModel

extension Report {
  /// The report as plain text for a terminal, paragraphs wrapped at `width` columns. Holds no control characters but newlines.
  public func plainText(width: Int = 100) -> String {
    var writer = PlainTextWriter(width: width)
    writer.heading(title, level: 1)
    for sentence in lead { writer.paragraph(sentence) }
    for section in sections { writer.section(section, level: 2) }
    return writer.text
  }

  /// Title and lead alone: the first screen.
  public func plainTextLead(width: Int = 100) -> String {
    Report(title: title, lead: lead).plainText(width: width)
  }
}

extension Section {
  /// The section as plain text for a terminal; see ``Report/plainText(width:)``.
  public func plainText(width: Int = 100) -> String {
    var writer = PlainTextWriter(width: width)
    writer.section(self, level: 2)
    return writer.text
  }
}

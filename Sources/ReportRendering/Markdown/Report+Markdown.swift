public import ReportModel

extension Report {
  /// The report in GitHub-flavoured Markdown that also reads well as plain text. Ends with a newline.
  public func markdown(_ options: MarkdownOptions = MarkdownOptions()) -> String {
    var writer = MarkdownWriter(options: options)
    writer.heading(title, level: 1)
    writer.quote(lead)
    for section in sections { writer.section(section, level: 2) }
    return writer.text
  }
}

extension Section {
  /// The section in GitHub-flavoured Markdown, with a heading of `level` (1 to 6). Ends with a newline.
  public func markdown(_ options: MarkdownOptions = MarkdownOptions(), level: Int = 2) -> String {
    var writer = MarkdownWriter(options: options)
    writer.section(self, level: level)
    return writer.text
  }
}

extension Table {
  /// The table in GitHub-flavoured Markdown, its columns aligned in plain text too. Ends with a newline.
  public func markdown() -> String {
    var writer = MarkdownWriter(options: MarkdownOptions())
    writer.table(self)
    return writer.text
  }
}

import ReportModel

/// Tables as tab-separated values, an empty line between two.
///
/// Each begins with a line of column titles. The first field of every line names the table by the titles of the sections it stands in, in the line of
/// titles it is `table`.
struct TSVWriter {
  private(set) var text = ""

  mutating func section(_ section: Section, within path: [String] = []) {
    let path = path + [section.title.content]
    let name = path.joined(separator: " / ")
    for block in section.blocks {
      switch block {
      case .table(let table): self.table(table, name: name)
      case .timeline(let timeline): table(timeline.figures, name: "\(name) / \(timeline.title)")
      case .paragraph, .list, .graph, .preformatted, .note, .picture: break
      }
    }
    for part in section.sections { self.section(part, within: path) }
  }

  private mutating func table(_ table: Table, name: String) {
    if table.columns.isEmpty || table.rows.isEmpty { return }
    if !text.isEmpty { text += "\n" }
    let fields = TSVTable(table)
    line(["table"] + fields.head)
    for row in fields.rows { line([name] + row) }
  }

  private mutating func line(_ fields: [String]) {
    text += fields.map(TSVWriter.field).joined(separator: "\t") + "\n"
  }

  /// The field on one line and without a tab: a backslash is doubled, and what is not seen is an escape that begins with one.
  private static func field(_ content: String) -> String {
    visibleText(content.contains("\\") ? content.replacing("\\", with: "\\\\") : content)
  }
}

extension Timeline {
  fileprivate var figures: Table {
    Table(
      columns: [
        Table.Column("Start"), .figures("Calls"), .figures("Errors"), .figures("p50"), .figures("p99"),
      ],
      rows: buckets.enumerated().map { index, bucket in
        [
          .time(nanoseconds: start &+ Int64(index) &* bucketNanoseconds), .count(bucket.calls), .count(bucket.errors),
          bucket.p50.map { .duration(nanoseconds: $0) } ?? .none,
          bucket.p99.map { .duration(nanoseconds: $0) } ?? .none,
        ]
      })
  }
}

import ReportModel

/// The cells of a table as a syntax writes them, and the columns' widths.
struct TableLayout {
  var head: [String]
  var rows: [[String]]
  var alignments: [Table.Alignment]
  /// Columns of the terminal each column of the table takes.
  var widths: [Int]

  /// Lays out `table`; `render` writes one cell, already cut to its column's width, and must not return line breaks.
  init(_ table: Table, minimumWidth: Int, render: (Text) -> String) {
    head = table.columns.map { column in
      render(Text(column.unit.map { "\(column.title) (\($0))" } ?? column.title))
    }
    alignments = table.columns.map(\.alignment)
    rows = table.rows.map { row in
      table.columns.indices.map { place in
        guard place < row.count else { return "" }
        return render(row[place].text.shortened(to: max(1, table.columns[place].maximumWidth)))
      }
    }
    widths = head.map { max(minimumWidth, displayWidth($0)) }
    for row in rows {
      for (place, cell) in row.enumerated() { widths[place] = max(widths[place], displayWidth(cell)) }
    }
  }

  /// The cells of one line, filled up to their columns' widths.
  func line(_ cells: [String]) -> [String] {
    cells.enumerated().map { place, cell in
      padded(cell, to: widths[place], leading: alignments[place] == .trailing)
    }
  }
}

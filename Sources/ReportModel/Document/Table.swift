/// Rows under titled columns, and how many rows were left out.
public struct Table: Hashable, Sendable {
  public enum Alignment: Hashable, Sendable { case leading, trailing }

  public struct Column: Hashable, Sendable {
    public var title: String
    public var alignment: Alignment
    /// A unit named in the head, where the cells carry none.
    public var unit: String?
    /// Cells wider than this (in terminal columns) are cut, with `…`.
    public var maximumWidth: Int

    public init(
      _ title: String, _ alignment: Alignment = .leading, unit: String? = nil, maximumWidth: Int = 60
    ) {
      self.title = title
      self.alignment = alignment
      self.unit = unit
      self.maximumWidth = maximumWidth
    }

    /// A column of figures: aligned at the end.
    public static func figures(_ title: String, unit: String? = nil) -> Column {
      Column(title, .trailing, unit: unit)
    }
  }

  public var columns: [Column]
  /// Cells by row and column. A short row ends in empty cells; cells past the last column are not shown.
  public var rows: [[Cell]]
  /// How many further rows there are; renderers print it below the table unless it is 0.
  public var hidden: Int
  /// What the rows are, in a regular plural ("operations", "kinds of errors"), for that line.
  public var rowsAre: String

  public init(columns: [Column], rows: [[Cell]] = [], hidden: Int = 0, rowsAre: String = "rows") {
    self.columns = columns
    self.rows = rows
    self.hidden = hidden
    self.rowsAre = rowsAre
  }

  /// Rows shown and hidden.
  public var total: Int { rows.count + max(0, hidden) }

  /// The line below a shortened table: `… and 12 more operations not shown (32 in all)`; nil when all are shown.
  public var hiddenSentence: String? {
    guard hidden > 0 else { return nil }
    return
      "… and \(Quantity.count(hidden)) more \(hidden == 1 ? singular : rowsAre) not shown (\(Quantity.count(total)) in all)"
  }

  /// What one row is.
  private var singular: String {
    let end = rowsAre.firstRange(of: " of ")?.lowerBound ?? rowsAre.endIndex
    let plural = rowsAre[..<end]
    let stem =
      plural.hasSuffix("ies")
      ? String(plural.dropLast(3)) + "y" : String(plural.hasSuffix("s") ? plural.dropLast() : plural)
    return stem + String(rowsAre[end...])
  }

  /// The first `limit` rows (all for nil), the rest counted as hidden.
  public func prefix(_ limit: Int?) -> Table {
    guard let limit, rows.count > limit else { return self }
    var table = self
    table.rows = Array(rows.prefix(max(0, limit)))
    table.hidden = max(0, hidden) + rows.count - table.rows.count
    return table
  }
}

import ReportModel

/// The fields of a table for programs: figures as bare numbers whose unit the head names, before and now as two columns.
struct TSVTable {
  private(set) var head: [String] = []
  private(set) var rows: [[String]]

  init(_ table: Table) {
    rows = Array(repeating: [], count: table.rows.count)
    for (index, column) in table.columns.enumerated() {
      let cells = table.rows.map { index < $0.count ? $0[index] : Cell.none }
      let parts: [TSVColumn] =
        cells.contains(where: \.isPair)
        ? [
          TSVColumn(column, " before", cells.map(\.before)), TSVColumn(column, " now", cells.map(\.now)),
        ] : [TSVColumn(column, "", cells)]
      for part in parts {
        head.append(part.title)
        for row in rows.indices { rows[row].append(part.fields[row]) }
      }
    }
  }
}

/// One column of fields.
private struct TSVColumn {
  let title: String
  let fields: [String]

  /// Figures of one unit are bare numbers; where a column mixes units, each figure reads as in the other formats.
  init(_ column: Table.Column, _ suffix: String, _ cells: [Cell]) {
    let units = Set(
      cells.compactMap { cell in cell.figure.flatMap { $0 == .none ? nil : $0.plainUnit?.rawValue ?? "" } })
    let isPlain = units.count < 2
    let unit = column.unit ?? (isPlain ? units.first : nil) ?? ""
    title = column.title + suffix + (unit.isEmpty ? "" : " (\(unit))")
    fields = cells.map { cell in
      if let figure = cell.figure { return isPlain ? figure.plain : figure == .none ? "" : figure.description }
      return cell == .none ? "" : cell.text.content
    }
  }
}

extension Cell {
  fileprivate var isPair: Bool {
    switch self {
    case .change, .pair: true
    case .text, .quantity, .none: false
    }
  }

  fileprivate var figure: Quantity? {
    if case .quantity(let quantity) = self { return quantity }
    return nil
  }

  /// The cell of the column of before; empty for what is no pair.
  fileprivate var before: Cell {
    switch self {
    case .change(let change): .quantity(change.before)
    case .pair(let before, _): .quantity(before)
    case .text, .quantity, .none: .none
    }
  }

  /// The cell of the column of now; what is no pair stands here.
  fileprivate var now: Cell {
    switch self {
    case .change(let change): .quantity(change.now)
    case .pair(_, let now): .quantity(now)
    case .text, .quantity, .none: self
    }
  }
}

import ReportModel
import TraceAnalysis
import TraceModel

extension RejectReasons {
  /// The most frequent first, equal ones in input order.
  var table: Table {
    let ordered = reasons.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    let severalInputs = reasons.contains { $0.first.input > 0 }
    let rows: [[Cell]] = ordered.map { _, reason in
      let first = reason.first
      var place: Text = severalInputs ? "input \(first.input + 1), byte \(first.offset)" : "byte \(first.offset)"
      if first.line > 0 { place += ", line \(first.line)" }
      let head = String(decoding: first.excerpt, as: UTF8.self)
      return [.count(reason.count), .text(Text(reason.text)), .text(place), head.isEmpty ? .none : .code(head)]
    }
    return Table(
      columns: [
        .figures("Count"), Table.Column("Why it was left out", maximumWidth: 160), Table.Column("First at"),
        Table.Column("What stands there", maximumWidth: 60),
      ], rows: rows, rowsAre: "reasons"
    ).prefix(10)
  }
}

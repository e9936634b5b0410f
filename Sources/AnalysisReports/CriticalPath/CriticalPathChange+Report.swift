import ReportModel
import TraceAnalysis
import TraceModel

extension CriticalPathComparison {
  /// The operations of both dumps, before and now.
  func table(exemplar: (TraceID) -> Text) -> Table {
    let rows = rows.map { row -> [Cell] in
      let latest = row.now.operation ?? row.before.operation
      return [
        .code("\(row.entry.service) \(row.entry.operation)"), .code(row.name.service), .code(row.name.operation),
        .text(Text(latest?.kindWord ?? "")), .change(row.before.mean, row.now.mean),
        .change(row.before.percentile(50), row.now.percentile(50)),
        .change(row.before.percentile(99), row.now.percentile(99)), .change(row.before.frequency, row.now.frequency),
        latest?.exemplars.first.map { .text(exemplar($0.traceID)) } ?? .none,
      ]
    }
    return Table(
      columns: [
        Table.Column("Entry"), Table.Column("Service"), Table.Column("Operation"), Table.Column("Kind"),
        .figures("Own time a response"), .figures("Own p50"), .figures("Own p99"), .figures("On path in"),
        Table.Column("Exemplar"),
      ], rows: rows, rowsAre: "operations")
  }

  /// ``largest`` in one sentence.
  var headline: Text? {
    guard let row = largest else { return nil }
    let distance = (row.now.meanNanoseconds - row.before.meanNanoseconds).magnitude
    return """
      Responses of \(code: "\(row.entry.service) \(row.entry.operation)") got \
      \(row.isSlower ? "slower" : "faster") most in \(code: "\(row.name.service) \(row.name.operation)"): \
      \(Change(from: row.before.mean, to: row.now.mean)) a response, \
      \(.duration(nanoseconds: Int64(clamping: distance))) \(row.isSlower ? "more" : "less") (n \(row.before.responses) → \
      \(row.now.responses)).
      """
  }
}

extension CriticalPathComparison.Part {
  fileprivate var mean: Quantity { responses == 0 ? .none : .duration(nanoseconds: meanNanoseconds) }
  fileprivate var frequency: Quantity { responses == 0 ? .none : .share(operation?.traces ?? 0, of: responses) }

  fileprivate func percentile(_ percent: Int) -> Quantity {
    operation.map { $0.exclusive.duration(percent) } ?? .none
  }
}

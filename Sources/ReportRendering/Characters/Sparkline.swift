import ReportModel

/// The course of a figure as blocks of eight heights, a full block for the largest value and a space for 0.
func sparkline(_ values: [Int64]) -> String {
  let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  let largest = values.max() ?? 0
  var line = ""
  for value in values {
    guard value > 0 else {
      line.append("·")
      continue
    }
    let (high, low) = value.multipliedFullWidth(by: 8)
    let height = Int(largest.dividingFullWidth((high, low)).quotient)
    line.append(blocks[min(7, max(0, height - (height == 8 ? 1 : 0)))])
  }
  return line
}

extension Timeline {
  /// One row a figure: its course over time, least, most and last value. Neighbouring buckets are joined so that at most `columns`
  /// are drawn: counts add up, of percentiles the highest is taken.
  func table(columns: Int = 60) -> Table {
    let group = max(1, (buckets.count + columns - 1) / max(1, columns))
    let groups = stride(from: 0, to: buckets.count, by: group).map { buckets[$0..<min($0 + group, buckets.count)] }
    let bucket = Quantity.duration(
      nanoseconds: bucketNanoseconds.multipliedReportingOverflow(by: Int64(group)).partialValue)
    let (length, overflow) = bucketNanoseconds.multipliedReportingOverflow(by: Int64(buckets.count))
    let end = start.addingReportingOverflow(length)
    let window = Quantity.window(start: start, end: overflow || end.overflow ? .max : end.partialValue)
    let counts: [(String, [Int64])] = [
      ("calls", groups.map { Int64($0.reduce(0) { $0 &+ $1.calls }) }),
      ("errors", groups.map { Int64($0.reduce(0) { $0 &+ $1.errors }) }),
    ]
    let percentiles: [(String, [Int64?])] = [
      ("p50", groups.map { $0.compactMap(\.p50).max() }), ("p99", groups.map { $0.compactMap(\.p99).max() }),
    ]
    var rows = counts.map { name, values in row(name, values) { .count(Int($0)) } }
    rows += percentiles.map { name, values in row(name, values) { .duration(nanoseconds: $0) } }
    return Table(
      columns: [
        .init("figure"), .init("\(window), \(bucket) each", maximumWidth: max(60, columns)), .figures("least"),
        .figures("most"), .figures("last"),
      ], rows: rows)
  }

  private func row(_ name: String, _ values: [Int64?], _ quantity: (Int64) -> Quantity) -> [Cell] {
    let known = values.compactMap { $0 }
    let figures = [known.min(), known.max(), values.last ?? nil].map { value -> Cell in
      value.map { .quantity(quantity($0)) } ?? .none
    }
    return [.text(Text(name)), .text(Text(sparkline(values.map { $0 ?? 0 })))] + figures
  }
}

public import ReportModel

extension Waterfall {
  /// The picture as a standalone SVG document without scripts, fonts or addresses. Ends with a newline.
  ///
  /// Colours are Okabe and Ito's, which most colour-blind people tell apart; what is on the path is also taller, and failure also a word.
  public func svg() -> String {
    let height = SVGMetrics.top + rows.count * SVGMetrics.rowHeight + 40
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(SVGMetrics.width)" height="\(height)" \
      viewBox="0 0 \(SVGMetrics.width) \(height)" font-family="sans-serif" font-size="12">
      <rect width="100%" height="100%" fill="#ffffff"/>
      <text x="10" y="22" font-size="15" font-weight="bold">\(svgText(title.content, columns: 110))</text>

      """
    for place in 0...4 {
      let x = SVGMetrics.left + SVGMetrics.barWidth * place / 4
      let time = Int64(clamping: (Int128(end) - Int128(start)) * Int128(place) / 4)
      let label = place == 0 ? "0" : Quantity.duration(nanoseconds: time).description
      svg += """
        <line x1="\(x)" y1="\(SVGMetrics.top - 6)" x2="\(x)" y2="\(height - 36)" stroke="#dddddd"/>
        <text x="\(x)" y="\(SVGMetrics.top - 10)" text-anchor="\(place == 4 ? "end" : place == 0 ? "start" : "middle")" \
        fill="#555555">\(label)</text>

        """
    }
    let names = CallNames(rows.map(\.service))
    let repeats = repeatsService
    for (place, row) in rows.enumerated() {
      svg += element(of: row, names, repeats[place], y: SVGMetrics.top + place * SVGMetrics.rowHeight)
    }
    svg += legend(y: height - 14)
    return svg + "</svg>\n"
  }

  private func element(of row: Row, _ names: CallNames, _ repeatsService: Bool, y: Int) -> String {
    let duration = Quantity.duration(nanoseconds: row.end &- row.start).description
    let indent = 12 * min(row.depth, 12)
    let start = row.isByMessage ? "↝ " : ""
    let end =
      (row.isFailed ? " (failed)" : "") + (row.traceID.isEmpty ? "" : " [\(row.traceID)]")
      + (row.isAsked ? " ◀ asked for" : "")
    let columns = (SVGMetrics.left - 90 - indent) / 7 - displayWidth(start + end)
    let name = names.name(row.service, row.operation, isSameService: repeatsService, columns: max(8, columns))
    let trace = row.traceID.isEmpty ? "" : ", begins trace \(row.traceID)"
    var svg = "<g><title>\(svgText("\(row.service) \(row.operation), \(duration)\(trace)", columns: 400))</title>\n"
    svg += """
      <text x="\(10 + indent)" y="\(y + 13)"\(row.isFailed ? " fill=\"#b03000\"" : "")\
      \(row.isAsked ? " font-weight=\"bold\"" : "")>\(escapedXML(start + name))\(svgText(end, columns: 60))</text>
      <text x="\(SVGMetrics.left - 10)" y="\(y + 13)" text-anchor="end" fill="#555555">\(duration)</text>

      """
    if let wait = row.wait { svg += rectangle(wait.start, wait.end, y + 8, 2, "#999999") }
    for wait in row.criticalWait { svg += rectangle(wait.start, wait.end, y + 7, 4, "#e69f00") }
    svg += rectangle(row.start, row.end, y + 5, 8, row.isFailed ? "#f0b090" : "#a8d0e8")
    for stretch in row.critical { svg += rectangle(stretch.start, stretch.end, y + 3, 12, "#0072b2") }
    return svg + "</g>\n"
  }

  private func legend(y: Int) -> String {
    let entries = [
      ("#0072b2", "work on the path"), ("#a8d0e8", "work beside it"), ("#e69f00", "in a queue, on the path"),
      ("#999999", "in a queue, beside it"), ("#f0b090", "failed"),
    ]
    var svg = ""
    for (place, entry) in entries.enumerated() {
      let x = 10 + 170 * place
      svg += """
        <rect x="\(x)" y="\(y - 9)" width="12" height="10" fill="\(entry.0)"/>\
        <text x="\(x + 18)" y="\(y)" fill="#555555">\(entry.1)</text>

        """
    }
    if let hiddenSentence {
      svg += "<text x=\"\(10 + 170 * entries.count)\" y=\"\(y)\" fill=\"#555555\">\(hiddenSentence)</text>\n"
    }
    return svg
  }

  private func rectangle(_ start: Int64, _ end: Int64, _ y: Int, _ height: Int, _ colour: String) -> String {
    let first = tenths(of: start)
    let width = max(8, tenths(of: end) - first)
    return """
      <rect x="\(svgLength(tenths: first))" y="\(y)" width="\(svgLength(tenths: width))" height="\(height)" fill="\(colour)"/>

      """
  }

  /// Where a time lies, in tenths of a pixel.
  private func tenths(of time: Int64) -> Int {
    let length = max(1, Int128(end) - Int128(start))
    let offset = (Int128(time) - Int128(start)) * Int128(SVGMetrics.barWidth * 10) / length
    return SVGMetrics.left * 10 + max(0, min(SVGMetrics.barWidth * 10, Int(clamping: offset)))
  }
}

private enum SVGMetrics {
  static let width = 1200
  static let left = 470
  static let barWidth = 710
  static let top = 60
  static let rowHeight = 18
}

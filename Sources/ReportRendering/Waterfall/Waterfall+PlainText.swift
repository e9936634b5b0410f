public import ReportModel

extension Waterfall {
  /// The picture in at most 100 columns, aligned, ending with a newline: for each row its name, duration, `!` when it failed, and its bar.
  ///
  /// `#` work on the path, `=` work beside it, `~` waiting in a queue on the path, `.` waiting beside it.
  public func plainText() -> String {
    var text = Waterfall.line(Text("Span").content, "Duration", " ", axis)
    let names = CallNames(rows.map(\.service))
    for (row, repeatsService) in zip(rows, repeatsService) {
      text += Waterfall.line(
        name(of: row, names, repeatsService), Quantity.duration(nanoseconds: row.end &- row.start).description,
        row.isFailed ? "!" : " ", bar(of: row))
    }
    if let hiddenSentence { text += hiddenSentence + "\n" }
    return text + Waterfall.legend + (rows.contains(where: \.isAsked) ? "  > asked for" : "") + "\n"
  }

  /// Says what the signs of ``plainText()`` mean.
  static let legend = "# work on the path  = work beside it  ~ in a queue, on the path  . in a queue  ! failed"

  /// The name of a row, indented; where it begins a trace, that trace's id at the right.
  private func name(of row: Row, _ names: CallNames, _ repeatsService: Bool) -> String {
    // Deep rows are set in by less, so that there is room for their names.
    let indent = 2 * min(row.depth, 6) + min(max(0, row.depth - 6), 8)
    let start = String(repeating: " ", count: indent) + (row.isByMessage ? "~> " : "")
    let sign = row.isAsked ? ">" : " "
    let end = row.traceID.isEmpty ? (row.isAsked ? " >asked" : "") : " " + sign + shortened(row.traceID, to: 8)
    let columns = Waterfall.nameColumns - displayWidth(start) - displayWidth(end)
    let name = names.name(row.service, row.operation, isSameService: repeatsService, columns: columns)
    return start + padded(name, to: columns) + end
  }

  private static let nameColumns = 42
  private static let durationColumns = 11
  private static let barColumns = 42

  private static func line(_ name: String, _ duration: String, _ mark: String, _ bar: String) -> String {
    let name = padded(shortened(name, to: nameColumns), to: nameColumns)
    return name + " " + padded(duration, to: durationColumns, leading: true) + " " + mark + "|" + bar + "|\n"
  }

  /// `0` at the left and the whole duration at the right.
  private var axis: String {
    let whole = Quantity.duration(nanoseconds: end &- start).description
    return "0" + padded(whole, to: Waterfall.barColumns - 1, leading: true)
  }

  private func bar(of row: Row) -> String {
    var cells = [UInt8](repeating: UInt8(ascii: " "), count: Waterfall.barColumns)
    func draw(_ start: Int64, _ end: Int64, _ sign: Unicode.Scalar) {
      let first = column(of: start)
      // A stretch ends before the column in which the next one begins.
      let last = end > start ? max(first, column(of: end, roundsUp: true) - 1) : first
      for place in first...last { cells[place] = UInt8(ascii: sign) }
    }
    if let wait = row.wait { draw(wait.start, wait.end, ".") }
    for stretch in row.criticalWait { draw(stretch.start, stretch.end, "~") }
    draw(row.start, row.end, "=")
    for stretch in row.critical { draw(stretch.start, stretch.end, "#") }
    return String(decoding: cells, as: UTF8.self)
  }

  private func column(of time: Int64, roundsUp: Bool = false) -> Int {
    let length = Int128(end) - Int128(start)
    guard length > 0 else { return 0 }
    let offset = (Int128(time) - Int128(start)) * Int128(Waterfall.barColumns)
    let place = (offset + (roundsUp ? length - 1 : 0)) / length
    return max(0, min(Waterfall.barColumns - (roundsUp ? 0 : 1), Int(clamping: place)))
  }
}

extension Waterfall {
  /// The title, its sentences and ``plainText()``: what a terminal shows.
  public func document() -> String {
    var text = Waterfall.wrapped(visibleText(title.content))
    for sentence in lead { text += Waterfall.wrapped(visibleText(sentence.content)) }
    return text + "\n" + plainText()
  }

  /// The words in lines of at most 100 columns; a longer word has a line of its own.
  private static func wrapped(_ sentence: String) -> String {
    var text = ""
    var columns = 0
    for word in sentence.split(separator: " ") {
      let width = displayWidth(String(word))
      if columns > 0, columns + 1 + width > 100 {
        text += "\n"
        columns = 0
      }
      text += (columns > 0 ? " " : "") + word
      columns += (columns > 0 ? 1 : 0) + width
    }
    return text + "\n"
  }

  /// The same as a section of Markdown, the picture preformatted.
  public func markdown(level: Int = 1) -> String {
    let section = Section(title, blocks: lead.map { .paragraph($0) } + [.preformatted(plainText(), language: "text")])
    return section.markdown(level: level)
  }
}

import ReportModel

/// Blocks of plain text, one blank line between them.
struct PlainTextWriter {
  let width: Int
  private(set) var text = ""

  init(width: Int) {
    self.width = max(20, width)
  }

  mutating func section(_ section: Section, level: Int) {
    heading(section.title, level: level)
    for block in section.blocks { self.block(block) }
    for part in section.sections { self.section(part, level: level + 1) }
  }

  mutating func heading(_ title: Text, level: Int) {
    let line = visibleText(title.content)
    let rule = String(repeating: level <= 1 ? "=" : "-", count: min(width, displayWidth(line)))
    append(level <= 2 ? "\(line)\n\(rule)" : line)
  }

  mutating func paragraph(_ text: Text) { append(wrapped(text.content, first: "", rest: "")) }

  mutating func block(_ block: Block) {
    switch block {
    case .paragraph(let text): paragraph(text)
    case .list(let items):
      append(items.map { wrapped($0.content, first: "- ", rest: "  ") }.joined(separator: "\n"))
    case .table(let table): self.table(table)
    case .graph(let graph):
      if !graph.title.isEmpty { append(visibleText(graph.title)) }
      table(graph.edgeTable())
      for sentence in graph.hidden { append(wrapped(sentence, first: "", rest: "")) }
    case .timeline(let timeline):
      append(visibleText(timeline.title))
      table(timeline.table(columns: 40))
    case .preformatted(let content, _):
      append(
        content.split(omittingEmptySubsequences: false) { $0.isNewline }.map { "  " + visibleText(String($0)) }
          .joined(separator: "\n"))
    case .note(let paragraphs):
      append(paragraphs.map { wrapped($0.content, first: "! ", rest: "  ") }.joined(separator: "\n"))
    case .picture(let path, let caption): append(visibleText("\(caption): \(path)"))
    }
  }

  private mutating func table(_ table: Table) {
    let layout = TableLayout(table, minimumWidth: 1) { visibleText($0.content) }
    guard !layout.head.isEmpty else { return }
    let rule = layout.widths.map { String(repeating: "─", count: $0) }
    let lines = [layout.line(layout.head), rule] + layout.rows.map(layout.line)
    append(
      (lines.map { trimmingEnd($0.joined(separator: "  ")) } + [table.hiddenSentence].compactMap { $0.map(visibleText) })
        .joined(separator: "\n"))
  }

  /// `content` broken between words where it passes the width; a longer word has a line of its own.
  private func wrapped(_ content: String, first: String, rest: String) -> String {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in visibleText(content).split(separator: " ") {
      if !isEmpty && displayWidth(line) + 1 + displayWidth(String(word)) > width {
        lines.append(line)
        line = rest
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return (lines + [line]).joined(separator: "\n")
  }

  private func trimmingEnd(_ line: String) -> String {
    var line = line
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }

  private mutating func append(_ block: String) {
    guard !block.isEmpty else { return }
    if !text.isEmpty { text += "\n" }
    text += block + "\n"
  }
}

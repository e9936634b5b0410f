import ReportModel

/// Blocks of Markdown, one blank line between them.
struct MarkdownWriter {
  let options: MarkdownOptions
  private(set) var text = ""

  init(options: MarkdownOptions) {
    self.options = options
  }

  mutating func section(_ section: Section, level: Int) {
    heading(section.title, level: level)
    for block in section.blocks { self.block(block) }
    for part in section.sections { self.section(part, level: level + 1) }
  }

  mutating func heading(_ title: Text, level: Int) {
    append(String(repeating: "#", count: min(6, max(1, level))) + " " + MarkdownText.render(title))
  }

  /// Paragraphs set apart by `>`.
  mutating func quote(_ paragraphs: [Text]) {
    guard !paragraphs.isEmpty else { return }
    append(paragraphs.map { "> " + MarkdownText.render($0) }.joined(separator: "\n>\n"))
  }

  mutating func block(_ block: Block) {
    switch block {
    case .paragraph(let text): append(MarkdownText.render(text))
    case .list(let items): append(items.map { "- " + MarkdownText.render($0) }.joined(separator: "\n"))
    case .table(let table): self.table(table)
    case .graph(let graph): self.graph(graph)
    case .timeline(let timeline):
      append(MarkdownText.strong(timeline.title))
      table(timeline.table())
    case .preformatted(let content, let language): preformatted(content, language: language)
    case .note(let paragraphs): quote(paragraphs)
    case .picture(let path, let caption):
      append("![" + MarkdownText.plain(caption) + "](" + relativeAddress(path) + ")")
    }
  }

  mutating func table(_ table: Table) {
    let layout = TableLayout(table, minimumWidth: 3) { MarkdownText.render($0, in: .tableCell) }
    guard !layout.head.isEmpty else { return }
    let rule = layout.widths.enumerated().map { place, width in
      layout.alignments[place] == .trailing
        ? String(repeating: "-", count: width - 1) + ":" : String(repeating: "-", count: width)
    }
    let lines = [layout.line(layout.head), rule] + layout.rows.map(layout.line)
    append(lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n"))
    if let sentence = table.hiddenSentence { append(MarkdownText.plain(sentence)) }
  }

  mutating func graph(_ graph: Graph) {
    if !graph.title.isEmpty { append(MarkdownText.strong(graph.title)) }
    if options.drawsGraphs {
      let diagram = graph.mermaid(limits: options.mermaidLimits)
      append("```mermaid\n" + diagram.text + "```")
      for sentence in diagram.hidden { append(MarkdownText.plain(sentence)) }
    } else {
      table(graph.edgeTable())
      for sentence in graph.hidden { append(MarkdownText.plain(sentence)) }
    }
  }

  mutating func preformatted(_ content: String, language: String) {
    let lines = content.split(omittingEmptySubsequences: false) { $0.isNewline }.map { visibleText(String($0)) }
    var longest = 2
    for line in lines {
      var current = 0
      for scalar in line.unicodeScalars {
        current = scalar == "`" ? current + 1 : 0
        longest = max(longest, current)
      }
    }
    let fence = String(repeating: "`", count: longest + 1)
    let name = language.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    append(([fence + name] + lines + [fence]).joined(separator: "\n"))
  }

  private mutating func append(_ block: String) {
    guard !block.isEmpty else { return }
    if !text.isEmpty { text += "\n" }
    text += block + "\n"
  }
}

/// A path beside the report as a link's destination: unreserved bytes and `/` stay, all others are percent-encoded.
private func relativeAddress(_ path: String) -> String {
  path.utf8.reduce(into: "") { address, byte in
    switch byte {
    case 0x2D...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x7E: address.unicodeScalars.append(Unicode.Scalar(byte))
    default: address += percentEncoded(byte)
    }
  }
}

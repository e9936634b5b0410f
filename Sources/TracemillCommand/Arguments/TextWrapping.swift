/// Returns `text` in lines of at most `width` characters, each indented by `indent` blanks, without a final line break.
///
/// Paragraphs are separated by an empty line and stay so; other line breaks count as blanks. Lines that start with a
/// blank are kept as they are. A word longer than a line stands alone.
func wrapped(_ text: String, width: Int, indent: Int = 0) -> String {
  let margin = String(repeating: " ", count: indent)
  var lines: [String] = []
  var line = ""
  func flush() {
    if !line.isEmpty { lines.append(margin + line) }
    line = ""
  }
  for source in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if source.isEmpty || source.hasPrefix(" ") {
      flush()
      lines.append(source.isEmpty ? "" : margin + source)
      continue
    }
    for word in source.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width { flush() }
      line += (line.isEmpty ? "" : " ") + word
    }
  }
  flush()
  return lines.joined(separator: "\n")
}

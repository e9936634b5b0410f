import ReportModel

/// Inline text in GitHub-flavoured Markdown: what a run holds is shown as it is and never read as syntax.
enum MarkdownText {
  enum Place { case line, tableCell }

  static func render(_ text: Text, in place: Place = .line) -> String {
    var rendered = ""
    for run in text.runs {
      switch run.style {
      case .plain: rendered += plain(run.content, startsLine: rendered.isEmpty && place == .line)
      case .strong: rendered += strong(run.content)
      case .code: rendered += code(run.content, in: place)
      case .link(let address): rendered += link(run.content, to: address)
      }
    }
    return rendered
  }

  /// Plain text with all that could be syntax escaped.
  static func plain(_ content: String, startsLine: Bool = false) -> String {
    let visible = Array(visibleText(content).unicodeScalars)
    var escaped = String.UnicodeScalarView()
    for (place, scalar) in visible.enumerated() {
      let next = place + 1 < visible.count ? visible[place + 1] : " "
      switch scalar {
      case "\\", "`", "*", "[", "]", "<", ">", "|", "~", "$": escaped.append("\\")
      case "_":
        // Between letters or digits an underscore is no emphasis.
        if !(place > 0 && isWord(visible[place - 1]) && isWord(next)) { escaped.append("\\") }
      case "&":
        if next == "#" || isWord(next) {
          escaped.append(contentsOf: "&amp;".unicodeScalars)
          continue
        }
      case "#", "-", "+", "=":
        if startsLine && escaped.isEmpty { escaped.append("\\") }
      case ".", ")":
        if startsLine && !escaped.isEmpty && escaped.allSatisfy(isDigit) { escaped.append("\\") }
      case " ":
        if startsLine && escaped.isEmpty { continue }
      default: break
      }
      escaped.append(scalar)
    }
    return String(escaped)
  }

  static func strong(_ content: String) -> String {
    let trimmed = trimmingSpaces(content)
    return trimmed.isEmpty ? plain(content) : "**" + plain(trimmed) + "**"
  }

  /// A code span whose fence is longer than any run of backticks inside. In a table cell `|` is escaped even here, and
  /// every reader of tables takes the backslash away again.
  static func code(_ content: String, in place: Place) -> String {
    var visible = visibleText(content)
    if visible.utf8.allSatisfy({ $0 == 0x20 }) { return visible.isEmpty ? "(empty)" : "(blank)" }
    var longest = 0
    var current = 0
    for scalar in visible.unicodeScalars {
      current = scalar == "`" ? current + 1 : 0
      longest = max(longest, current)
    }
    let fence = String(repeating: "`", count: longest + 1)
    if let first = visible.utf8.first, let last = visible.utf8.last,
      [0x20, 0x60].contains(first) || [0x20, 0x60].contains(last)
    {
      visible = " " + visible + " "
    }
    if place == .tableCell {
      visible = escapingPipes(visible)
    }
    return fence + visible + fence
  }

  static func link(_ content: String, to address: String) -> String {
    guard let address = webAddress(address) else { return plain(content) }
    let destination = address.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
    return "[" + plain(content.isEmpty ? address : content) + "](" + destination + ")"
  }

  private static func escapingPipes(_ content: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in content.unicodeScalars {
      if scalar == "|" { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func trimmingSpaces(_ content: String) -> String {
    var scalars = content.unicodeScalars[...]
    while scalars.first == " " { scalars.removeFirst() }
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }
}

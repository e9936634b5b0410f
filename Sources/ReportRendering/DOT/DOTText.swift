/// The ways in which DOT holds text. Each takes any text and shows it as it is, in one line.
enum DOTText {
  /// A quoted id, different for different ids: `%`, `\`, `&` and hidden characters are percent-encoded. An id over 500
  /// bytes is cut, and ends in `%…` and its `number`, since Graphviz holds no string over 16 kB.
  static func id(_ id: String, number: Int) -> String {
    let isLong = id.utf8.count > 500
    var quoted = "\""
    for scalar in id.unicodeScalars.prefix(isLong ? 100 : 500) {
      switch scalar {
      case "\"": quoted += "\\\""
      case "%", "\\", "&": quoted += String(scalar).utf8.reduce(into: "") { $0 += percentEncoded($1) }
      default:
        if isHidden(scalar) {
          quoted += String(scalar).utf8.reduce(into: "") { $0 += percentEncoded($1) }
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + (isLong ? "%…\(number)\"" : "\"")
  }

  /// A quoted label; lines are centred. `\N`, `\G` and the like do not fire.
  static func label(_ lines: [String]) -> String {
    "\"" + lines.map { escaped($0, backslash: "\\\\", quote: "\\\"", less: "<", greater: ">") }.joined(separator: "\\n")
      + "\""
  }

  /// The figures on a line, centred: a little apart from their own line, and on a white ground where another passes behind.
  static func edgeLabel(_ lines: [String]) -> String {
    "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"4\" CELLPADDING=\"1\"><TR><TD BGCOLOR=\"#FFFFFFD0\">"
      + lines.map(markup).joined(separator: "<BR/>") + "</TD></TR></TABLE>>"
  }

  /// A quoted tooltip. Graphviz expands a tooltip's escapes twice or once, depending on its version, so a backslash
  /// is shown by the sign that looks like it (U+2216).
  static func tooltip(_ lines: [String]) -> String {
    let visible = lines.prefix(20).map {
      escaped(shortened(visibleText($0), to: 200), backslash: "∖", quote: "\\\"", less: "<", greater: ">")
    }
    return "\"" + visible.joined(separator: "\\n") + "\""
  }

  /// Text inside an HTML-like label; a space for empty text, and an escape for `]`, which Graphviz
  /// does not take before a tag.
  static func markup(_ text: String) -> String {
    text.isEmpty
      ? " " : escaped(text, backslash: "\\\\", quote: "&quot;", less: "&lt;", greater: "&gt;", bracket: "&#93;")
  }

  private static func escaped(
    _ text: String, backslash: String, quote: String, less: String, greater: String, bracket: String = "]"
  ) -> String {
    var result = ""
    for scalar in visibleText(text).unicodeScalars {
      switch scalar {
      case "\\": result += backslash
      case "\"": result += quote
      case "&": result += "&amp;"
      case "<": result += less
      case ">": result += greater
      case "]": result += bracket
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

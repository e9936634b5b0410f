/// The ways in which DOT holds text. Each takes any text and shows it as it is, in one line.
enum DOTText {
  /// A quoted id, different for different ids: `%`, `\`, hidden characters and what looks like an HTML entity are percent-encoded.
  static func id(_ id: String) -> String {
    var quoted = "\""
    for scalar in id.unicodeScalars {
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
    return quoted + "\""
  }

  /// A quoted label; lines are centred. `\N`, `\G` and the like do not fire.
  static func label(_ lines: [String]) -> String {
    "\"" + lines.map { escaped($0, backslash: "\\\\", quote: "\\\"", less: "<", greater: ">") }.joined(separator: "\\n")
      + "\""
  }

  /// A quoted tooltip. Graphviz expands a tooltip's escapes twice or once, depending on its version, so a backslash
  /// is shown by the sign that looks like it (U+2216).
  static func tooltip(_ lines: [String]) -> String {
    let visible = lines.map {
      escaped(shortened(visibleText($0), to: 200), backslash: "∖", quote: "\\\"", less: "<", greater: ">")
    }
    return "\"" + visible.joined(separator: "\\n") + "\""
  }

  /// Text inside an HTML-like label.
  static func markup(_ text: String) -> String {
    escaped(text, backslash: "\\\\", quote: "&quot;", less: "&lt;", greater: "&gt;")
  }

  private static func escaped(
    _ text: String, backslash: String, quote: String, less: String, greater: String
  ) -> String {
    var result = ""
    for scalar in visibleText(text).unicodeScalars {
      switch scalar {
      case "\\": result += backslash
      case "\"": result += quote
      case "&": result += "&amp;"
      case "<": result += less
      case ">": result += greater
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Text inside the quotes of a Mermaid label, where `#name;` and `#number;` are the only escapes.
enum MermaidText {
  /// Lines joined by `<br/>`.
  static func lines(_ lines: [String]) -> String {
    lines.map(line).joined(separator: "<br/>")
  }

  /// One line. Letters of any script, digits and harmless signs stay; all else becomes an escape, so that neither Mermaid nor its
  /// Markdown, HTML, directives or lists ("1. ", "- ") find anything to read.
  static func line(_ text: String) -> String {
    let scalars = Array(visibleText(text).unicodeScalars)
    var escaped = ""
    for (place, scalar) in scalars.enumerated() {
      let before = place > 0 ? scalars[place - 1] : nil
      let after = place + 1 < scalars.count ? scalars[place + 1] : nil
      if staysPlain(scalar, after: before, before: after) {
        escaped.unicodeScalars.append(scalar)
      } else {
        escaped += named[scalar] ?? "#\(scalar.value);"
      }
    }
    return escaped.isEmpty ? " " : escaped
  }

  private static func staysPlain(
    _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?
  ) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    case " ", "/", ",", "(", ")", "=", "?", ":": true
    case "-", "_", "+": previous != nil
    case ".": previous != nil && next != nil && next != " "
    case "%": previous != "%" && next != "%" && next != "{"
    default: scalar.value >= 0xA0
    }
  }

  private static let named: [Unicode.Scalar: String] = [
    "\"": "#quot;", "&": "#amp;", "<": "#lt;", ">": "#gt;",
  ]
}

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
      if staysPlain(scalar, isFirst: place == 0) {
        escaped.unicodeScalars.append(scalar)
      } else {
        escaped += named[scalar] ?? "#\(scalar.value);"
      }
    }
    return escaped.isEmpty ? " " : escaped
  }

  private static func staysPlain(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    case " ", "/", ",", "(", ")", "=", "?", ":": true
    case "-", ".", "_", "+", "%": !isFirst && scalar != "%" && scalar != "."
    default: scalar.value >= 0xA0
    }
  }

  private static let named: [Unicode.Scalar: String] = [
    "\"": "#quot;", "&": "#amp;", "<": "#lt;", ">": "#gt;",
  ]
}

/// Text that can stand between tags and in attributes of XML, cut to `columns`.
func svgText(_ text: String, columns: Int) -> String { escapedXML(shortened(visibleText(text), to: columns)) }

/// Visible text as XML writes it.
func escapedXML(_ visible: some StringProtocol) -> String {
  var escaped = ""
  for character in visible.unicodeScalars {
    switch character {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    default: escaped.unicodeScalars.append(character)
    }
  }
  return escaped
}

/// A length in tenths of a pixel as SVG writes it: `12.5`.
func svgLength(tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)" }

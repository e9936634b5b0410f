/// `text` on one line, with every character that is not seen, or that moves other text about, as a visible escape: `\n`,
/// `\t`, `\x1b`, `\u202e`. All other characters stay.
///
/// A combining mark at the start stands on a dotted circle, not on whatever comes before the text. What this returns holds no control characters, line or paragraph separators, bidirectional controls, invisible
/// format characters (but the zero-width joiners that scripts and emoji need) or noncharacters: each of them could end a line,
/// reorder the text around it, or be invalid in XML.
func visibleText(_ text: String) -> String {
  let startsWithMark = text.unicodeScalars.first.map(isCombiningMark) ?? false
  guard startsWithMark || text.unicodeScalars.contains(where: isHidden) else { return text }
  var visible = String.UnicodeScalarView()
  if startsWithMark { visible.append("◌") }
  for scalar in text.unicodeScalars {
    if isHidden(scalar) {
      visible.append(contentsOf: visibleEscape(of: scalar).unicodeScalars)
    } else {
      visible.append(scalar)
    }
  }
  return String(visible)
}

/// Whether `visibleText` writes the scalar as an escape.
func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  let value = scalar.value
  if value < 0x7F { return value < 0x20 }
  if value < 0xAD { return value <= 0x9F }
  switch value {
  case 0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
    0xFDD0...0xFDEF, 0xE0000...0xE0FFF:
    return true
  default: return value & 0xFFFE == 0xFFFE
  }
}

private func isCombiningMark(_ scalar: Unicode.Scalar) -> Bool {
  guard scalar.value >= 0x300 else { return false }
  return switch scalar.properties.generalCategory {
  case .nonspacingMark, .spacingMark, .enclosingMark: true
  default: scalar.value == 0x200D
  }
}

private func visibleEscape(of scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": return "\\n"
  case "\r": return "\\r"
  case "\t": return "\\t"
  case "\0": return "\\0"
  default:
    let hexadecimal = String(scalar.value, radix: 16)
    let (prefix, width) = scalar.value < 0x100 ? ("\\x", 2) : ("\\u", 4)
    return prefix + String(repeating: "0", count: max(0, width - hexadecimal.utf8.count)) + hexadecimal
  }
}

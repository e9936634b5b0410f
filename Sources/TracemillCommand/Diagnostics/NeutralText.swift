/// Returns `text` in one line that no terminal acts upon: controls, line breaks and marks that change the direction of
/// writing become `\n`, `\t`, `\u{1b}` and so on. Other text, also in other scripts, stays.
func neutral(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isActing) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where isActing(scalar): result += "\\u{" + String(scalar.value, radix: 16) + "}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private func isActing(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0: true
  // Arabic letter mark, direction marks and embeddings, line and paragraph separators, isolates, zero-width, tags.
  case 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
  default: false
  }
}

/// How many terminal columns `text` takes, about: wide East Asian characters and emoji take two, combining marks none.
func displayWidth(_ text: String) -> Int {
  text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + displayWidth($1) }
}

/// One grapheme: as wide as its widest part, so an emoji of several parts counts once.
func displayWidth(_ character: Character) -> Int {
  var width = 0
  for scalar in character.unicodeScalars {
    width = max(width, scalar.value == 0xFE0F ? 2 : displayWidth(scalar))
  }
  return width
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  let value = scalar.value
  if value < 0x300 { return 1 }
  switch value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
    return 2
  default: break
  }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: return scalar.properties.isEmojiPresentation ? 2 : 1
  }
}

/// `text` filled up with spaces to `width` columns; longer text stays.
func padded(_ text: String, to width: Int, leading: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - displayWidth(text)))
  return leading ? space + text : text + space
}

/// `text` cut to `width` columns, the last of them `…`; shorter text stays. Cost: O(`width`), whatever the length.
func shortened(_ text: String, to width: Int) -> String {
  if text.utf8.count <= width { return text }
  var columns = 0
  var end = text.startIndex
  var index = text.startIndex
  while index < text.endIndex {
    columns += displayWidth(text[index])
    if columns > width || text.utf8.distance(from: text.startIndex, to: index) > 8 * width + 64 {
      return text[..<end] + "…"
    }
    index = text.index(after: index)
    if columns < width { end = index }
  }
  return text
}

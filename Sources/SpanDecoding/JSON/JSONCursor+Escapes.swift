extension JSONCursor {
  /// Appends the text's bytes to `output`, escapes resolved.
  ///
  /// A surrogate without its partner becomes U+FFFD; an unknown escape stands for its own letter.
  func unescape(_ text: JSONText, into output: inout [UInt8]) {
    var place = text.start
    while place < text.end {
      let run = min(endOfPlainRun(from: place), text.end)
      var copied = place
      while copied < run {
        output.append(self[copied])
        copied &+= 1
      }
      place = run
      guard place < text.end else { return }
      if self[place] != UInt8(ascii: "\\") {
        output.append(self[place])
        place &+= 1
        continue
      }
      place &+= 1
      guard place < text.end else { return }
      let letter = self[place]
      place &+= 1
      switch letter {
      case UInt8(ascii: "n"): output.append(0x0a)
      case UInt8(ascii: "t"): output.append(0x09)
      case UInt8(ascii: "r"): output.append(0x0d)
      case UInt8(ascii: "b"): output.append(0x08)
      case UInt8(ascii: "f"): output.append(0x0c)
      case UInt8(ascii: "u"): place = unescapeUnicode(at: place, before: text.end, into: &output)
      default: output.append(letter)
      }
    }
  }

  private func unescapeUnicode(at start: Int, before end: Int, into output: inout [UInt8]) -> Int {
    guard let first = fourHexDigits(at: start, before: end) else {
      output.append(contentsOf: "\u{fffd}".utf8)
      return start
    }
    var place = start &+ 4
    var code = UInt32(first)
    if 0xd800...0xdbff ~= code, place &+ 6 <= end, self[place] == UInt8(ascii: "\\"),
      self[place &+ 1] == UInt8(ascii: "u"), let second = fourHexDigits(at: place &+ 2, before: end),
      0xdc00...0xdfff ~= second
    {
      code = 0x10000 + (code - 0xd800) << 10 + UInt32(second - 0xdc00)
      place &+= 6
    }
    let scalar = Unicode.Scalar(code) ?? "\u{fffd}"
    output.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    return place
  }

  private func fourHexDigits(at start: Int, before end: Int) -> UInt16? {
    guard start &+ 4 <= end else { return nil }
    var value: UInt16 = 0
    for place in start..<start &+ 4 {
      guard let digit = Character(Unicode.Scalar(self[place])).hexDigitValue else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}

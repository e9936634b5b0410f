/// Whether `text` is one JSON value by RFC 8259, nested at most `depth` deep. Bytes above 127 may stand in strings only;
/// whether they are UTF-8 is not looked at. Nests on a list, not on the call stack.
func isJSON(_ text: ArraySlice<UInt8>, depth: Int) -> Bool {
  var scanner = JSONScanner(text: text)
  return scanner.isOneValue(depth: depth)
}

private struct JSONScanner {
  let text: ArraySlice<UInt8>
  var place: Int

  init(text: ArraySlice<UInt8>) {
    self.text = text
    place = text.startIndex
  }

  /// The byte at hand, 0 at the end.
  var byte: UInt8 { place < text.endIndex ? text[place] : 0 }

  mutating func skipSpace() {
    while byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d { place += 1 }
  }

  mutating func take(_ expected: UInt8) -> Bool {
    guard place < text.endIndex, text[place] == expected else { return false }
    place += 1
    return true
  }

  mutating func isOneValue(depth: Int) -> Bool {
    // The closing brackets of the containers that are open.
    var open: [UInt8] = []
    while true {
      skipSpace()
      // A value begins here.
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        let close: UInt8 = byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
        place += 1
        if open.count == depth { return false }
        skipSpace()
        if !take(close) {
          open.append(close)
          if close == UInt8(ascii: "}"), !takeKey() { return false }
          continue
        }
      } else if !takeScalar() {
        return false
      }
      // A value has ended: close what it ends, go on behind a comma.
      while true {
        skipSpace()
        guard let close = open.last else { return place == text.endIndex }
        if take(UInt8(ascii: ",")) {
          if close == UInt8(ascii: "}"), !takeKey() { return false }
          break
        }
        if !take(close) { return false }
        open.removeLast()
      }
    }
  }

  mutating func takeKey() -> Bool {
    skipSpace()
    guard takeString() else { return false }
    skipSpace()
    return take(UInt8(ascii: ":"))
  }

  mutating func takeScalar() -> Bool {
    switch byte {
    case UInt8(ascii: "\""): takeString()
    case UInt8(ascii: "t"): takeWord("true")
    case UInt8(ascii: "f"): takeWord("false")
    case UInt8(ascii: "n"): takeWord("null")
    default: takeNumber()
    }
  }

  mutating func takeWord(_ word: StaticString) -> Bool {
    let bytes = Array(String(describing: word).utf8)
    guard text[place...].starts(with: bytes) else { return false }
    place += bytes.count
    return true
  }

  mutating func takeString() -> Bool {
    guard take(UInt8(ascii: "\"")) else { return false }
    while place < text.endIndex {
      let byte = text[place]
      place += 1
      if byte == UInt8(ascii: "\"") { return true }
      if byte < 0x20 { return false }
      if byte == UInt8(ascii: "\\"), !takeEscape() { return false }
    }
    return false
  }

  mutating func takeEscape() -> Bool {
    let escape = byte
    place += 1
    if escape == UInt8(ascii: "u") {
      for _ in 0..<4 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
          UInt8(ascii: "A")...UInt8(ascii: "F"):
          place += 1
        default: return false
        }
      }
      return true
    }
    return "\"\\/bfnrt".utf8.contains(escape)
  }

  mutating func takeNumber() -> Bool {
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")), !takeDigits() { return false }
    if take(UInt8(ascii: ".")), !takeDigits() { return false }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      return takeDigits()
    }
    return true
  }

  mutating func takeDigits() -> Bool {
    let start = place
    while byte &- 48 < 10 { place += 1 }
    return place > start
  }
}

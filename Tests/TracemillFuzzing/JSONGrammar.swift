/// Whether bytes are one JSON value by the grammar of RFC 8259, in UTF-8, with white space around it at most.
public struct JSONGrammar {
  private let bytes: [UInt8]
  private var place = 0

  public static func accepts(_ bytes: [UInt8]) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    var grammar = JSONGrammar(bytes: bytes)
    guard grammar.value() else { return false }
    grammar.space()
    return grammar.place == bytes.count
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8 { place < bytes.count ? bytes[place] : 0 }

  private mutating func space() {
    while [0x20, 0x0a, 0x0d, 0x09].contains(next) { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    if next != byte || place >= bytes.count { return false }
    place += 1
    return true
  }

  /// Keeps its own stack: values may be nested deeper than a thread's.
  private mutating func value() -> Bool {
    var closing: [UInt8] = []
    while true {
      space()
      switch next {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let end: UInt8 = next == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
        place += 1
        space()
        if !take(end) {
          closing.append(end)
          if end == UInt8(ascii: "}"), !key() { return false }
          continue
        }
      case UInt8(ascii: "\""): if !string() { return false }
      case UInt8(ascii: "t"): if !word("true") { return false }
      case UInt8(ascii: "f"): if !word("false") { return false }
      case UInt8(ascii: "n"): if !word("null") { return false }
      default: if !number() { return false }
      }
      while true {
        guard let end = closing.last else { return true }
        space()
        if take(UInt8(ascii: ",")) {
          if end == UInt8(ascii: "}"), !key() { return false }
          break
        }
        if !take(end) { return false }
        closing.removeLast()
      }
    }
  }

  private mutating func key() -> Bool {
    space()
    guard string() else { return false }
    space()
    return take(UInt8(ascii: ":"))
  }

  private mutating func word(_ text: StaticString) -> Bool {
    for byte in "\(text)".utf8 where !take(byte) { return false }
    return true
  }

  private mutating func digits() -> Bool {
    let start = place
    while (0x30...0x39).contains(next) { place += 1 }
    return place > start
  }

  private mutating func number() -> Bool {
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")), !digits() { return false }
    if take(UInt8(ascii: ".")), !digits() { return false }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      if !digits() { return false }
    }
    return true
  }

  private mutating func string() -> Bool {
    guard take(UInt8(ascii: "\"")) else { return false }
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") { return true }
      if byte < 0x20 { return false }
      guard byte == UInt8(ascii: "\\") else { continue }
      let escape = next
      place += 1
      if escape == UInt8(ascii: "u") {
        for _ in 0..<4 {
          guard Character(Unicode.Scalar(next)).isHexDigit else { return false }
          place += 1
        }
      } else if !"\"\\/bfnrt".utf8.contains(escape) {
        return false
      }
    }
    return false
  }
}

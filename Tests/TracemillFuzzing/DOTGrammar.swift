/// Whether a text is one directed graph by the grammar of DOT, as far as quoting and nesting go: what a name could break.
public struct DOTGrammar {
  private let bytes: [UInt8]
  private var place = 0

  public static func accepts(_ text: String) -> Bool {
    var grammar = DOTGrammar(bytes: Array(text.utf8))
    guard grammar.token() == "digraph", grammar.token() != nil, grammar.token() == "{" else { return false }
    var brackets = ["}"]
    while let token = grammar.token() {
      switch token {
      case "{": brackets.append("}")
      case "[": brackets.append("]")
      case "}", "]":
        if brackets.popLast() != token { return false }
        if brackets.isEmpty { return grammar.token() == nil && grammar.place == grammar.bytes.count }
      default: break
      }
    }
    return false
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The next token; "id" for a quoted string, an HTML string or a number; nil at the end and where there is none.
  private mutating func token() -> String? {
    while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x0a { place += 1 }
    guard place < bytes.count else { return nil }
    let start = place
    place += 1
    switch bytes[start] {
    case UInt8(ascii: "\""): return quoted()
    case UInt8(ascii: "<"): return html()
    case UInt8(ascii: "-") where place < bytes.count && bytes[place] == UInt8(ascii: ">"):
      place += 1
      return "->"
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "="),
      UInt8(ascii: ";"), UInt8(ascii: ","):
      return String(Unicode.Scalar(bytes[start]))
    case let byte where isWord(byte) || byte == UInt8(ascii: "-"):
      while place < bytes.count, isWord(bytes[place]) { place += 1 }
      let word = String(decoding: bytes[start..<place], as: UTF8.self)
      return word.first?.isNumber == true || byte == UInt8(ascii: "-") ? "id" : word
    default:
      place = start
      return nil
    }
  }

  private func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
      || byte == 0x2e
  }

  private mutating func quoted() -> String? {
    while place < bytes.count {
      let byte = bytes[place]
      place += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return "id" }
    }
    return nil
  }

  private mutating func html() -> String? {
    var depth = 1
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "<") { depth += 1 }
      if bytes[place] == UInt8(ascii: ">") { depth -= 1 }
      place += 1
      if depth == 0 { return "id" }
    }
    return nil
  }
}

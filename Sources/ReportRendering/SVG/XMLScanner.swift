/// Cuts XML into tags and text, strictly: what is not well-formed, declares entities or hides text in CDATA ends it.
///
/// Comments, processing instructions and a document type without declarations are passed over. Whether tags pair is the caller's to see.
struct XMLScanner {
  struct Tag {
    var name: String
    var attributes: [(name: String, value: String)]
    /// It ends with `/>`.
    var isEmpty: Bool
  }

  enum Token {
    case start(Tag)
    case end(String)
    /// References resolved.
    case text(String)
  }

  private let bytes: [UInt8]
  private var offset = 0
  /// All was read, and nothing was wrong.
  private(set) var isWhole = false

  /// - Parameter bytes: UTF-8.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next token; nil at the end, or at what is wrong.
  mutating func next() -> Token? {
    while true {
      if offset == bytes.count {
        isWhole = true
        return nil
      }
      if bytes[offset] != UInt8(ascii: "<") {
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "<") { offset += 1 }
        return text(start..<offset).map(Token.text)
      }
      if starts(with: "<?") {
        guard skip(past: "?>") else { return nil }
      } else if starts(with: "<!--") {
        guard skip(past: "-->") else { return nil }
      } else if starts(with: "<!DOCTYPE") {
        guard skipDocumentType() else { return nil }
      } else if starts(with: "</") {
        offset += 2
        guard let name = self.name() else { return nil }
        skipSpace()
        guard take(UInt8(ascii: ">")) else { return nil }
        return .end(name)
      } else {
        offset += 1
        return startTag().map(Token.start)
      }
    }
  }

  private mutating func startTag() -> Tag? {
    guard let name = self.name() else { return nil }
    var tag = Tag(name: name, attributes: [], isEmpty: false)
    var seen: Set<String> = []
    while true {
      let hasSpace = skipSpace()
      if take(UInt8(ascii: ">")) { return tag }
      if take(UInt8(ascii: "/")) {
        tag.isEmpty = true
        return take(UInt8(ascii: ">")) ? tag : nil
      }
      guard hasSpace, let key = self.name(), seen.insert(key).inserted else { return nil }
      skipSpace()
      guard take(UInt8(ascii: "=")) else { return nil }
      skipSpace()
      guard let value = quoted() else { return nil }
      tag.attributes.append((key, value))
    }
  }

  private mutating func quoted() -> String? {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") || bytes[offset] == UInt8(ascii: "'") else {
      return nil
    }
    let quote = bytes[offset]
    let start = offset + 1
    guard let end = bytes[start...].firstIndex(of: quote) else { return nil }
    offset = end + 1
    return bytes[start..<end].contains(UInt8(ascii: "<")) ? nil : text(start..<end)
  }

  private mutating func name() -> String? {
    let start = offset
    while offset < bytes.count, XMLScanner.isNameByte(bytes[offset], isFirst: offset == start) { offset += 1 }
    return offset == start ? nil : String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  /// ASCII only: SVG has no other names.
  private static func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"): !isFirst
    default: false
    }
  }

  /// The characters of a range with references resolved; nil for a reference that XML does not have by itself, and for control characters.
  private func text(_ range: Range<Int>) -> String? {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if byte < 0x20, byte != 0x09, byte != 0x0a, byte != 0x0d { return nil }
      if byte != UInt8(ascii: "&") {
        result.append(byte)
        index += 1
        continue
      }
      // No reference is longer than &#x10ffff;
      let limit = min(range.upperBound, index + 12)
      guard let end = bytes[index..<limit].firstIndex(of: UInt8(ascii: ";")),
        let scalar = XMLScanner.scalar(String(decoding: bytes[(index + 1)..<end], as: UTF8.self))
      else { return nil }
      result += Array(String(Character(scalar)).utf8)
      index = end + 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func scalar(_ reference: String) -> Unicode.Scalar? {
    switch reference {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    let code: UInt32?
    if reference.hasPrefix("#x") {
      code = UInt32(reference.dropFirst(2), radix: 16)
    } else if reference.hasPrefix("#") {
      code = UInt32(reference.dropFirst(), radix: 10)
    } else {
      code = nil
    }
    guard let code, code >= 0x20 || code == 0x09 || code == 0x0a || code == 0x0d else { return nil }
    return Unicode.Scalar(code)
  }

  /// Passes over `<!DOCTYPE …>`; false when it declares anything itself.
  private mutating func skipDocumentType() -> Bool {
    var quote: UInt8?
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "[") {
        return false
      } else if byte == UInt8(ascii: ">") {
        return true
      }
    }
    return false
  }

  private func starts(with prefix: StaticString) -> Bool {
    let count = prefix.utf8CodeUnitCount
    guard offset + count <= bytes.count else { return false }
    // SAFETY: the index stays below the number of code units.
    for index in 0..<count where unsafe bytes[offset + index] != prefix.utf8Start[index] { return false }
    return true
  }

  private mutating func skip(past end: StaticString) -> Bool {
    while offset < bytes.count {
      if starts(with: end) {
        offset += end.utf8CodeUnitCount
        return true
      }
      offset += 1
    }
    return false
  }

  @discardableResult
  private mutating func skipSpace() -> Bool {
    let start = offset
    while offset < bytes.count,
      bytes[offset] == 0x20 || bytes[offset] == 0x0a || bytes[offset] == 0x0d || bytes[offset] == 0x09
    {
      offset += 1
    }
    return offset > start
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }
}

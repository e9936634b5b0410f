extension YAMLNode {
  /// A scalar; plain spellings of nothing are null.
  init(line: Int, _ scalar: YAMLScalar) {
    let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.text)
    self.init(line: line, isNull ? .null : .scalar(scalar))
  }
}

extension YAMLParser {
  /// The plain or quoted text at hand; behind it afterwards, in the same line.
  mutating func scalarText(inFlow: Bool) throws(YAMLError) -> YAMLScalar {
    switch byte {
    case UInt8(ascii: "\""): return YAMLScalar(try doubleQuoted(), .quoted)
    case UInt8(ascii: "'"): return YAMLScalar(try singleQuoted(), .quoted)
    default: return YAMLScalar(try plain(inFlow), .plain)
    }
  }

  // MARK: Plain

  private mutating func plain(_ inFlow: Bool) throws(YAMLError) -> String {
    try checkFirst(inFlow)
    let start = offset
    var end = offset
    while let byte {
      if byte == UInt8(ascii: "#"), offset > start, isBlank(text.bytes[offset - 1]) { break }
      if byte == UInt8(ascii: ":"), isIndicator || inFlow && (following.map(isFlowIndicator) ?? false) { break }
      if inFlow, isFlowIndicator(byte) { break }
      offset += 1
      if !isBlank(byte) { end = offset }
    }
    return String(decoding: text.bytes[start..<end], as: UTF8.self)
  }

  /// Whether a plain text may begin with the byte at hand.
  private func checkFirst(_ inFlow: Bool) throws(YAMLError) {
    guard let byte else { return }
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "*"):
      throw error("anchors and aliases are not read", remedy: "write the value out, or in quotes if it is text")
    case UInt8(ascii: "!"):
      throw error("tags are not read", remedy: "leave the tag out, or put the text in quotes")
    case UInt8(ascii: "-") where isUnsafe(inFlow):
      throw error(
        "a list entry stands where a value should", remedy: "put a text in quotes; within [ ] write no dashes")
    case UInt8(ascii: "?") where isUnsafe(inFlow):
      throw error("keys marked by \"?\" are not read", remedy: "write KEY: VALUE")
    case UInt8(ascii: ":") where isUnsafe(inFlow):
      throw error("a \":\" has no key before it", remedy: "write KEY: VALUE, or put the text in quotes")
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      throw error("a block of text cannot begin here", remedy: "begin it behind a key or a dash")
    case _ where isFlowIndicator(byte) || "%@`#".utf8.contains(byte):
      throw error(
        "a text begins with \"\(Character(Unicode.Scalar(byte)))\"",
        remedy: "put it in quotes; look for a bracket or comma too many")
    default: break
    }
  }

  private func isUnsafe(_ inFlow: Bool) -> Bool { isIndicator || inFlow && (following.map(isFlowIndicator) ?? true) }

  // MARK: Quoted

  private func unclosedQuote() -> YAMLError {
    error("a quote that opens here is not closed", remedy: "close it in the same line; \\n stands for a line break")
  }

  private mutating func singleQuoted() throws(YAMLError) -> String {
    offset += 1
    var result: [UInt8] = []
    while let byte {
      offset += 1
      if byte == UInt8(ascii: "'") {
        if self.byte != UInt8(ascii: "'") { return String(decoding: result, as: UTF8.self) }
        offset += 1
      }
      result.append(byte)
    }
    throw unclosedQuote()
  }

  private mutating func doubleQuoted() throws(YAMLError) -> String {
    offset += 1
    var result: [UInt8] = []
    while let byte {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"): result += Array(String(try escaped()).utf8)
      default: result.append(byte)
      }
    }
    throw unclosedQuote()
  }

  /// The character that stands behind a backslash.
  private mutating func escaped() throws(YAMLError) -> Unicode.Scalar {
    guard let byte else { throw unclosedQuote() }
    offset += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "0"): return "\0"
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "x"):
      if let scalar = Unicode.Scalar(try hexadecimal(2)) { return scalar }
    case UInt8(ascii: "u"):
      let unit = try hexadecimal(4)
      if let scalar = Unicode.Scalar(unit) { return scalar }
      // JSON writes a character beyond U+FFFF as two halves.
      if unit < 0xDC00, self.byte == UInt8(ascii: "\\"), following == UInt8(ascii: "u") {
        offset += 2
        let low = try hexadecimal(4)
        if 0xDC00..<0xE000 ~= low, let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) {
          return scalar
        }
      }
    default: break
    }
    throw error(
      "an escape is not known",
      remedy: "the escapes are \\n \\t \\r \\0 \\\\ \\\" \\/ \\xNN \\uNNNN; or use single quotes")
  }

  private mutating func hexadecimal(_ count: Int) throws(YAMLError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("an escape has too few hexadecimal digits", remedy: "write \\xNN or \\uNNNN")
      }
      offset += 1
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  // MARK: Blocks of text

  /// Passes over a `|` or `>` block, when one begins here, whose key or dash stands at `column`.
  mutating func blockText(below column: Int) throws(YAMLError) -> YAMLNode? {
    guard byte == UInt8(ascii: "|") || byte == UInt8(ascii: ">") else { return nil }
    let number = line.number
    offset += 1
    var given: Int?
    while let byte, !isBlank(byte) {
      if UInt8(ascii: "1")...UInt8(ascii: "9") ~= byte, given == nil {
        given = Int(byte - UInt8(ascii: "0"))
      } else if byte != UInt8(ascii: "-"), byte != UInt8(ascii: "+") {
        throw error("the head of a block of text is not understood", remedy: "write |, |-, > or >- and begin below it")
      }
      offset += 1
    }
    try endLine()
    var least = given.map { column + $0 }
    while row < text.lines.count {
      let isEmpty = text.bytes[line.start..<line.end].allSatisfy(isBlank)
      if !isEmpty {
        if least == nil, line.indentation > column { least = line.indentation }
        if line.indentation < least ?? .max { break }
      }
      row += 1
    }
    return YAMLNode(line: number, .scalar(YAMLScalar("", .block)))
  }
}

extension LogTemplate {
  /// How many bytes of a statement are kept.
  static let longestStatement = 160

  /// What a line says behind its code location, ids of trace and span that stand right behind it left out.
  ///
  /// - Parameter body: The line's bytes, escapes resolved.
  /// - Returns: At most ``longestStatement`` bytes and `…`; empty when the line names no code location or says nothing behind it.
  public static func statement(of body: [UInt8]) -> String {
    guard let location = codeLocationRange(body) else { return "" }
    var rest = body[location.upperBound...]
    while true {
      rest = rest.drop { $0 <= 0x20 || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ",") }
      guard let end = identifierEnd(rest) else { break }
      rest = rest[end...]
    }
    while let last = rest.last, last <= 0x20 { rest.removeLast() }
    if rest.count <= longestStatement { return String(decoding: rest, as: UTF8.self) }
    var cut = rest.startIndex + longestStatement
    // A character of several bytes is kept or left out whole.
    while cut > rest.startIndex, rest[cut] & 0xc0 == 0x80 { cut -= 1 }
    return String(decoding: rest[..<cut], as: UTF8.self) + "…"
  }

  /// Where a key with an id that stand at the start end, such as `TraceID: 4bf92f3577b34da6`; nil when they do not stand there.
  private static func identifierEnd(_ text: ArraySlice<UInt8>) -> Int? {
    guard
      let colon = text.prefix(24).firstIndex(of: UInt8(ascii: ":"))
        ?? text.prefix(24).firstIndex(of: UInt8(ascii: "=")),
      text[..<colon].allSatisfy({ $0 > 0x20 })
    else { return nil }
    let value = text[(colon + 1)...].drop { $0 == 0x20 }
    let end = value.firstIndex { !isHexDigit($0) } ?? value.endIndex
    return end - value.startIndex >= 16 ? end : nil
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...102).contains(byte) || (65...70).contains(byte)
  }
}

/// What a log line is an instance of: its code location when it names one, else its text with what varies masked.
public enum LogTemplate {
  /// How far into the line a code location is looked for, in bytes.
  static let locationReach = 160
  /// How many words a masked text keeps.
  static let mostWords = 24

  /// - Parameter body: The line's bytes, escapes resolved.
  /// - Returns: The template; empty for an empty line.
  public static func of(_ body: [UInt8]) -> String { codeLocation(body) ?? masked(body) }

  /// The first `Name.Of.File#123` or `file.go:123`: letters, then `#` or `:`, then digits, then an end of word.
  static func codeLocation(_ body: [UInt8]) -> String? {
    codeLocationRange(body).map { String(decoding: body[$0], as: UTF8.self) }
  }

  static func codeLocationRange(_ body: [UInt8]) -> Range<Int>? {
    let limit = min(body.count, locationReach)
    var start = 0
    while start < limit {
      while start < limit, isSeparator(body[start]) { start += 1 }
      var end = start
      while end < limit, !isSeparator(body[end]) { end += 1 }
      if end > start, let stop = locationEnd(body[start..<end]) {
        return start..<stop
      }
      start = end
    }
    return nil
  }

  /// Where the location that fills the word ends; nil when the word is none.
  private static func locationEnd(_ word: ArraySlice<UInt8>) -> Int? {
    var end = word.endIndex
    while end > word.startIndex, word[end - 1] == UInt8(ascii: ":") || word[end - 1] == UInt8(ascii: ",") { end -= 1 }
    var digits = end
    while digits > word.startIndex, isDigit(word[digits - 1]) { digits -= 1 }
    guard digits < end, digits - 1 > word.startIndex,
      word[digits - 1] == UInt8(ascii: "#") || word[digits - 1] == UInt8(ascii: ":"), isLetter(word[word.startIndex])
    else { return nil }
    for byte in word[word.startIndex..<digits - 1] where !isLocationByte(byte) { return nil }
    return end
  }

  private static func masked(_ body: [UInt8]) -> String {
    var words: [String] = []
    var start = 0
    var isMaskedNext = false
    while start < body.count, words.count < mostWords {
      while start < body.count, isBreak(body[start]) { start += 1 }
      var end = start
      while end < body.count, !isBreak(body[end]) { end += 1 }
      if end > start {
        let word = body[start..<end]
        let isVariable = isMaskedNext || word.count > 40 || word.contains(where: isDigit)
        words.append(isVariable ? "*" : String(decoding: word, as: UTF8.self))
        // What follows a key such as "TraceID:" is its value.
        isMaskedNext = !isVariable && word.last == UInt8(ascii: ":")
      }
      start = end
    }
    return words.joined(separator: " ")
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
  }

  private static func isBreak(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
  }

  private static func isLocationByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "$")
      || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
      || byte == UInt8(ascii: "-")
  }
}

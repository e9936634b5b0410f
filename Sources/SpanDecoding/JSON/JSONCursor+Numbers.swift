extension JSONCursor {
  /// Reads a whole number, given as a number or as a string that spells one. Nil for anything else, stepped over.
  ///
  /// A fraction or exponent is read through `Double` and rounded toward zero.
  mutating func integer() throws(JSONError) -> Int64? {
    if byte == UInt8(ascii: "\"") {
      let text = try string()
      return integer(text.start, text.end)
    }
    let start = offset
    try skipValue()
    return integer(start, offset)
  }

  /// The whole number that the bytes spell, or nil.
  func integer(_ start: Int, _ end: Int) -> Int64? {
    var place = start
    if place >= end { return nil }
    let isNegative = self[place] == UInt8(ascii: "-")
    if isNegative { place &+= 1 }
    if place >= end { return nil }
    if end &- place > 19 { return slowInteger(start, end) }
    var value: UInt64 = 0
    while place < end {
      let digit = self[place] &- UInt8(ascii: "0")
      if digit > 9 { return slowInteger(start, end) }
      value = value &* 10 &+ UInt64(digit)
      place &+= 1
    }
    if isNegative {
      return value <= UInt64(Int64.max) + 1 ? Int64(truncatingIfNeeded: 0 &- value) : nil
    }
    return value <= UInt64(Int64.max) ? Int64(value) : nil
  }

  private func slowInteger(_ start: Int, _ end: Int) -> Int64? {
    let text = string(start, end)
    if let value = Int64(text) { return value }
    // Unsigned 64-bit attributes past Int64 keep their size as far as a signed number can.
    guard let value = Double(text), value.isFinite, value > -9.3e18, value < 9.3e18 else { return nil }
    return Int64(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
  }

  /// Reads a number, given as a number or as a string (`"NaN"`, `"Infinity"` and `"-Infinity"` among them).
  mutating func double() throws(JSONError) -> Double? {
    if byte == UInt8(ascii: "\"") {
      let text = try string()
      switch string(text.start, text.end) {
      case "NaN": return .nan
      case "Infinity": return .infinity
      case "-Infinity": return -.infinity
      case let digits: return Double(digits)
      }
    }
    let start = offset
    try skipValue()
    return Double(string(start, offset))
  }

  /// The bytes from `start` to `end` as text. For rare paths.
  func string(_ start: Int, _ end: Int) -> String {
    String(decoding: (start..<max(start, end)).map { self[$0] }, as: UTF8.self)
  }
}

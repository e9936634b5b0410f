extension JSONCursor {
  /// Reads a whole number, given as a number or as a string that spells one. Nil for anything else, stepped over.
  ///
  /// A fraction or exponent is read through `Double` and rounded toward zero.
  mutating func integer() throws(JSONError) -> Int64? {
    if let value = plainInteger() { return value }
    if byte == UInt8(ascii: "\"") {
      let text = try string()
      return integer(text.start, text.end)
    }
    let start = offset
    try skipValue()
    return integer(start, offset)
  }

  /// Steps over a number of 1 to 19 digits, quoted or not, as exporters write them; nil when anything else stands here.
  ///
  /// Eight digits a step: times are 19. Its gain is counted at ``OTLPSpanField``.
  @inline(__always)
  private mutating func plainInteger() -> Int64? {
    let isQuoted = byte == UInt8(ascii: "\"")
    let start = offset &+ (isQuoted ? 1 : 0)
    var place = start
    var value: UInt64 = 0
    var digits = word(at: place)
    while place &- start < 16, JSONCursor.areDigits(digits) {
      value = value &* 100_000_000 &+ JSONCursor.number(of: digits)
      place &+= 8
      digits = word(at: place)
    }
    while true {
      let digit = self[place] &- UInt8(ascii: "0")
      if digit > 9 || place &- start == 19 { break }
      value = value &* 10 &+ UInt64(digit)
      place &+= 1
    }
    if place == start || place >= end || value > UInt64(Int64.max) { return nil }
    switch self[place] {
    case UInt8(ascii: "\""):
      if !isQuoted { return nil }
      place &+= 1
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"):
      if isQuoted { return nil }
    default: return nil
    }
    offset = place
    return Int64(truncatingIfNeeded: value)
  }

  /// Whether all eight bytes are digits.
  @inline(__always)
  private static func areDigits(_ word: UInt64) -> Bool {
    let high: UInt64 = 0xf0f0_f0f0_f0f0_f0f0
    // Adding 6 carries what follows 9 into the high half.
    return (word & high) | ((word &+ 0x0606_0606_0606_0606) & high) &>> 4 == 0x3333_3333_3333_3333
  }

  /// The value of eight digits, the first in the lowest byte: pairs, then fours, then all.
  @inline(__always)
  private static func number(of digits: UInt64) -> UInt64 {
    let single = digits &- 0x3030_3030_3030_3030
    let pairs = (single &* 10 &+ single &>> 8) & 0x00ff_00ff_00ff_00ff
    let fours = (pairs &* 100 &+ pairs &>> 16) & 0x0000_ffff_0000_ffff
    return (fours &* 10_000 &+ fours &>> 32) & 0xffff_ffff
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

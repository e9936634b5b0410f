import TraceModel

/// Identifiers as systems write them: hexadecimal (left-padded or not, perhaps with `0x`), base64 of the bytes, base64
/// of the hexadecimal text. Length and content decide.
extension JSONCursor {
  /// A trace id of at most 128 bits, or nil when the text is none. The all-zero id is none either.
  @inline(__always)
  func traceID(_ text: JSONText) -> TraceID? {
    if text.count == 32, let a = hexadecimalWord(at: text.start), let b = hexadecimalWord(at: text.start &+ 8),
      let c = hexadecimalWord(at: text.start &+ 16), let d = hexadecimalWord(at: text.start &+ 24)
    {
      let id = TraceID(high: UInt64(a) << 32 | UInt64(b), low: UInt64(c) << 32 | UInt64(d))
      return id.isZero ? nil : id
    }
    guard let (high, low) = oddIdentifier(text, bytes: 16) else { return nil }
    let id = TraceID(high: high, low: low)
    return id.isZero ? nil : id
  }

  /// A span id of 64 bits; `SpanID.none` for an empty or all-zero text, nil when the text is no id.
  @inline(__always)
  func spanID(_ text: JSONText) -> SpanID? {
    if text.count == 16, let a = hexadecimalWord(at: text.start), let b = hexadecimalWord(at: text.start &+ 8) {
      return SpanID(UInt64(a) << 32 | UInt64(b))
    }
    if text.count == 0 { return SpanID.none }
    guard let (high, low) = oddIdentifier(text, bytes: 8), high == 0 else { return nil }
    return SpanID(low)
  }

  /// The value of eight hexadecimal digits, or nil. Eight bytes at once.
  @inline(__always)
  private func hexadecimalWord(at place: Int) -> UInt32? {
    let text = word(at: place)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let letters = (text &>> 6) & ones
    let nibbles = (text & (ones &* 0x0f)) &+ letters &* 9
    // Digits have high nibble 3, letters 6 once their case bit is set; values above 9 are letters and only those.
    let isInRange = ((nibbles &+ ones &* 6) &>> 4) & (ones &* 0x0f) == letters
    let hasHighNibble = ((text | letters &<< 5) &>> 4) & (ones &* 0x0f) == ones &* 3 &+ letters &* 3
    if !isInRange || !hasHighNibble { return nil }
    var packed = nibbles.byteSwapped
    packed = (packed | packed &>> 4) & 0x00ff_00ff_00ff_00ff
    packed = (packed | packed &>> 8) & 0x0000_ffff_0000_ffff
    return UInt32(truncatingIfNeeded: packed | packed &>> 16)
  }

  private func oddIdentifier(_ text: JSONText, bytes: Int) -> (high: UInt64, low: UInt64)? {
    if text.isEscaped {
      // Some writers escape the slashes and equals signs of base64.
      var plain: [UInt8] = []
      unescape(text, into: &plain)
      return JSONCursor.over(plain[...]) { cursor in
        cursor.oddIdentifier(JSONText(start: 0, end: cursor.end, isEscaped: false), bytes: bytes)
      }
    }
    var start = text.start
    if text.count > 2, self[start] == UInt8(ascii: "0"), self[start &+ 1] | 0x20 == UInt8(ascii: "x") { start &+= 2 }
    if start < text.end, text.end &- start <= 2 &* bytes, let value = hexadecimal(start, text.end) { return value }
    if bytes == 16, text.count == 36 { return uuid(text) }
    guard let decoded = base64(text) else { return nil }
    if decoded.count == bytes { return JSONCursor.bigEndian(decoded) }
    guard decoded.count == 2 &* bytes else { return nil }
    var value: (high: UInt64, low: UInt64) = (0, 0)
    for byte in decoded {
      guard let digit = JSONCursor.hexadecimalDigit(byte) else { return nil }
      value = (value.high << 4 | value.low >> 60, value.low << 4 | digit)
    }
    return value
  }

  /// The value of `4a3892ba-0936-46e1-8e17-31b887326027`, or nil.
  private func uuid(_ text: JSONText) -> (high: UInt64, low: UInt64)? {
    var digits: [UInt8] = []
    for offset in 0..<36 {
      let byte = self[text.start &+ offset]
      if [8, 13, 18, 23].contains(offset) {
        if byte != UInt8(ascii: "-") { return nil }
      } else {
        digits.append(byte)
      }
    }
    return JSONCursor.over(digits[...]) { cursor in cursor.hexadecimal(0, cursor.end) }
  }

  private func hexadecimal(_ start: Int, _ end: Int) -> (high: UInt64, low: UInt64)? {
    var value: (high: UInt64, low: UInt64) = (0, 0)
    for place in start..<end {
      guard let digit = JSONCursor.hexadecimalDigit(self[place]) else { return nil }
      value = (value.high << 4 | value.low >> 60, value.low << 4 | digit)
    }
    return value
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  private static func bigEndian(_ bytes: [UInt8]) -> (high: UInt64, low: UInt64) {
    bytes.reduce((0, 0)) { ($0.0 << 8 | $0.1 >> 56, $0.1 << 8 | UInt64($1)) }
  }

  /// The bytes that base64 text (either alphabet, with or without padding) stands for, or nil.
  private func base64(_ text: JSONText) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for place in text.start..<text.end {
      let byte = self[place]
      let six: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): six = byte - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): six = byte - UInt8(ascii: "a") + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): six = byte - UInt8(ascii: "0") + 52
      case UInt8(ascii: "+"), UInt8(ascii: "-"): six = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): six = 63
      case UInt8(ascii: "="): continue
      default: return nil
      }
      bits = bits << 6 | UInt32(six)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }
}

/// Walks the bytes of JSON values, forwards, without building anything.
///
/// The buffer is followed by at least ``padding`` bytes that all are `"`: no scan has to look for the end, since two
/// string tokens in a row are wrong everywhere, and eight bytes can be loaded at any offset up to the end. Whoever
/// finds the cursor past ``end`` reports ``JSONError/Reason/unexpectedEnd``.
@safe
struct JSONCursor {
  /// How many `"` follow the buffer's last byte.
  static let padding = 64

  private let base: UnsafePointer<UInt8>
  /// Length of the buffer without its padding.
  let end: Int
  /// The next byte to read.
  var offset: Int

  /// - Parameters:
  ///   - base: A buffer of `end` bytes and ``padding`` quotes, which outlives the cursor.
  ///   - end: The number of bytes before the padding.
  ///   - offset: Where to start.
  @unsafe
  init(base: UnsafePointer<UInt8>, end: Int, offset: Int) {
    unsafe self.base = base
    self.end = end
    self.offset = offset
  }

  // MARK: Bytes

  @inline(__always)
  subscript(place: Int) -> UInt8 {
    // SAFETY: callers stay within the buffer and its padding.
    unsafe base[place]
  }

  @inline(__always)
  var byte: UInt8 { self[offset] }

  /// The eight bytes at `place`, the first in the lowest byte.
  @inline(__always)
  func word(at place: Int) -> UInt64 {
    // SAFETY: the padding keeps eight bytes readable at every offset up to the end.
    unsafe UInt64(littleEndian: UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self))
  }

  /// Calls `body` with the bytes from `start` up to `end`.
  @inline(__always)
  func withBytes<Result>(_ start: Int, _ end: Int, _ body: (RawSpan) -> Result) -> Result {
    // SAFETY: tokens lie within the buffer, and the span does not outlive this call.
    body(unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base + start), byteCount: end &- start))
  }

  /// The same as elements.
  @inline(__always)
  func withSpan<Result>(_ start: Int, _ end: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    // SAFETY: as above.
    body(unsafe Span(_unsafeStart: base + start, count: end &- start))
  }

  func failure(_ reason: StaticString) -> JSONError {
    offset >= end
      ? JSONError(reason: .unexpectedEnd, offset: end) : JSONError(reason: .syntax(reason), offset: offset)
  }

  // MARK: Structure

  @inline(__always)
  mutating func skipSpace() {
    if self[offset] > 0x20 { return }
    skipLongSpace()
  }

  private mutating func skipLongSpace() {
    while offset < end, self[offset] == 0x20 || self[offset] == 0x0a || self[offset] == 0x0d || self[offset] == 0x09 {
      offset &+= 1
    }
  }

  /// Steps over `expected`, after white space.
  @inline(__always)
  mutating func expect(_ expected: UInt8, _ reason: StaticString) throws(JSONError) {
    skipSpace()
    if self[offset] != expected || offset >= end { throw failure(reason) }
    offset &+= 1
  }

  /// Steps into an object: true when it has a member.
  @inline(__always)
  mutating func beginObject() throws(JSONError) -> Bool {
    try expect(UInt8(ascii: "{"), "an object was expected")
    skipSpace()
    if self[offset] == UInt8(ascii: "}") {
      offset &+= 1
      return false
    }
    return true
  }

  /// After a member of an object: true when another follows, false when the object ends.
  @inline(__always)
  mutating func anotherMember() throws(JSONError) -> Bool {
    skipSpace()
    let next = self[offset]
    offset &+= 1
    if next == UInt8(ascii: ",") {
      skipSpace()
      return true
    }
    if next == UInt8(ascii: "}") { return false }
    offset &-= 1
    throw failure("a comma or } was expected")
  }

  /// Steps into an array: true when it has an element.
  @inline(__always)
  mutating func beginArray() throws(JSONError) -> Bool {
    try expect(UInt8(ascii: "["), "an array was expected")
    skipSpace()
    if self[offset] == UInt8(ascii: "]") {
      offset &+= 1
      return false
    }
    return true
  }

  /// After an element of an array: true when another follows, false when the array ends.
  @inline(__always)
  mutating func anotherElement() throws(JSONError) -> Bool {
    skipSpace()
    let next = self[offset]
    offset &+= 1
    if next == UInt8(ascii: ",") {
      skipSpace()
      return true
    }
    if next == UInt8(ascii: "]") { return false }
    offset &-= 1
    throw failure("a comma or ] was expected")
  }

  /// Reads a member's key and steps over the colon.
  @inline(__always)
  mutating func key() throws(JSONError) -> JSONText {
    let text = try string()
    if self[offset] == UInt8(ascii: ":") {
      offset &+= 1
      skipSpace()
      return text
    }
    try expect(UInt8(ascii: ":"), "a colon was expected")
    skipSpace()
    return text
  }

  // MARK: Strings

  /// Reads a string token.
  @inline(__always)
  mutating func string() throws(JSONError) -> JSONText {
    if self[offset] != UInt8(ascii: "\"") || offset >= end { throw failure("a string was expected") }
    let start = offset &+ 1
    let stop = endOfPlainRun(from: start)
    if self[stop] == UInt8(ascii: "\"") {
      offset = stop &+ 1
      return JSONText(start: start, end: stop, isEscaped: false)
    }
    return try escapedString(from: start, firstEscape: stop)
  }

  private mutating func escapedString(from start: Int, firstEscape: Int) throws(JSONError) -> JSONText {
    var place = firstEscape
    while self[place] == UInt8(ascii: "\\") {
      place = endOfPlainRun(from: min(place &+ 2, end))
    }
    offset = place &+ 1
    if place >= end { throw JSONError(reason: .unexpectedEnd, offset: end) }
    return JSONText(start: start, end: place, isEscaped: true)
  }

  /// Returns the offset of the first `"` or `\` at or after `start`; the padding ends every run.
  @inline(__always)
  func endOfPlainRun(from start: Int) -> Int {
    var place = start
    while true {
      let hits = JSONCursor.quotesOrBackslashes(in: word(at: place))
      if hits != 0 { return place &+ hits.trailingZeroBitCount &>> 3 }
      place &+= 8
    }
  }

  /// Sets the high bit of every byte that is `"` or `\`; bits above the first hit may be wrong.
  @inline(__always)
  static func quotesOrBackslashes(in word: UInt64) -> UInt64 {
    let low: UInt64 = 0x0101_0101_0101_0101
    let high: UInt64 = 0x8080_8080_8080_8080
    let quotes = word ^ 0x2222_2222_2222_2222
    let slashes = word ^ 0x5c5c_5c5c_5c5c_5c5c
    return (((quotes &- low) & ~quotes) | ((slashes &- low) & ~slashes)) & high
  }

  /// Whether the token is `name`, byte for byte.
  @inline(__always)
  func isText(_ text: JSONText, _ name: StaticString) -> Bool {
    let count = name.utf8CodeUnitCount
    if text.count != count { return false }
    var place = 0
    while place < count {
      // SAFETY: `place` is less than the number of code units.
      if unsafe name.utf8Start[place] != self[text.start &+ place] { return false }
      place &+= 1
    }
    return true
  }

  // MARK: Whole values

  /// Steps over a value of any kind and depth, without recursion.
  mutating func skipValue() throws(JSONError) {
    skipSpace()
    switch byte {
    case UInt8(ascii: "\""):
      _ = try string()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try skipContainer()
    default:
      try skipScalar()
    }
  }

  private mutating func skipScalar() throws(JSONError) {
    let start = offset
    while offset < end {
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0a, 0x0d, 0x09:
        if offset == start { throw failure("a value was expected") }
        return
      case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"):
        throw failure("a value was expected")
      default: offset &+= 1
      }
    }
    throw failure("a value was expected")
  }

  /// Steps over brackets and strings only: what lies between them is not checked. But brackets must pair, stand where a value may, and no
  /// text may go on over a line that begins like a value, so that damage is found near where it is.
  private mutating func skipContainer() throws(JSONError) {
    // One bit a level, 1 for an object; levels past 64 wait in `outer`.
    var levels: UInt64 = 0
    var depth = 0
    var outer: [UInt64] = []
    let start = offset
    while true {
      let next = byte
      switch next {
      case UInt8(ascii: "\""):
        if offset >= end { throw failure("") }
        let text = try string()
        if self[text.end &- 1] == UInt8(ascii: "{"), let line = valueLine(in: text) {
          throw JSONError(reason: .syntax(JSONCursor.cutReason), offset: line)
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth > 0, !mayValueBegin(from: start) { throw failure("a comma was expected") }
        if depth & 63 == 0, depth > 0 { outer.append(levels) }
        levels = levels &<< 1 | (next == UInt8(ascii: "{") ? 1 : 0)
        depth &+= 1
        offset &+= 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if levels & 1 != (next == UInt8(ascii: "}") ? 1 : 0) { throw failure("a bracket without its partner") }
        depth &-= 1
        offset &+= 1
        if depth == 0 { return }
        levels &>>= 1
        if depth & 63 == 0, let last = outer.popLast() { levels = last }
      default:
        offset &+= 1
      }
    }
  }

  /// Whether a comma, a colon or an opening bracket stands before the cursor, white space between them left aside.
  @inline(__always)
  private func mayValueBegin(from start: Int) -> Bool {
    switch self[offset &- 1] {
    case UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "["): true
    case 0...0x20: mayValueBeginAfterSpace(from: start)
    default: false
    }
  }

  private func mayValueBeginAfterSpace(from start: Int) -> Bool {
    var index = offset &- 1
    while index > start, self[index] <= 0x20 { index &-= 1 }
    return [UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "[")].contains(self[index])
  }
}

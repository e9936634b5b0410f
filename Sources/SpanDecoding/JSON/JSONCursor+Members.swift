extension JSONCursor {
  /// Whether `null` stands here.
  var isAtNull: Bool { byte == UInt8(ascii: "n") }

  /// Steps over the value when it is none of `opening`, and says whether it is.
  @inline(__always)
  mutating func stands(_ opening: UInt8) throws(JSONError) -> Bool {
    if byte == opening { return true }
    try skipValue()
    return false
  }

  /// A string, or nil for `null` and anything else, stepped over.
  @inline(__always)
  mutating func text() throws(JSONError) -> JSONText? {
    if byte == UInt8(ascii: "\"") { return try string() }
    try skipValue()
    return nil
  }

  /// Calls `body` with each key of an object; it must step over the value.
  @inline(__always)
  mutating func forEachMember(_ body: (inout JSONCursor, JSONText) throws(JSONError) -> Void) throws(JSONError) {
    guard try beginObject() else { return }
    repeat {
      let name = try key()
      try body(&self, name)
    } while try anotherMember()
  }

  /// Calls `body` at each element of an array; it must step over it.
  @inline(__always)
  mutating func forEachElement(_ body: (inout JSONCursor) throws(JSONError) -> Void) throws(JSONError) {
    guard try beginArray() else { return }
    repeat {
      skipSpace()
      try body(&self)
    } while try anotherElement()
  }

  /// The string at hand as text; other values give nil, stepped over.
  mutating func textValue() throws(JSONError) -> String? {
    skipSpace()
    guard let text = try text() else { return nil }
    var bytes: [UInt8] = []
    unescape(text, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the key is one of the names.
  func isOne(_ text: JSONText, of names: StaticString...) -> Bool {
    names.contains { isText(text, $0) }
  }

  /// Whether the value here is an object with one of these keys. O(bytes up to it); false when the object is damaged before.
  func holds(_ names: StaticString...) -> Bool {
    holds(names)
  }

  func holds(_ names: [StaticString]) -> Bool {
    var cursor = self
    guard cursor.byte == UInt8(ascii: "{") else { return false }
    do throws(JSONError) {
      guard try cursor.beginObject() else { return false }
      repeat {
        let key = try cursor.key()
        if names.contains(where: { cursor.isText(key, $0) }) { return true }
        try cursor.skipValue()
      } while try cursor.anotherMember()
    } catch {}
    return false
  }
}

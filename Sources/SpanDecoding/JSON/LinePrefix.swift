/// Values behind a prefix on their line: container runtimes, syslog and loggers put times, names and levels before what a program prints.
extension JSONCursor {
  /// A prefix is no longer than this (bytes), and has no more brackets than that which begin no value.
  private static let maxPrefix = 4096
  private static let maxBrackets = 8

  /// The offset of the first `{` or `[` behind the cursor, on its line, at which a known value begins; nil when none does, or when a value
  /// begins at the cursor.
  ///
  /// - Parameter isKnown: Whether the object at a cursor is one that is read; throws when it is damaged or goes on behind the bytes.
  /// - Returns: The offset.
  /// - Throws: When the bytes end within an object that may be known.
  func valueBehindPrefix(_ isKnown: (JSONCursor) throws(JSONError) -> Bool) throws(JSONError) -> Int? {
    if beginsValue { return nil }
    let line = min(endOfLine(from: offset), offset + JSONCursor.maxPrefix)
    var candidate = self
    var brackets = 0
    while candidate.offset + 1 < line, brackets < JSONCursor.maxBrackets {
      candidate.offset += 1
      guard isValueStart(candidate.byte) else { continue }
      brackets += 1
      var object = candidate
      while object.byte == UInt8(ascii: "["), object.offset < line {
        object.offset += 1
        object.skipSpace()
      }
      guard object.byte == UInt8(ascii: "{") else { continue }
      do {
        if try isKnown(object) { return candidate.offset }
      } catch {
        if case .unexpectedEnd = error.reason { throw error }
      }
    }
    return nil
  }

  /// Whether an object or an array of objects begins here, as far as the next letters tell.
  private var beginsValue: Bool {
    if byte == UInt8(ascii: "{") { return true }
    guard byte == UInt8(ascii: "[") else { return false }
    var inner = self
    inner.offset += 1
    inner.skipSpace()
    return isValueStart(inner.byte) || inner.byte == UInt8(ascii: "]") || inner.offset >= end
  }
}

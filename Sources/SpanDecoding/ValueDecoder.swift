import TraceModel

/// Decodes values of any format, one after the other, from a window of an input.
struct ValueDecoder {
  /// Where decoding stopped, as offset into the window.
  enum Stop {
    /// All values that begin before the limit are read; the next begins at or after this offset.
    case done(Int)
    /// The value at this offset goes on behind the window: more input is needed.
    case needsMore(Int)
  }

  var builder: BatchBuilder
  /// Values longer than this are rejected.
  var maxValue = Int.max

  /// What is said of a value longer than `maxValue` (bytes).
  static func tooLong(_ maxValue: Int) -> String { "the value is longer than --max-value (\(maxValue) bytes)" }

  /// Decodes values from `start` on.
  ///
  /// - Parameters:
  ///   - window: The bytes at hand.
  ///   - start: Offset into the window where the first value may begin.
  ///   - limit: Values that begin at or after this offset into the window are left to others.
  /// - Returns: Where decoding stopped, and why.
  mutating func decode(_ window: InputWindow, from start: Int, before limit: Int) -> Stop {
    window.withCursor { cursor in
      cursor.offset = start
      return decode(&cursor, limit: limit, isLast: window.isLast, base: window.base)
    }
  }

  private mutating func decode(_ cursor: inout JSONCursor, limit: Int, isLast: Bool, base: Int) -> Stop {
    builder.base = base
    while true {
      skipBetweenValues(&cursor)
      if cursor.offset >= min(limit, cursor.end) { return .done(cursor.offset) }
      let start = cursor.offset
      let mark = builder.mark()
      do {
        try decodeValue(&cursor)
        if let line = cursor.swallowedLine(from: start) {
          builder.rollBack(to: mark)
          builder.reject(.rejectedValue, at: start, ValueDecoder.cutReason)
          builder.quality.bytesRejected += line - start
          cursor.offset = line
          continue
        }
        if cursor.offset - start > maxValue {
          builder.rollBack(to: mark)
          builder.reject(.rejectedValue, at: start, ValueDecoder.tooLong(maxValue))
          builder.quality.bytesRejected += cursor.offset - start
          continue
        }
        builder.quality.valuesRead += 1
      } catch {
        if case .unexpectedEnd = error.reason, !isLast {
          builder.rollBack(to: mark)
          return .needsMore(start)
        }
        let next = reject(error, from: start, in: cursor, base: base)
        if next >= cursor.end, !isLast {
          builder.rollBack(to: mark)
          return .needsMore(start)
        }
        builder.quality.bytesRejected += next - start
        cursor.offset = next
      }
    }
  }

  private static let cutReason = "a text goes on behind its line: the value is cut, and another begins there"

  private func skipBetweenValues(_ cursor: inout JSONCursor) {
    while cursor.offset < cursor.end {
      switch cursor.byte {
      case 0x20, 0x0a, 0x0d, 0x09, 0x00: cursor.offset += 1
      case 0xef where cursor.word(at: cursor.offset) & 0xff_ffff == 0xbf_bbef: cursor.offset += 3
      default: return
      }
    }
  }

  private mutating func decodeValue(_ cursor: inout JSONCursor) throws(JSONError) {
    let start = cursor.offset
    switch cursor.byte {
    case UInt8(ascii: "{"):
      guard let format = try DumpFormat.recognise(cursor) else {
        try cursor.skipValue()
        throw JSONError(reason: .shape("no known dump format has these keys"), offset: start)
      }
      try format.decode(&cursor, &builder)
    case UInt8(ascii: "["):
      guard try cursor.beginArray() else { return }
      if !cursor.isValueStart(cursor.byte) { throw cursor.failure("an array of something else than spans") }
      repeat {
        try decodeElement(&cursor)
      } while try cursor.anotherElement()
    default:
      throw cursor.failure("no JSON object or array")
    }
  }

  /// An element of a top-level array, or of an array within it (Zipkin's array of traces).
  private mutating func decodeElement(_ cursor: inout JSONCursor) throws(JSONError) {
    if cursor.byte == UInt8(ascii: "[") {
      guard try cursor.beginArray() else { return }
      repeat {
        try decodeObject(&cursor)
      } while try cursor.anotherElement()
    } else {
      try decodeObject(&cursor)
    }
  }

  /// An object in an array: one that is whole but of no readable format costs only itself.
  private mutating func decodeObject(_ cursor: inout JSONCursor) throws(JSONError) {
    let start = cursor.offset
    var reason: StaticString =
      cursor.byte == UInt8(ascii: "{")
      ? "no known dump format has these keys" : "no object stands here, where a span should"
    do {
      if cursor.byte == UInt8(ascii: "{"), let format = try DumpFormat.recognise(cursor) {
        return try format.decode(&cursor, &builder)
      }
    } catch {
      guard case .shape(let text) = error.reason else { throw error }
      reason = text
      cursor.offset = start
    }
    try cursor.skipValue()
    builder.reject(.rejectedSpan, at: start, "\(reason)")
  }

  /// Counts a rejected value and returns where decoding goes on: behind the value when its shape alone was wrong, else behind
  /// its line, or, when the value stood on several lines, at the next line that begins with `{` or `[`.
  private mutating func reject(_ error: JSONError, from start: Int, in cursor: JSONCursor, base: Int) -> Int {
    let reason: String
    var next: Int
    switch error.reason {
    case .shape(let text):
      if let line = cursor.swallowedLine(from: start) {
        builder.reject(.rejectedValue, at: start, ValueDecoder.cutReason)
        return line
      }
      reason = "\(text)"
      next = max(start + 1, cursor.offset)
      builder.reject(.rejectedValue, at: start, reason)
      return min(next, cursor.end)
    case .syntax(let text): reason = "\(text)"
    case .unexpectedEnd: reason = "the input ends within the value"
    }
    builder.reject(.rejectedValue, at: start, "\(reason), at byte \(base + error.offset)")
    next = cursor.endOfLine(from: start)
    if error.offset > next || !cursor.isValueStart(cursor[start]) {
      // The damage lies lines below, or there is no value at all: the next value is the next line that begins one.
      next = cursor.nextValueLine(from: start) ?? cursor.end
    }
    return next
  }
}

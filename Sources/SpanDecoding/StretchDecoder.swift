import Glibc
import TraceModel

/// Decodes the values that begin in one stretch of an input, from a buffer that holds it.
struct StretchDecoder {
  /// Where decoding stopped, as offset into the buffer.
  enum Stop {
    /// All values that begin before the limit are read; the next begins at or after this offset.
    case done(Int)
    /// The value at this offset goes on after the buffer: more input is needed.
    case needsMore(Int)
  }

  var builder: BatchBuilder
  /// Values longer than this are rejected.
  var maxValue = Int.max

  /// Decodes values from `start` on.
  ///
  /// - Parameters:
  ///   - buffer: The bytes, followed by ``JSONCursor/padding`` quotes.
  ///   - count: How many bytes there are before the padding.
  ///   - start: Where the first value may begin.
  ///   - limit: Values that begin at or after this offset are left to the next stretch.
  ///   - isLast: The input ends with the buffer.
  ///   - base: Offset of the buffer within the input.
  /// - Returns: Where decoding stopped, and why.
  mutating func decode(
    _ buffer: [UInt8], count: Int, start: Int, limit: Int, isLast: Bool, base: Int
  ) -> Stop {
    // SAFETY: the buffer outlives the closure, and its padding is there.
    unsafe buffer.withUnsafeBufferPointer { bytes in
      guard let address = bytes.baseAddress else { return .done(0) }
      var cursor = unsafe JSONCursor(base: address, end: count, offset: start)
      return decode(&cursor, limit: limit, isLast: isLast, base: base)
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
          builder.reject(.rejectedValue, at: start, StretchDecoder.cutReason)
          builder.quality.bytesRejected += line - start
          cursor.offset = line
          continue
        }
        if cursor.offset - start > maxValue {
          builder.rollBack(to: mark)
          builder.reject(.rejectedValue, at: start, "the value is longer than --max-value (\(maxValue) bytes)")
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
        builder.reject(.rejectedValue, at: start, StretchDecoder.cutReason)
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

extension JSONCursor {
  @inline(__always)
  func isValueStart(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

  /// The offset of the first line feed at or after `start`, or the end.
  func endOfLine(from start: Int) -> Int { endOfLine(from: start, upTo: end) }

  private func endOfLine(from start: Int, upTo end: Int) -> Int {
    withBytes(start, max(start, end)) { bytes in
      // SAFETY: the pointer is used within the closure, for as many bytes as there are.
      unsafe bytes.withUnsafeBytes { buffer in
        guard let address = buffer.baseAddress, let found = unsafe memchr(address, 0x0a, buffer.count) else {
          return end
        }
        return unsafe start + (UnsafeRawPointer(found) - address)
      }
    }
  }

  /// The line that begins a value within the text of a string of the value from `start` up to the cursor, or nil.
  ///
  /// Strings have no line feeds. Where a value was cut within one, the next line's first quote ends it, and with luck the brackets pair:
  /// what was read as one value are several. Only values with a line that begins like one are looked at twice.
  func swallowedLine(from start: Int) -> Int? {
    let stop = min(offset, end)
    var line = start
    repeat {
      line = endOfLine(from: line, upTo: stop) + 1
      if line >= stop { return nil }
    } while !isValueStart(self[line])
    var place = start
    while place < stop {
      if self[place] != UInt8(ascii: "\"") {
        place += 1
        continue
      }
      let text = place + 1
      place = endOfPlainRun(from: text)
      while self[place] == UInt8(ascii: "\\"), place < stop { place = endOfPlainRun(from: min(place + 2, end)) }
      var feed = endOfLine(from: text, upTo: min(place, stop))
      while feed < min(place, stop) {
        if isValueStart(self[feed + 1]) { return feed + 1 }
        feed = endOfLine(from: feed + 1, upTo: min(place, stop))
      }
      place += 1
    }
    return nil
  }

  /// The offset of the first `{` or `[` that begins a line after `start`, or nil.
  func nextValueLine(from start: Int) -> Int? {
    var place = start
    while true {
      place = endOfLine(from: place) + 1
      if place >= end { return nil }
      if isValueStart(self[place]) { return place }
    }
  }
}

import TraceModel

/// Finds the values of an input, one after the other, in a window of it, and what is damaged between them.
///
/// A value is an object that stands alone or in top-level arrays, however deep. What is rejected ends where its brackets do when only its
/// shape was wrong; else with its line, or, when it stood on several, before the next line that begins with `{` or `[`, or has a known value
/// behind a prefix. O(bytes), whatever
/// they are: see ``InputPosition/scanned``.
struct ValueDecoder<Reader: ValueReader> {
  /// Where decoding stopped.
  enum Stop {
    /// All values that begin before the limit are read; the next begins here or behind.
    case done(InputPosition)
    /// The value here goes on behind the window: more input is needed.
    case needsMore(InputPosition)
  }

  var reader: Reader
  /// Values longer than this (bytes) are rejected.
  var maxValue = Int.max

  /// What became of what stood at the cursor.
  private enum Outcome {
    case read
    /// Rejected and counted; its end is known.
    case passed
    /// A bracket or comma of an array.
    case punctuation
    /// Another value begins on this line, within a text of this one.
    case cut(line: Int)
    case tooLong
    /// Damaged; `reached` is how far anything was looked at.
    case failed(JSONError, reached: Int)
    case needsMore
  }

  /// Decodes values.
  ///
  /// - Parameters:
  ///   - window: The bytes at hand.
  ///   - start: Where the first value may begin.
  ///   - limit: Values that begin at or behind this offset within the input are left to others.
  /// - Returns: Where decoding stopped, and why.
  mutating func decode(_ window: InputWindow, from start: InputPosition, before limit: Int) -> Stop {
    window.withCursor { cursor in
      cursor.offset = start.offset - window.base
      return decode(&cursor, from: start, limit: limit - window.base, window)
    }
  }

  private mutating func decode(
    _ cursor: inout JSONCursor, from start: InputPosition, limit: Int, _ window: InputWindow
  ) -> Stop {
    var position = start
    reader.base = window.base
    while true {
      cursor.skipBetweenValues()
      position.move(to: window.base + cursor.offset)
      let begin = cursor.offset
      if begin >= cursor.end { return .done(position) }
      let mark = reader.mark()
      let before = position
      var outcome = passSeparator(&cursor, &position)
      if outcome == nil {
        if begin >= limit { return .done(position) }
        if position.depth == 0, let value = prefixed(cursor, window.isLast) {
          guard let value else { return .needsMore(before) }
          reader.countPrefix()
          cursor.offset = value
          position.move(to: window.base + value)
        }
        outcome = openArray(&cursor, &position, window.isLast) ?? readValue(&cursor, position, window)
      }
      if let outcome, !take(outcome, from: begin, mark, &cursor, &position, window) {
        reader.rollBack(to: mark)
        return .needsMore(before)
      }
    }
  }

  // MARK: What stands at the cursor

  /// Where a known value begins behind a prefix; nil when none does, nil in that when the window does not tell.
  private func prefixed(_ cursor: JSONCursor, _ isLast: Bool) -> Int?? {
    do throws(JSONError) {
      return try cursor.valueBehindPrefix(Reader.isKnown).map { .some($0) }
    } catch {
      return isLast ? nil : .some(nil)
    }
  }

  /// The next line that begins a value, or a known one behind a prefix; nil when none does.
  private func nextValueLine(_ cursor: JSONCursor, from start: Int, _ isLast: Bool) -> Int? {
    var line = cursor
    line.offset = start
    while true {
      line.offset = line.endOfLine(from: line.offset) + 1
      if line.offset >= line.end { return nil }
      if line.isValueStart(line.byte) { return line.offset }
      if let value = prefixed(line, isLast) { return value == nil ? nil : line.offset }
    }
  }

  /// Steps over a comma or `]`; nil when none stands here, nor is due. Commas may part values that stand alone, as in a piece of an array.
  private mutating func passSeparator(_ cursor: inout JSONCursor, _ position: inout InputPosition) -> Outcome? {
    switch cursor.byte {
    case UInt8(ascii: ",") where position.isAfterElement:
      cursor.offset += 1
      position.isAfterElement = false
      return .punctuation
    case _ where position.depth == 0: return nil
    case UInt8(ascii: "]"):
      cursor.offset += 1
      if position.closeArray() { reader.countRead() }
      return .punctuation
    case _ where !position.isAfterElement: return nil
    case _ where position.isTorn:
      position.leaveArrays()
      return nil
    default:
      let error = JSONError(reason: .syntax("a comma or ] was expected"), offset: cursor.offset)
      if !cursor.isValueStart(cursor.byte) { return .failed(error, reached: cursor.offset) }
      // Nothing is lost but the comma, or the end of the array.
      reject(error, at: cursor.offset)
      position.isTorn = true
      position.isAfterElement = false
      return nil
    }
  }

  /// Steps into an array of values; nil when none begins here.
  private mutating func openArray(
    _ cursor: inout JSONCursor, _ position: inout InputPosition, _ isLast: Bool
  ) -> Outcome? {
    if cursor.byte != UInt8(ascii: "[") { return nil }
    var inner = cursor
    inner.offset += 1
    inner.skipSpace()
    if inner.offset >= inner.end {
      let end = JSONError(reason: .unexpectedEnd, offset: inner.end)
      return isLast ? .failed(end, reached: inner.end) : .needsMore
    }
    if inner.byte == UInt8(ascii: "]") {
      cursor.offset = inner.offset + 1
      return .read
    }
    if cursor.isValueStart(inner.byte) {
      cursor.offset = inner.offset
      position.openArray()
      return .punctuation
    }
    if position.depth > 0 { return nil }
    let error = JSONError(reason: .syntax("an array of something else than spans"), offset: inner.offset)
    return .failed(error, reached: inner.offset)
  }

  private mutating func readValue(
    _ cursor: inout JSONCursor, _ position: InputPosition, _ window: InputWindow
  ) -> Outcome {
    let isElement = position.depth > 0
    if position.scanned == 0 { return read(&cursor, isElement: isElement, isLast: window.isLast) }
    let begin = cursor.offset
    guard let line = cursor.nextValueLine(from: begin), window.base + line <= position.scanned else {
      if window.end <= position.scanned, !window.isLast { return .needsMore }
      return read(&cursor, isElement: isElement, isLast: window.isLast)
    }
    // Looked at in vain before: the value is read from bytes of its own, which end before the line.
    let piece = InputWindow(Array(window.bytes[begin..<line]), base: window.base + begin, isLast: true)
    reader.base = piece.base
    defer { reader.base = window.base }
    return piece.withCursor { own in
      let outcome = read(&own, isElement: isElement, isLast: true)
      cursor.offset = begin + own.offset
      guard case .failed(let error, let reached) = outcome else { return outcome }
      var reason = error.reason
      if case .unexpectedEnd = reason {
        reason = .syntax("the value does not end before the next line that begins one")
      }
      return .failed(JSONError(reason: reason, offset: begin + error.offset), reached: begin + reached)
    }
  }

  private mutating func read(_ cursor: inout JSONCursor, isElement: Bool, isLast: Bool) -> Outcome {
    let begin = cursor.offset
    do throws(JSONError) {
      if cursor.byte != UInt8(ascii: "{") {
        if !isElement {
          let reason: StaticString =
            reader.base == 0 && cursor.beginsLikeProtobuf
            ? "OTLP as protobuf is not read; set \"format: json\" in the collector's file exporter"
            : "no JSON object or array"
          return .failed(cursor.failure(reason), reached: begin)
        }
        try cursor.skipValue()
        reader.reject(.rejectedSpan, at: begin, "no object stands here, where a span should")
        return .passed
      }
      if Reader.isFinal {
        var whole = cursor
        try whole.skipValue()
        if whole.offset - begin > maxValue { return .tooLong }
        if let line = whole.swallowedLine(from: begin) {
          cursor = whole
          return .cut(line: line)
        }
      }
      try reader.read(&cursor)
      if let line = cursor.swallowedLine(from: begin) { return .cut(line: line) }
      return cursor.offset - begin > maxValue ? .tooLong : .read
    } catch {
      return failure(error, from: begin, &cursor, isElement: isElement, isLast: isLast)
    }
  }

  /// What becomes of a value that threw: one that is whole but of no readable shape is stepped over.
  private mutating func failure(
    _ error: JSONError, from begin: Int, _ cursor: inout JSONCursor, isElement: Bool, isLast: Bool
  ) -> Outcome {
    if case .unexpectedEnd = error.reason, !isLast { return .needsMore }
    // Nothing that looked ahead of the error came further than its brackets go.
    var whole = cursor
    whole.offset = begin
    do throws(JSONError) {
      try whole.skipValue()
    } catch let end {
      if case .unexpectedEnd = end.reason, !isLast { return .needsMore }
      return .failed(error, reached: max(error.offset, end.offset))
    }
    guard case .shape(let reason) = error.reason else {
      return .failed(error, reached: max(error.offset, whole.offset))
    }
    cursor = whole
    if let line = cursor.swallowedLine(from: begin) { return .cut(line: line) }
    reader.reject(isElement ? .rejectedSpan : .rejectedValue, at: begin, "\(reason)")
    if !isElement { reader.countRejected(bytes: cursor.offset - begin) }
    return .passed
  }

  // MARK: Going on

  /// Goes on behind a value.
  ///
  /// - Returns: False when the window does not tell where.
  private mutating func take(
    _ outcome: Outcome, from begin: Int, _ mark: Reader.Mark, _ cursor: inout JSONCursor,
    _ position: inout InputPosition, _ window: InputWindow
  ) -> Bool {
    switch outcome {
    case .needsMore: return false
    case .punctuation: break
    case .passed: position.endElement()
    case .read:
      position.endElement()
      if position.depth == 0 { reader.countRead() }
    case .cut(let line):
      reader.rollBack(to: mark)
      reader.reject(.rejectedValue, at: begin, "\(JSONCursor.cutReason)")
      reader.countRejected(bytes: line - begin)
      position.recover(at: window.base + line, scanned: window.base + cursor.offset)
      cursor.offset = line
    case .failed(let error, let reached) where reached - begin <= maxValue:
      var next = cursor.endOfLine(from: begin)
      if error.offset > next || !cursor.isValueStart(cursor[begin]) {
        // The damage lies lines below, or there is no value at all: the next value is the next line that begins one.
        next = nextValueLine(cursor, from: begin, window.isLast) ?? cursor.end
      }
      if next >= cursor.end, !window.isLast { return false }
      reject(error, at: begin)
      reader.countRejected(bytes: next - begin)
      position.recover(at: window.base + next, scanned: window.base + reached)
      cursor.offset = next
    case .failed, .tooLong:
      guard let next = cursor.nextValueLine(from: begin) ?? (window.isLast ? cursor.end : nil) else { return false }
      reader.rollBack(to: mark)
      reader.reject(.rejectedValue, at: begin, JSONCursor.tooLong(maxValue))
      reader.countRejected(bytes: next - begin)
      position.recover(at: window.base + next, scanned: window.base + begin + maxValue)
      cursor.offset = next
    }
    return true
  }

  private mutating func reject(_ error: JSONError, at begin: Int) {
    let offset = reader.base + error.offset
    reader.reject(.rejectedValue, at: begin, "\(error.reason), at byte \(offset)")
  }
}

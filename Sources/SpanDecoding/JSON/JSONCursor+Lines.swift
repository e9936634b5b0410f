import Glibc

/// Lines: values are found again by them behind damage.
extension JSONCursor {
  static let cutReason: StaticString = "a text goes on behind its line: the value is cut, and another begins there"

  /// What is said of a value longer than `maxValue` (bytes).
  static func tooLong(_ maxValue: Int) -> String { "the value is longer than --max-value (\(maxValue) bytes)" }

  /// Steps over white space, NULs and byte order marks.
  mutating func skipBetweenValues() {
    while offset < end {
      switch byte {
      case 0x20, 0x0a, 0x0d, 0x09, 0x00: offset += 1
      case 0xef where word(at: offset) & 0xff_ffff == 0xbf_bbef: offset += 3
      default: return
      }
    }
  }

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

  /// The first line within a text that begins like a value, or nil.
  func valueLine(in text: JSONText) -> Int? {
    var feed = endOfLine(from: text.start, upTo: text.end)
    while feed < text.end {
      if isValueStart(self[feed + 1]) { return feed + 1 }
      feed = endOfLine(from: feed + 1, upTo: text.end)
    }
    return nil
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
    var index = start
    while index < stop {
      if self[index] != UInt8(ascii: "\"") {
        index += 1
        continue
      }
      let text = index + 1
      index = endOfPlainRun(from: text)
      while self[index] == UInt8(ascii: "\\"), index < stop { index = endOfPlainRun(from: min(index + 2, end)) }
      if let line = valueLine(in: JSONText(start: text, end: min(index, stop), isEscaped: false)) { return line }
      index += 1
    }
    return nil
  }

  /// The offset of the first `{` or `[` that begins a line after `start`, or nil.
  func nextValueLine(from start: Int) -> Int? {
    var index = start
    while true {
      index = endOfLine(from: index) + 1
      if index >= end { return nil }
      if isValueStart(self[index]) { return index }
    }
  }
}

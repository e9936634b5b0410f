/// The lines of the one document in a YAML text.
struct YAMLLines {
  struct Line {
    /// In the text, from 1.
    var number: Int
    /// Offsets of the first byte, of the first one that is no space, and behind the last (line break left out).
    var start: Int
    var content: Int
    var end: Int
    /// Nothing but blanks, or a comment.
    var isBlank: Bool

    var indentation: Int { content - start }
  }

  let bytes: [UInt8]
  private(set) var lines: [Line] = []

  /// Cuts a text into lines and finds where its document begins and ends.
  ///
  /// - Throws: For bytes that are no UTF-8 text, a second document, or text behind the end of the document. O(*n*).
  init(_ text: [UInt8]) throws(YAMLError) {
    bytes = text
    var hasContent = false
    var isEnded = false
    var offset = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 0
    while offset < text.count {
      number += 1
      let line = try line(number, from: offset)
      offset = min(text.count, line.end + (line.end < text.count && text[line.end] == UInt8(ascii: "\r") ? 2 : 1))
      if isMarker(line, UInt8(ascii: "-")) {
        if hasContent || isEnded {
          throw YAMLError(line: number, "a second document begins", remedy: "one file holds one document: split it")
        }
        try checkRest(of: line)
        hasContent = true
        continue
      }
      if isMarker(line, UInt8(ascii: ".")) {
        try checkRest(of: line)
        isEnded = true
        continue
      }
      if isEnded, !line.isBlank {
        throw YAMLError(line: number, "text stands behind the end of the document", remedy: "remove it, or the \"...\"")
      }
      if isEnded { continue }
      if !hasContent, line.end > line.start, text[line.start] == UInt8(ascii: "%") {
        throw YAMLError(line: number, "directives are not read", remedy: "leave the line out")
      }
      if !line.isBlank { hasContent = true }
      lines.append(line)
    }
  }

  private func line(_ number: Int, from start: Int) throws(YAMLError) -> Line {
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    if end > start, end < bytes.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    for byte in bytes[start..<end] where (byte < 0x20 && byte != UInt8(ascii: "\t")) || byte == 0x7F {
      throw YAMLError(
        line: number, "a control character stands in the text", remedy: "write it as an escape in double quotes")
    }
    if String(validating: bytes[start..<end], as: UTF8.self) == nil {
      throw YAMLError(line: number, "the bytes are no UTF-8", remedy: "save the file as UTF-8")
    }
    var content = start
    while content < end, bytes[content] == UInt8(ascii: " ") { content += 1 }
    var first = content
    while first < end, bytes[first] == UInt8(ascii: "\t") || bytes[first] == UInt8(ascii: " ") { first += 1 }
    return Line(
      number: number, start: start, content: content, end: end,
      isBlank: first == end || bytes[first] == UInt8(ascii: "#"))
  }

  /// Whether a line is `---` or `...`, alone or before a blank.
  private func isMarker(_ line: Line, _ byte: UInt8) -> Bool {
    guard line.end - line.start >= 3, bytes[line.start..<line.start + 3].allSatisfy({ $0 == byte }) else {
      return false
    }
    return line.end - line.start == 3 || isBlank(bytes[line.start + 3])
  }

  private func checkRest(of line: Line) throws(YAMLError) {
    var offset = line.start + 3
    while offset < line.end, isBlank(bytes[offset]) { offset += 1 }
    if offset < line.end, bytes[offset] != UInt8(ascii: "#") {
      throw YAMLError(line: line.number, "text stands behind a document marker", remedy: "put it on the next line")
    }
  }
}

/// A space or a tab.
@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

import TraceModel

extension DumpFormat {
  /// Lists of lists of objects that hold lists …: deeper elements are rejected.
  private static let maxElementDepth = 16

  /// Spans of any format in lists under a name, as writers and answers of several systems have them.
  static let listed = DumpFormat(
    name: "list of spans",
    alone: [Clue("traces", .list)],
    decode: { cursor, builder throws(JSONError) in
      try cursor.forEachMember { (cursor: inout JSONCursor, key: JSONText) throws(JSONError) in
        if cursor.isText(key, "traces") { try decodeList(&cursor, &builder) } else { try cursor.skipValue() }
      }
    })

  /// Reads a list of spans, or of lists of them.
  static func decodeList(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
      guard cursor.byte == UInt8(ascii: "[") else { return try decodeElement(&cursor, &builder) }
      try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
        try decodeElement(&cursor, &builder)
      }
    }
  }

  /// Reads an element of a list of spans, of whatever format; one that is whole but of none costs only itself.
  static func decodeElement(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let start = cursor.offset
    var reason: StaticString =
      cursor.byte == UInt8(ascii: "{")
      ? "no known dump format has these keys" : "no object stands here, where a span should"
    builder.elementDepth += 1
    defer { builder.elementDepth -= 1 }
    do {
      if builder.elementDepth > maxElementDepth {
        reason = "the span lies too deep in lists"
      } else if cursor.byte == UInt8(ascii: "{"), let format = try recognise(cursor) {
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
}

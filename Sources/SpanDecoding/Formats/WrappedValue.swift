import TraceModel

/// One wrapper around a value is opened: what log shippers and consumers of queues put around a line that a program printed.
enum WrappedValue {
  private static let names: [StaticString] = ["log", "message", "msg", "body", "value", "_raw", "line"]

  /// Reads the known values that a member of the object at the cursor holds, as an object or as text, and steps over the object.
  ///
  /// Source: docker's json-file driver, Fluent Bit, Vector, Logstash, Kafka's console consumers, Splunk.
  ///
  /// - Parameters:
  ///   - cursor: At an object of no known format; where it was unless something was read.
  ///   - builder: Takes the spans.
  /// - Returns: Whether there was a known value.
  /// - Throws: When the object is damaged, or what it wraps is.
  static func read(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) -> Bool {
    var reader = cursor
    var isRead = false
    try reader.forEachMember { (cursor: inout JSONCursor, key: JSONText) throws(JSONError) in
      guard !isRead, names.contains(where: { cursor.isText(key, $0) }) else { return try cursor.skipValue() }
      switch cursor.byte {
      case UInt8(ascii: "{"):
        guard let format = try DumpFormat.recognise(cursor) else { return try cursor.skipValue() }
        try format.decode(&cursor, &builder)
        isRead = true
      case UInt8(ascii: "\""):
        isRead = try text(&cursor, &builder)
      default: try cursor.skipValue()
      }
    }
    if !isRead { return false }
    builder.quality[.wrappedValue] += 1
    cursor = reader
    return true
  }

  /// Reads the values in a text.
  private static func text(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) -> Bool {
    let start = cursor.offset
    let text = try cursor.string()
    guard text.count > 2 else { return false }
    var bytes: [UInt8] = []
    cursor.unescape(text, into: &bytes)
    let base = builder.base
    let mark = builder.mark()
    // Rejects within the text are told by where the text stands.
    builder.base = base + start
    let (isRead, isDamaged) = JSONCursor.over(bytes[...]) { inner in values(&inner, &builder) }
    builder.base = base
    if isDamaged {
      builder.rollBack(to: mark)
      throw JSONError(reason: .shape("the value in a wrapper is damaged"), offset: start)
    }
    return isRead
  }

  /// Reads known values one after the other, the first perhaps behind a prefix.
  private static func values(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder
  ) -> (isRead: Bool, isDamaged: Bool) {
    var isRead = false
    do throws(JSONError) {
      while true {
        cursor.skipBetweenValues()
        if cursor.offset >= cursor.end { return (isRead, false) }
        if let value = try cursor.valueBehindPrefix(DumpFormat.isKnown) {
          builder.quality[.prefixedValue] += 1
          cursor.offset = value
        }
        if cursor.byte == UInt8(ascii: "[") {
          var inner = cursor
          inner.offset += 1
          inner.skipSpace()
          let isObject = inner.byte == UInt8(ascii: "{")
          let isKnown = try isObject ? DumpFormat.isKnown(inner) : false
          guard isRead || isKnown else { return (false, false) }
          try DumpFormat.decodeList(&cursor, &builder)
        } else {
          guard cursor.byte == UInt8(ascii: "{"), let format = try DumpFormat.recognise(cursor) else {
            return (isRead, isRead)
          }
          try format.decode(&cursor, &builder)
        }
        isRead = true
      }
    } catch {
      // A text that is no value at all is an ordinary log line.
      return (isRead, isRead)
    }
  }
}

extension DumpFormat {
  /// Whether the object at the cursor is of a known format.
  static func isKnown(_ cursor: JSONCursor) throws(JSONError) -> Bool { try recognise(cursor) != nil }
}

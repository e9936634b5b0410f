import TraceModel

extension DumpFormat {
  /// What JavaScript's ConsoleSpanExporter prints, as JSON: `{"resource": {"_attributes": {…}}, "traceId", "id", "timestamp", …}`.
  ///
  /// Source: opentelemetry-js, `ConsoleSpanExporter._exportInfo`. Kinds count from 0 (internal), times and durations are µs.
  static let javaScriptConsole = DumpFormat(
    name: "JavaScript ConsoleSpanExporter",
    isRecognisedByAll: { keys in
      keys.isSuperset(of: [.traceId, .id])
        && !keys.isDisjoint(with: [.attributes, .resource, .numericKind, .statusObject])
        && keys.isDisjoint(with: [.zipkinOnly, .tagObject])
    },
    decode: { cursor, builder throws(JSONError) in try JSSpanDecoder.decode(&cursor, &builder) })
}

/// Reads one span object of JavaScript's console exporter.
enum JSSpanDecoder {
  private static let resourceNames: [StaticString] = ["_attributes", "attributes", "_rawAttributes", "_syncAttributes"]

  static func decode(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let spanStart = cursor.offset
    builder.beginSpan()
    var start: Int64?
    var duration: Int64?
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "traceId") {
        if let text = try OTLPSpanDecoder.text(&cursor), let id = cursor.traceID(text) { builder.span.traceID = id }
      } else if cursor.isText(key, "id") {
        if let text = try OTLPSpanDecoder.text(&cursor), let id = cursor.spanID(text) { builder.span.spanID = id }
      } else if cursor.isText(key, "parentId") || cursor.isText(key, "parentSpanId") {
        if let text = try OTLPSpanDecoder.text(&cursor) { builder.span.parentID = cursor.spanID(text) ?? .none }
      } else if cursor.isText(key, "parentSpanContext") {
        builder.span.parentID = try cursor.spanContext("traceId", "spanId").spanID
      } else if cursor.isText(key, "name") {
        if let text = try OTLPSpanDecoder.text(&cursor) { builder.span.name = builder.intern(text, in: cursor) }
      } else if cursor.isText(key, "kind") {
        builder.span.kind = try kind(&cursor)
      } else if cursor.isText(key, "timestamp") {
        start = try cursor.microseconds()
      } else if cursor.isText(key, "duration") {
        duration = try cursor.microseconds()
      } else if cursor.isText(key, "attributes") {
        builder.span.attributes = try PlainAttributes.decode(&cursor, &builder)
      } else if cursor.isText(key, "status") {
        try decodeStatus(&cursor, &builder)
      } else if cursor.isText(key, "events") {
        try decodeEvents(&cursor, &builder)
      } else if cursor.isText(key, "links") {
        try PythonSpanDecoder.decodeLinks(&cursor, &builder, "traceId", "spanId")
      } else if cursor.isText(key, "resource") {
        builder.span.resource = try PlainAttributes.decodeResource(&cursor, &builder, names: resourceNames)
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
    builder.span.setTimes(start: start, duration: duration)
    builder.finishSpan(from: spanStart, traceName: "traceId", spanName: "id")
  }

  private static func kind(_ cursor: inout JSONCursor) throws(JSONError) -> SpanKind {
    if cursor.byte == UInt8(ascii: "\"") {
      let text = try cursor.string()
      return SpanKind.named(cursor.string(text.start, text.end))
    }
    guard let number = try cursor.integer(), 0...4 ~= number else { return .unspecified }
    return SpanKind(rawValue: UInt8(number) + 1) ?? .unspecified
  }

  private static func decodeStatus(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "code") {
        if let code = try cursor.integer() {
          builder.span.status = SpanStatus(rawValue: UInt8(clamping: code)) ?? .unset
        }
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
  }

  /// `[{"name", "attributes", "time": [seconds, nanoseconds]}]`.
  private static func decodeEvents(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.stands(UInt8(ascii: "[")), try cursor.beginArray() else { return }
    repeat {
      var event = EventRecord(time: 0, name: .empty, attributes: 0)
      if try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() {
        repeat {
          let key = try cursor.key()
          if cursor.isText(key, "name") {
            if let text = try OTLPSpanDecoder.text(&cursor) { event.name = builder.intern(text, in: cursor) }
          } else if cursor.isText(key, "time") {
            event.time = try pairTime(&cursor)
          } else if cursor.isText(key, "attributes") {
            event.attributes = try PlainAttributes.decode(&cursor, &builder)
          } else {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
      builder.addEvent(event)
    } while try cursor.anotherElement()
  }

  private static func pairTime(_ cursor: inout JSONCursor) throws(JSONError) -> Int64 {
    guard cursor.byte == UInt8(ascii: "[") else { return try cursor.microseconds() ?? 0 }
    guard try cursor.beginArray() else { return 0 }
    var time: Int64 = 0
    var scale: Int64 = 1_000_000_000
    repeat {
      let part = try cursor.integer() ?? 0
      time = time &+ part &* scale
      scale = scale == 1 ? 0 : 1
    } while try cursor.anotherElement()
    return max(0, time)
  }
}

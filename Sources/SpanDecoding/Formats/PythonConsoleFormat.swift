import TraceModel

extension DumpFormat {
  /// What Python's ConsoleSpanExporter prints: one indented object a span, back to back.
  ///
  /// Source: opentelemetry-python 1.x, `ReadableSpan.to_json`. Ids begin with `0x`, kinds with `SpanKind.`, times are RFC 3339.
  static let pythonConsole = DumpFormat(
    name: "Python ConsoleSpanExporter",
    isRecognised: { key, cursor in cursor.isText(key, "context") && cursor.holds("trace_id", "span_id") },
    decode: { cursor, builder throws(JSONError) in try PythonSpanDecoder.decode(&cursor, &builder) })
}

/// Reads one span of Python's console exporter.
enum PythonSpanDecoder {
  static func decode(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let spanStart = cursor.offset
    builder.beginSpan()
    var start: Int64?
    var end: Int64?
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "context") {
        (builder.span.traceID, builder.span.spanID) = try cursor.spanContext("trace_id", "span_id")
      } else if cursor.isText(key, "name") {
        if let text = try OTLPSpanDecoder.text(&cursor) { builder.span.name = builder.intern(text, in: cursor) }
      } else if cursor.isText(key, "kind") {
        if let text = try OTLPSpanDecoder.text(&cursor) {
          builder.span.kind = SpanKind.named(cursor.string(text.start, text.end))
        }
      } else if cursor.isText(key, "parent_id") {
        if let text = try OTLPSpanDecoder.text(&cursor) { builder.span.parentID = cursor.spanID(text) ?? .none }
      } else if cursor.isText(key, "start_time") {
        start = try cursor.readCalendarTime()
      } else if cursor.isText(key, "end_time") {
        end = try cursor.readCalendarTime()
      } else if cursor.isText(key, "status") {
        try decodeStatus(&cursor, &builder)
      } else if cursor.isText(key, "attributes") {
        builder.span.attributes = try PlainAttributes.decode(&cursor, &builder)
      } else if cursor.isText(key, "events") {
        try decodeEvents(&cursor, &builder)
      } else if cursor.isText(key, "links") {
        try decodeLinks(&cursor, &builder, "trace_id", "span_id")
      } else if cursor.isText(key, "resource") {
        builder.span.resource = try PlainAttributes.decodeResource(&cursor, &builder, names: ["attributes"])
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
    builder.span.start = start ?? 0
    builder.span.end = end ?? builder.span.start
    builder.span.settleTimes(isKnown: start != nil && end != nil)
    builder.finishSpan(from: spanStart, traceName: "context.trace_id", spanName: "context.span_id")
  }

  private static func decodeStatus(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "status_code"), let text = try OTLPSpanDecoder.text(&cursor) {
        switch cursor.string(text.start, text.end) {
        case "ERROR", "StatusCode.ERROR": builder.span.status = .error
        case "OK", "StatusCode.OK": builder.span.status = .ok
        default: break
        }
      } else if !cursor.isText(key, "status_code") {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
  }

  private static func decodeEvents(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.stands(UInt8(ascii: "[")), try cursor.beginArray() else { return }
    repeat {
      var event = EventRecord(time: 0, name: .empty, attributes: 0)
      if try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() {
        repeat {
          let key = try cursor.key()
          if cursor.isText(key, "name") {
            if let text = try OTLPSpanDecoder.text(&cursor) { event.name = builder.intern(text, in: cursor) }
          } else if cursor.isText(key, "timestamp") {
            event.time = try cursor.readCalendarTime() ?? 0
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

  /// `[{"context": {…}, "attributes": {…}}]`, with the ids under the names given.
  static func decodeLinks(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, _ traceName: StaticString, _ spanName: StaticString
  ) throws(JSONError) {
    guard try cursor.stands(UInt8(ascii: "[")), try cursor.beginArray() else { return }
    repeat {
      var link = LinkRecord(traceID: TraceID(high: 0, low: 0), spanID: .none)
      if try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() {
        repeat {
          let key = try cursor.key()
          if cursor.isText(key, "context") {
            (link.traceID, link.spanID) = try cursor.spanContext(traceName, spanName)
          } else if cursor.isText(key, "attributes") {
            link.attributes = try PlainAttributes.decode(&cursor, &builder)
          } else {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
      builder.addUsableLink(link)
    } while try cursor.anotherElement()
  }
}

extension BatchBuilder {
  /// Adds a link that names a span, counts one that does not.
  mutating func addUsableLink(_ link: LinkRecord) {
    if link.traceID.isZero || link.spanID.isNone { quality[.rejectedLink] += 1 } else { addLink(link) }
  }
}

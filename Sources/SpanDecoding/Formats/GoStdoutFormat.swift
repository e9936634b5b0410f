import TraceModel

extension DumpFormat {
  /// What Go's stdouttrace exporter prints: `{"Name", "SpanContext", "Parent", …}`.
  ///
  /// Source: opentelemetry-go, `sdk/trace/tracetest.SpanStub`. A parent of zeros is none; times in the year 1 are unset; lists may be null.
  static let goStdout = DumpFormat(
    name: "Go stdouttrace",
    isRecognised: { key, cursor in cursor.isText(key, "SpanContext") },
    decode: { cursor, builder throws(JSONError) in try GoSpanDecoder.decode(&cursor, &builder) })
}

/// Reads one span of Go's stdouttrace.
enum GoSpanDecoder {
  static func decode(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let spanStart = cursor.offset
    builder.beginSpan()
    var start: Int64?
    var end: Int64?
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "SpanContext") {
        (builder.span.traceID, builder.span.spanID) = try cursor.spanContext("TraceID", "SpanID")
      } else if cursor.isText(key, "Parent") {
        builder.span.parentID = try cursor.spanContext("TraceID", "SpanID").spanID
      } else if cursor.isText(key, "ParentSpanID") {
        if let text = try OTLPSpanDecoder.text(&cursor) { builder.span.parentID = cursor.spanID(text) ?? .none }
      } else if cursor.isText(key, "Name") {
        if let text = try OTLPSpanDecoder.text(&cursor) { builder.span.name = builder.intern(text, in: cursor) }
      } else if cursor.isText(key, "SpanKind") {
        if cursor.byte == UInt8(ascii: "\"") {
          let text = try cursor.string()
          builder.span.kind = SpanKind.named(cursor.string(text.start, text.end))
        } else if let number = try cursor.integer() {
          builder.span.kind = SpanKind(rawValue: UInt8(clamping: number)) ?? .unspecified
        }
      } else if cursor.isText(key, "StartTime") {
        start = try cursor.readCalendarTime()
      } else if cursor.isText(key, "EndTime") {
        end = try cursor.readCalendarTime()
      } else if cursor.isText(key, "Attributes") {
        builder.span.attributes = try decodeAttributes(&cursor, &builder)
      } else if cursor.isText(key, "Events") || cursor.isText(key, "MessageEvents") {
        try decodeEvents(&cursor, &builder)
      } else if cursor.isText(key, "Links") {
        try decodeLinks(&cursor, &builder)
      } else if cursor.isText(key, "Status") {
        try decodeStatus(&cursor, &builder)
      } else if cursor.isText(key, "Resource") {
        builder.span.resource = try decodeResource(&cursor, &builder)
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
    builder.span.start = start ?? 0
    builder.span.end = end ?? builder.span.start
    builder.span.settleTimes(isKnown: start != nil && end != nil)
    builder.finishSpan(from: spanStart, traceName: "SpanContext.TraceID", spanName: "SpanContext.SpanID")
  }

  /// `{"Code": "Error", "Description": ""}`; by number Go has 1 for Error and 2 for Ok.
  private static func decodeStatus(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      let start = cursor.offset
      try cursor.skipValue()
      guard cursor.isText(key, "Code") else { continue }
      switch cursor.string(start, cursor.offset) {
      case "\"Error\"", "1": builder.span.status = .error
      case "\"Ok\"", "2": builder.span.status = .ok
      default: break
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
          if cursor.isText(key, "Name") {
            if let text = try OTLPSpanDecoder.text(&cursor) { event.name = builder.intern(text, in: cursor) }
          } else if cursor.isText(key, "Time") {
            event.time = try cursor.readCalendarTime() ?? 0
          } else if cursor.isText(key, "Attributes") {
            event.attributes = try decodeAttributes(&cursor, &builder)
          } else {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
      builder.addEvent(event)
    } while try cursor.anotherElement()
  }

  private static func decodeLinks(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.stands(UInt8(ascii: "[")), try cursor.beginArray() else { return }
    repeat {
      var link = LinkRecord(traceID: TraceID(high: 0, low: 0), spanID: .none)
      if try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() {
        repeat {
          let key = try cursor.key()
          if cursor.isText(key, "SpanContext") {
            (link.traceID, link.spanID) = try cursor.spanContext("TraceID", "SpanID")
          } else if cursor.isText(key, "Attributes") {
            link.attributes = try decodeAttributes(&cursor, &builder)
          } else {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
      builder.addUsableLink(link)
    } while try cursor.anotherElement()
  }

  private static func decodeResource(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder
  ) throws(JSONError) -> UInt32 {
    let start = cursor.offset
    try cursor.skipValue()
    let end = cursor.offset
    if let known = builder.knownResource(start, end, in: cursor) { return known }
    cursor.offset = start
    let block = try decodeAttributes(&cursor, &builder, keepsAll: true)
    cursor.offset = end
    let resource = builder.addResource(attributes: block)
    builder.remember(resource, start, end, in: cursor)
    return resource
  }

  /// `[{"Key": …, "Value": {"Type": "STRING", "Value": …}}]`, or null.
  private static func decodeAttributes(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, keepsAll: Bool = false
  ) throws(JSONError) -> UInt32 {
    guard try cursor.stands(UInt8(ascii: "[")), try cursor.beginArray() else { return 0 }
    let block = builder.beginAttributes()
    var count = 0
    repeat {
      var name: Symbol?
      var value: AttributeValue?
      if try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() {
        repeat {
          let key = try cursor.key()
          if cursor.isText(key, "Key"), cursor.byte == UInt8(ascii: "\"") {
            let text = try cursor.string()
            name = builder.intern(text, in: cursor)
          } else if cursor.isText(key, "Value") {
            value = try decodeValue(&cursor)
          } else {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
      guard let name, let value else {
        builder.quality[.rejectedAttribute] += 1
        continue
      }
      if keepsAll || builder.wants(name) {
        builder.append(name, value)
        count += 1
      }
    } while try cursor.anotherElement()
    return builder.endAttributes(at: block, count: count)
  }

  private static func decodeValue(_ cursor: inout JSONCursor) throws(JSONError) -> AttributeValue? {
    guard cursor.byte == UInt8(ascii: "{") else { return try JaegerTags.scalar(&cursor) }
    var type = ""
    var value: AttributeValue?
    guard try cursor.beginObject() else { return nil }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "Type"), cursor.byte == UInt8(ascii: "\"") {
        let text = try cursor.string()
        type = cursor.string(text.start, text.end)
      } else if cursor.isText(key, "Value") {
        value = try JaegerTags.scalar(&cursor)
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
    if type == "FLOAT64", case .int(let whole) = value { return .double(Double(whole)) }
    if case .string(let bytes) = value {
      return JaegerTags.value(String(decoding: bytes, as: UTF8.self), type) ?? value
    }
    return value
  }
}

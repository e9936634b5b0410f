import TraceModel

/// Reads one span of OTLP JSON. Keys may come in any order, names in camel or snake case.
struct OTLPSpanDecoder {
  /// The resource of the spans that follow.
  var resource: UInt32 = 0
  private var extra: [(key: Symbol, value: AttributeValue)] = []

  /// Reads the span at the cursor. One without usable ids, or with an id or number of the wrong type, is dropped and counted.
  mutating func decode(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let spanStart = cursor.offset
    builder.beginSpan()
    builder.span.resource = resource
    var problem: String?
    var hasStart = false
    var hasEnd = false
    guard try cursor.stands(UInt8(ascii: "{")) else {
      return builder.dropSpan(at: spanStart, "the span is no object")
    }
    guard try cursor.beginObject() else {
      return builder.dropSpan(at: spanStart, "the span has no traceId")
    }
    repeat {
      switch try OTLPSpanField.next(&cursor) {
      case .name:
        if let text = try OTLPSpanDecoder.text(&cursor) { builder.span.name = builder.intern(text, in: cursor) }
      case .kind:
        builder.span.kind = try OTLPSpanDecoder.kind(&cursor)
      case .links:
        try decodeLinks(&cursor, &builder)
      case .spanID:
        if let text = try OTLPSpanDecoder.text(&cursor), let id = cursor.spanID(text) {
          builder.span.spanID = id
        } else {
          problem = "the spanId is no id of 8 bytes"
        }
      case .events:
        try decodeEvents(&cursor, &builder)
      case .status:
        try decodeStatus(&cursor, &builder)
      case .traceID:
        if let text = try OTLPSpanDecoder.text(&cursor), let id = cursor.traceID(text) {
          builder.span.traceID = id
        } else {
          problem = "the traceId is no id of 16 bytes"
        }
      case .attributes:
        if !OTLPAttributes.isList(cursor) { problem = "the attributes are no list" }
        builder.span.attributes = try OTLPAttributes.decode(&cursor, &builder)
      case .traceState:
        if let text = try OTLPSpanDecoder.text(&cursor), text.count > 0 {
          keep("w3c.tracestate", text, cursor, &builder)
        }
      case .parentID:
        if let text = try OTLPSpanDecoder.text(&cursor) {
          if let id = cursor.spanID(text) { builder.span.parentID = id } else { problem = "the parentSpanId is no id" }
        }
      case .end:
        guard let time = try cursor.integer() else {
          problem = "the end time is no number"
          continue
        }
        builder.span.end = time
        hasEnd = time > 0
      case .start:
        guard let time = try cursor.integer() else {
          problem = "the start time is no number"
          continue
        }
        builder.span.start = time
        hasStart = time > 0
      case .unread:
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
    if builder.span.traceID.isZero { problem = problem ?? "the span has no traceId" }
    if builder.span.spanID.isNone { problem = problem ?? "the span has no spanId" }
    finish(problem, at: spanStart, hasTimes: hasStart && hasEnd, &builder)
  }

  private mutating func finish(
    _ problem: String?, at offset: Int, hasTimes: Bool, _ builder: inout BatchBuilder
  ) {
    if !extra.isEmpty {
      builder.extendAttributes(with: extra)
      extra.removeAll(keepingCapacity: true)
    }
    if let problem {
      builder.dropSpan(at: offset, problem)
      return
    }
    builder.span.settleTimes(isKnown: hasTimes)
    builder.commitSpan()
  }

  private mutating func keep(
    _ name: String, _ text: JSONText, _ cursor: JSONCursor, _ builder: inout BatchBuilder
  ) {
    let key = builder.intern(name)
    guard builder.wants(key) else { return }
    var bytes: [UInt8] = []
    cursor.unescape(text, into: &bytes)
    extra.append((key, .string(bytes[...])))
  }

  // MARK: Parts

  /// A string, or nil for `null` and anything else, stepped over.
  @inline(__always)
  static func text(_ cursor: inout JSONCursor) throws(JSONError) -> JSONText? {
    if cursor.byte == UInt8(ascii: "\"") { return try cursor.string() }
    try cursor.skipValue()
    return nil
  }

  @inline(__always)
  private static func kind(_ cursor: inout JSONCursor) throws(JSONError) -> SpanKind {
    if cursor.byte == UInt8(ascii: "\"") {
      let text = try cursor.string()
      if let number = cursor.integer(text.start, text.end) {
        return SpanKind(rawValue: UInt8(clamping: number)) ?? .unspecified
      }
      return SpanKind.named(cursor.string(text.start, text.end))
    }
    guard let number = try cursor.integer() else { return .unspecified }
    return SpanKind(rawValue: UInt8(clamping: number)) ?? .unspecified
  }

  private mutating func decodeStatus(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    if cursor.byte != UInt8(ascii: "{") { return try cursor.skipValue() }
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "code") {
        if cursor.byte == UInt8(ascii: "\"") {
          let text = try cursor.string()
          switch cursor.string(text.start, text.end) {
          case "STATUS_CODE_ERROR", "ERROR", "2": builder.span.status = .error
          case "STATUS_CODE_OK", "OK", "1": builder.span.status = .ok
          default: builder.span.status = .unset
          }
        } else if let code = try cursor.integer() {
          builder.span.status = SpanStatus(rawValue: UInt8(clamping: code)) ?? .unset
        }
      } else if cursor.isText(key, "message"), let text = try OTLPSpanDecoder.text(&cursor) {
        if text.count > 0 { keep("otel.status_description", text, cursor, &builder) }
      } else if !cursor.isText(key, "message") {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
  }

  private func decodeLinks(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    if cursor.byte != UInt8(ascii: "[") { return try cursor.skipValue() }
    guard try cursor.beginArray() else { return }
    repeat {
      var link = LinkRecord(traceID: TraceID(high: 0, low: 0), spanID: .none)
      if try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() {
        repeat {
          let key = try cursor.key()
          if cursor.isText(key, "traceId") || cursor.isText(key, "trace_id") {
            if let text = try OTLPSpanDecoder.text(&cursor), let id = cursor.traceID(text) { link.traceID = id }
          } else if cursor.isText(key, "spanId") || cursor.isText(key, "span_id") {
            if let text = try OTLPSpanDecoder.text(&cursor), let id = cursor.spanID(text) { link.spanID = id }
          } else if cursor.isText(key, "attributes") {
            link.attributes = try OTLPAttributes.decode(&cursor, &builder)
          } else if cursor.isText(key, "flags") {
            if let flags = try cursor.integer() { link.flags = UInt32(truncatingIfNeeded: flags) }
          } else {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
      if link.traceID.isZero || link.spanID.isNone {
        builder.quality[.rejectedLink] += 1
      } else {
        builder.addLink(link)
      }
    } while try cursor.anotherElement()
  }

  private func decodeEvents(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    if cursor.byte != UInt8(ascii: "[") { return try cursor.skipValue() }
    guard try cursor.beginArray() else { return }
    repeat {
      var event = EventRecord(time: 0, name: .empty, attributes: 0)
      guard try cursor.stands(UInt8(ascii: "{")) else { continue }
      if try cursor.beginObject() {
        repeat {
          let key = try cursor.key()
          if cursor.isText(key, "name") {
            if let text = try OTLPSpanDecoder.text(&cursor) { event.name = builder.intern(text, in: cursor) }
          } else if cursor.isText(key, "timeUnixNano") || cursor.isText(key, "time_unix_nano") {
            if let time = try cursor.integer() { event.time = time }
          } else if cursor.isText(key, "attributes") {
            event.attributes = try OTLPAttributes.decode(&cursor, &builder)
          } else {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
      builder.addEvent(event)
    } while try cursor.anotherElement()
  }
}

import TraceModel

/// Reads one span of OTLP JSON. Keys may come in any order, names in camel or snake case.
struct OTLPSpanDecoder {
  /// The resource of the spans that follow.
  var resource: UInt32 = 0
  private var draft = SpanDraft()

  private static let event: Members<EventRecord> = [
    "name": .name, "timeUnixNano": .time(.nanoseconds), "time_unix_nano": .time(.nanoseconds),
    "attributes": .attributes(.otlp),
  ]
  private static let link: Members<LinkRecord> = [
    "traceId": .traceID, "trace_id": .traceID, "spanId": .spanID, "span_id": .spanID, "attributes": .attributes(.otlp),
    "flags": .flags,
  ]
  private static let status: Members<SpanDraft> = ["code": .status(), "message": .statusMessage]

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
        if let text = try cursor.text() { builder.span.name = builder.intern(text, in: cursor) }
      case .kind:
        builder.span.kind = try builder.readKind(&cursor)
      case .links:
        try builder.readLinks(&cursor, OTLPSpanDecoder.link)
      case .spanID:
        if let text = try cursor.text(), let id = cursor.spanID(text) {
          builder.span.spanID = id
        } else {
          problem = "the spanId is no id of 8 bytes"
        }
      case .events:
        try builder.readEvents(&cursor, OTLPSpanDecoder.event)
      case .status:
        let isNull = cursor.isAtNull
        let isObject = try OTLPSpanDecoder.status.read(&cursor, &builder, &draft)
        if !isObject, !isNull { builder.quality[.rejectedStatus] += 1 }
      case .traceID:
        if let text = try cursor.text(), let id = cursor.traceID(text) {
          builder.span.traceID = id
        } else {
          problem = "the traceId is no id of 16 bytes"
        }
      case .attributes:
        if !OTLPAttributes.isList(cursor) { problem = "the attributes are no list" }
        builder.span.attributes = try OTLPAttributes.decode(&cursor, &builder)
      case .traceState:
        if let text = try cursor.text() { draft.keep("w3c.tracestate", text, cursor, &builder) }
      case .parentID:
        if let text = try cursor.text() {
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
      case .flags:
        if let flags = try cursor.integer(), flags != 0 {
          builder.span.flags.insert(flags & 1 == 1 ? [.hasTraceFlags, .sampledAtHead] : .hasTraceFlags)
        }
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
    if !draft.attributes.isEmpty {
      builder.extendAttributes(with: draft.attributes)
      draft.attributes.removeAll(keepingCapacity: true)
    }
    if let problem {
      builder.dropSpan(at: offset, problem)
      return
    }
    builder.span.settleTimes(isKnown: hasTimes)
    builder.commitSpan()
  }
}

import TraceModel

extension DumpFormat {
  /// Datadog's spans: the lists of traces that its tracers send, the trace that its pages let one download, and answers of its spans API.
  ///
  /// Source: dd-trace-py, `ddtrace/internal/encoding.py` (JSONEncoder); the API's `SpansAttributes`. Ids are decimal numbers, perhaps as text, or
  /// 16 or 32 hexadecimal digits; the upper half of a trace id stands in `_dd.p.tid`. What people know a span by is its resource; its operation's name is kept beside.
  static let datadog = DumpFormat(
    name: "Datadog spans",
    together: [
      [Clue("trace_id", .number), Clue("trace_id", .text)], [Clue("span_id", .number), Clue("span_id", .text)],
      [Clue("start", .number)], [Clue("resource"), Clue("service"), Clue("meta")],
    ],
    without: [Clue("context")],
    span: datadogSpan)

  /// An answer's element: `{"type": "spans", "attributes": {…}}`.
  static let datadogEvent = DumpFormat(
    name: "Datadog span events",
    together: [[Clue("type", .beginning("span"))], [Clue("attributes", .holding(["span_id", "trace_id"]))]],
    span: SpanShape(
      ids: ("attributes.trace_id", "attributes.span_id"),
      members: ["attributes": .members(datadogMembers)], finish: finishDatadog))

  /// The download of one trace: `{"trace": {"root_id", "spans": {"1": {…}}}}`.
  static let datadogTrace = DumpFormat(
    name: "Datadog trace",
    alone: [Clue("trace", .holding(["root_id"]))],
    decode: { cursor, builder throws(JSONError) in
      try cursor.forEachMember { (cursor: inout JSONCursor, key: JSONText) throws(JSONError) in
        if cursor.isText(key, "orphaned") { return try spans(&cursor, &builder) }
        guard cursor.isText(key, "trace"), cursor.byte == UInt8(ascii: "{") else { return try cursor.skipValue() }
        try cursor.forEachMember { (cursor: inout JSONCursor, key: JSONText) throws(JSONError) in
          if cursor.isText(key, "spans") { try spans(&cursor, &builder) } else { try cursor.skipValue() }
        }
      }
    })

  /// Spans as a list, or as an object by their ids.
  private static func spans(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    switch cursor.byte {
    case UInt8(ascii: "["):
      try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
        try datadogSpan.decode(&cursor, &builder)
      }
    case UInt8(ascii: "{"):
      try cursor.forEachMember { (cursor: inout JSONCursor, _: JSONText) throws(JSONError) in
        try datadogSpan.decode(&cursor, &builder)
      }
    default: try cursor.skipValue()
    }
  }

  private static let datadogSpan = SpanShape(
    ids: ("trace_id", "span_id"), members: datadogMembers, finish: finishDatadog)

  private static let datadogMembers: Members<SpanDraft> = [
    "trace_id": .datadogTraceID,
    "span_id": .datadogID { span, id in span.spanID = SpanID(id) },
    "parent_id": .datadogID { span, id in span.parentID = SpanID(id) },
    "resource": .name,
    "resource_name": .name,
    "name": .note("name"),
    "operation_name": .note("name"),
    "type": .note("type"),
    "service": .resourceAttribute("service.name"),
    "env": .resourceAttribute("deployment.environment.name"),
    "host": .resourceAttribute("host.name"),
    "start": .start(.guessed),
    "end": .end(.guessed),
    "duration": .duration(.nanoseconds),
    "start_timestamp": .start(.calendar),
    "end_timestamp": .end(.calendar),
    "error": .note("error"),
    "status": .note("status"),
    "meta": .notedAttributes(["span.kind", "_dd.p.tid"]),
    "metrics": .attributes(.object),
    "custom": .notedAttributes(["span.kind", "_dd.p.tid"]),
    "attributes": .notedAttributes(["span.kind", "_dd.p.tid"]),
    "span_links": .links([
      "trace_id": .datadogID { link, id in link.traceID = TraceID(high: link.traceID.high, low: id) },
      "trace_id_high": .datadogID { link, id in link.traceID = TraceID(high: id, low: link.traceID.low) },
      "span_id": .datadogID { link, id in link.spanID = SpanID(id) },
      "attributes": .attributes(.nested),
    ]),
  ]

  /// Settles what several members say together: the trace id's upper half, name, kind and status.
  private static let finishDatadog: SpanShape.Finish = { draft, builder in
    if let upper = draft.notes["_dd.p.tid"].flatMap({ UInt64($0, radix: 16) }) {
      builder.span.traceID = TraceID(high: upper, low: builder.span.traceID.low)
    }
    if let name = draft.notes["name"] {
      if builder.span.name.isEmpty { builder.span.name = builder.intern(name) }
      draft.keep("operation.name", name, &builder)
    }
    builder.span.kind = draft.notes["span.kind"].flatMap(SpanKind.named) ?? kind(ofType: draft.notes["type"])
    switch draft.notes["error"] ?? draft.notes["status"] {
    case "0"?, "false"?, "ok"?, nil: break
    default: builder.span.status = .error
    }
  }

  /// The kind that a span of this type has when it does not say it.
  private static func kind(ofType type: String?) -> SpanKind {
    switch type {
    case "web", "serverless": .server
    case "http", "sql", "db", "cache", "redis", "memcached", "mongodb", "elasticsearch", "cassandra", "grpc": .client
    case nil, "": .unspecified
    default: .internal
    }
  }
}

extension MemberPart where Draft == SpanDraft {
  /// 32 hexadecimal digits, or the lower half.
  fileprivate static var datadogTraceID: MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in
      let start = cursor.offset
      if cursor.byte == UInt8(ascii: "\"") {
        let text = try cursor.string()
        if text.count == 32 {
          builder.span.traceID = cursor.traceID(text) ?? builder.span.traceID
          return
        }
        cursor.offset = start
      }
      if let id = try cursor.datadogID() {
        builder.span.traceID = TraceID(high: builder.span.traceID.high, low: id)
      }
    }
  }

  fileprivate static func datadogID(_ take: @escaping @Sendable (inout SpanRecord, UInt64) -> Void) -> MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in
      if let id = try cursor.datadogID() { take(&builder.span, id) }
    }
  }
}

extension MemberPart where Draft == LinkRecord {
  fileprivate static func datadogID(_ take: @escaping @Sendable (inout LinkRecord, UInt64) -> Void) -> MemberPart {
    MemberPart { cursor, _, link throws(JSONError) in
      if let id = try cursor.datadogID() { take(&link, id) }
    }
  }
}

extension JSONCursor {
  /// A text of 16 letters is hexadecimal, any other and numbers are decimal; nil for what is neither.
  fileprivate mutating func datadogID() throws(JSONError) -> UInt64? {
    let start = offset
    if byte == UInt8(ascii: "\"") {
      let text = try string()
      if text.count == 16 { return spanID(text)?.value }
      offset = start
    }
    return try unsignedInteger()
  }
}

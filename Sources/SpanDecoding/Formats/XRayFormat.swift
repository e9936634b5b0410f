import TraceModel

extension DumpFormat {
  /// AWS X-Ray's segments: documents bare, or as text in what `BatchGetTraces` answers.
  ///
  /// Source: AWS X-Ray developer guide, "Segment documents". A segment is a server's span of the service it is named after; a subsegment lies
  /// below what it stands in, or below its `parent_id`, and is a call when it has a namespace. Times are seconds with a fraction.
  static let xRay = DumpFormat(
    name: "AWS X-Ray",
    alone: [
      Clue("Segments", .list), Clue("Traces", .list), Clue("trace_id", .beginning("1-")),
      Clue("Document", .beginning("{")),
    ],
    decode: { cursor, builder throws(JSONError) in try XRayDecoder.decode(&cursor, &builder) })
}

/// Reads the levels of an X-Ray document down to its segments.
enum XRayDecoder {
  /// Subsegments that lie deeper are rejected.
  private static let maxDepth = 128

  /// What a subsegment takes from what it lies in.
  private struct Enclosing {
    var traceID: TraceID
    var spanID: SpanID
    var service: [(key: Symbol, value: AttributeValue)]
    var depth: Int
  }

  static func decode(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.stands(UInt8(ascii: "{")) else { return }
    if cursor.holds("trace_id", "start_time") { return try segment(&cursor, &builder, in: nil) }
    try cursor.forEachMember { (cursor: inout JSONCursor, key: JSONText) throws(JSONError) in
      if cursor.isOne(key, of: "Traces", "Segments"), cursor.byte == UInt8(ascii: "[") {
        try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
          if cursor.holds("Segments", "Document", "trace_id") {
            try decode(&cursor, &builder)
          } else {
            builder.reject(.rejectedSpan, at: cursor.offset, "no X-Ray trace or segment stands here")
            try cursor.skipValue()
          }
        }
      } else if cursor.isText(key, "Document"), cursor.byte == UInt8(ascii: "\"") {
        try document(&cursor, &builder)
      } else {
        try cursor.skipValue()
      }
    }
  }

  /// A segment's document as text.
  private static func document(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let start = cursor.offset
    let text = try cursor.string()
    var bytes: [UInt8] = []
    cursor.unescape(text, into: &bytes)
    let base = builder.base
    let mark = builder.mark()
    // Rejects within the text are told by where the text stands.
    builder.base = base + start
    let isRead = JSONCursor.over(bytes[...]) { inner in
      do throws(JSONError) {
        try segment(&inner, &builder, in: nil)
        return true
      } catch {
        return false
      }
    }
    builder.base = base
    if isRead { return }
    builder.rollBack(to: mark)
    builder.reject(.rejectedSpan, at: start, "the segment's document is no JSON")
  }

  private static func segment(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, in enclosing: Enclosing?
  ) throws(JSONError) {
    let start = cursor.offset
    guard cursor.byte == UInt8(ascii: "{") else {
      builder.reject(.rejectedSpan, at: start, "the segment is no object")
      return try cursor.skipValue()
    }
    var draft = SpanDraft()
    builder.beginSpan()
    var subsegments = cursor
    subsegments.offset = cursor.end
    let end: Int
    do {
      var reader = cursor
      try reader.forEachMember { (cursor: inout JSONCursor, key: JSONText) throws(JSONError) in
        if cursor.isText(key, "subsegments") { subsegments.offset = cursor.offset }
        try cursor.skipValue()
      }
      end = reader.offset
    }
    if let enclosing {
      builder.span.traceID = enclosing.traceID
      builder.span.parentID = enclosing.spanID
      draft.resource = enclosing.service
    }
    try XRayDecoder.members.read(&cursor, &builder, &draft)
    cursor.offset = end
    settle(&draft, &builder, isSubsegment: enclosing != nil)
    let inner = Enclosing(
      traceID: builder.span.traceID, spanID: builder.span.spanID, service: draft.resource,
      depth: (enclosing?.depth ?? 0) + 1)
    draft.finish(at: start, ("trace_id", "id"), &builder)
    guard subsegments.offset < subsegments.end, subsegments.byte == UInt8(ascii: "[") else { return }
    guard inner.depth <= maxDepth, !inner.spanID.isNone, !inner.traceID.isZero else {
      return builder.reject(
        .rejectedSpan, at: subsegments.offset, "the subsegments lie too deep, or in no usable segment")
    }
    try subsegments.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
      try segment(&cursor, &builder, in: inner)
    }
  }

  /// What several members say together: kind, service, peer, status.
  private static func settle(_ draft: inout SpanDraft, _ builder: inout BatchBuilder, isSubsegment: Bool) {
    let name = draft.notes["name"] ?? ""
    builder.span.name = builder.intern(name)
    let isAlone = draft.notes["type"] == "subsegment"
    if isSubsegment || isAlone {
      let namespace = draft.notes["namespace"] ?? ""
      builder.span.kind = namespace == "aws" || namespace == "remote" ? .client : .internal
      if builder.span.kind == .client { draft.keep("peer.service", name, &builder) }
      if namespace == "aws" { draft.keep("rpc.system", "aws-api", &builder) }
    } else {
      builder.span.kind = .server
      if !name.isEmpty {
        draft.resource.insert((builder.intern("service.name"), .string(Array(name.utf8)[...])), at: 0)
      }
    }
    if ["fault", "error", "throttle"].contains(where: { draft.notes[$0] == "true" }) { builder.span.status = .error }
  }

  private static let members: Members<SpanDraft> = [
    "trace_id": MemberPart { cursor, builder, _ throws(JSONError) in
      if let text = try cursor.text(), let id = cursor.xRayTraceID(text) { builder.span.traceID = id }
    },
    "id": .spanID,
    "parent_id": .parentID,
    "name": .note("name"),
    "type": .note("type"),
    "namespace": .note("namespace"),
    "start_time": .start(.seconds),
    "end_time": .end(.seconds),
    "fault": .note("fault"),
    "error": .note("error"),
    "throttle": .note("throttle"),
    "service": .members(["version": .resourceAttribute("service.version")]),
    "http": .members([
      "request": .members(["method": .attribute("http.request.method"), "url": .attribute("url.full")]),
      "response": .members(["status": .value("http.response.status_code")]),
    ]),
    "aws": .members([
      "operation": .attribute("rpc.method"), "region": .attribute("cloud.region"),
      "table_name": .attribute("aws.dynamodb.table_names"), "queue_url": .attribute("aws.sqs.queue.url"),
      "request_id": .attribute("aws.request_id"),
    ]),
    "sql": .members([
      "database_type": .attribute("db.system.name"), "sanitized_query": .attribute("db.query.text"),
      "url": .attribute("url.full"),
    ]),
    "annotations": .attributes(.nested),
    "metadata": .value("aws.xray.metadata"),
    "cause": .members(["exceptions": .events(exception)]),
    "links": .links([
      "trace_id": MemberPart { cursor, _, link throws(JSONError) in
        if let text = try cursor.text(), let id = cursor.xRayTraceID(text) { link.traceID = id }
      },
      "id": .spanID, "span_id": .spanID, "attributes": .attributes(.nested),
    ]),
  ]

  private static let exception: Members<EventRecord> = [
    "type": .named("exception", keeping: "exception.type"),
    "message": .named("exception", keeping: "exception.message"),
  ]
}

extension JSONCursor {
  /// `1-5f29ab21-d4ebf299219a65bd5c31d6da`, or 32 hexadecimal digits.
  fileprivate func xRayTraceID(_ text: JSONText) -> TraceID? {
    guard text.count == 35, self[text.start] == UInt8(ascii: "1"), self[text.start + 1] == UInt8(ascii: "-"),
      self[text.start + 10] == UInt8(ascii: "-")
    else { return text.count == 32 ? traceID(text) : nil }
    let digits = Array(string(text.start + 2, text.end).utf8.filter { $0 != UInt8(ascii: "-") })
    return JSONCursor.over(digits[...]) { inner in
      inner.traceID(JSONText(start: 0, end: inner.end, isEscaped: false))
    }
  }
}

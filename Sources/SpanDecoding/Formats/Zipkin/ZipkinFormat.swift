import TraceModel

extension DumpFormat {
  /// Zipkin's JSON, versions 1 and 2: an object a span, in arrays, arrays of arrays, or one a line.
  ///
  /// Source: Zipkin's openapi (v2), `zipkin2.v1.V1SpanConverter` (v1), and the collector's Zipkin translator: remoteEndpoint becomes
  /// `peer.service` and `network.peer.*`, resource attributes that stand among the tags go back to the resource, `otlp.link.N` tags
  /// are links. An `error` tag means an error whatever its value, even empty, but for `false`. Without a kind a span's kind is unspecified.
  static let zipkin = DumpFormat(
    name: "Zipkin JSON",
    together: [
      [Clue("traceId"), Clue("id")],
      [Clue("localEndpoint"), Clue("remoteEndpoint"), Clue("binaryAnnotations"), Clue("id")],
    ],
    decode: { cursor, builder throws(JSONError) in
      var decoder = ZipkinSpanDecoder()
      try decoder.decode(&cursor, &builder)
    })
}

/// An endpoint of a Zipkin span.
struct ZipkinEndpoint {
  var service = Symbol.empty
  var address = Symbol.empty
  var port: Int64?

  static func decode(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder
  ) throws(JSONError) -> ZipkinEndpoint {
    var endpoint = ZipkinEndpoint()
    guard try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() else { return endpoint }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "serviceName") {
        if let text = try cursor.text() { endpoint.service = builder.intern(text, in: cursor) }
      } else if cursor.isText(key, "ipv4") || cursor.isText(key, "ipv6") && endpoint.address.isEmpty {
        if let text = try cursor.text() { endpoint.address = builder.intern(text, in: cursor) }
      } else if cursor.isText(key, "port") {
        endpoint.port = try cursor.integer()
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
    return endpoint
  }
}

/// Reads one Zipkin span.
struct ZipkinSpanDecoder {
  private var local = ZipkinEndpoint()
  private var remote = ZipkinEndpoint()
  private var tags = ZipkinTags()
  private var start: Int64?
  private var duration: Int64?

  mutating func decode(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let spanStart = cursor.offset
    builder.beginSpan()
    var old = ZipkinV1Annotations()
    var annotations: Int?
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "traceId") {
        if let text = try cursor.text(), let id = cursor.traceID(text) { builder.span.traceID = id }
      } else if cursor.isText(key, "id") {
        if let text = try cursor.text(), let id = cursor.spanID(text) { builder.span.spanID = id }
      } else if cursor.isText(key, "parentId") {
        if let text = try cursor.text() { builder.span.parentID = cursor.spanID(text) ?? .none }
      } else if cursor.isText(key, "name") {
        if let text = try cursor.text() { builder.span.name = builder.intern(text, in: cursor) }
      } else if cursor.isText(key, "kind") {
        builder.span.kind = try builder.readKind(&cursor)
      } else if cursor.isText(key, "timestamp") {
        start = try TimeForm.microseconds.read(&cursor)
      } else if cursor.isText(key, "duration") {
        duration = try TimeForm.microseconds.read(&cursor)
      } else if cursor.isText(key, "shared") {
        if cursor.byte == UInt8(ascii: "t") { builder.span.flags.insert(.shared) }
        try cursor.skipValue()
      } else if cursor.isText(key, "localEndpoint") {
        local = try ZipkinEndpoint.decode(&cursor, &builder)
      } else if cursor.isText(key, "remoteEndpoint") {
        remote = try ZipkinEndpoint.decode(&cursor, &builder)
      } else if cursor.isText(key, "tags") {
        try tags.decode(&cursor, &builder)
      } else if cursor.isText(key, "annotations") {
        annotations = cursor.offset
        try cursor.skipValue()
      } else if cursor.isText(key, "binaryAnnotations") {
        try old.decodeBinary(&cursor, &builder)
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
    if let annotations {
      let end = cursor.offset
      cursor.offset = annotations
      try old.decode(&cursor, &builder)
      cursor.offset = end
    }
    if old.isPresent {
      finishOld(old, from: spanStart, &builder)
    } else {
      for event in old.events { builder.addEvent(event.event) }
      finish(from: spanStart, &builder)
    }
  }

  /// Commits the span in the builder with the endpoints, tags and times gathered.
  private mutating func finish(from spanStart: Int, _ builder: inout BatchBuilder) {
    tags.appendPeer(remote, &builder)
    tags.settle(&builder)
    builder.span.resource = tags.resource(of: local, &builder)
    builder.span.setTimes(start: start == 0 ? nil : start, duration: duration)
    if start == 0 { builder.span.flags.insert(.missingTime) }
    SpanDraft.commit(at: spanStart, ("traceId", "id"), &builder)
  }

  /// Commits the halves that the annotations of a version 1 span tell of.
  private mutating func finishOld(_ old: ZipkinV1Annotations, from spanStart: Int, _ builder: inout BatchBuilder) {
    let template = builder.span
    let own = (start: start, duration: duration)
    let halves = old.halves(start: own.start, duration: own.duration)
    for (place, half) in halves.enumerated() {
      builder.beginSpan()
      builder.span.traceID = template.traceID
      builder.span.spanID = template.spanID
      builder.span.parentID = template.parentID
      builder.span.name = template.name
      builder.span.kind = half.kind == .unspecified ? template.kind : half.kind
      if half.isShared { builder.span.flags.insert(.shared) }
      local = half.local
      remote = half.remote
      start = half.start
      duration = half.duration
      tags = ZipkinTags()
      for tag in old.tags where halves.count == 1 || old.half(of: tag.endpoint, among: halves) == place {
        tags.add(tag.key, tag.value, &builder)
      }
      for event in old.events where halves.count == 1 || old.half(of: event.endpoint, among: halves) == place {
        builder.addEvent(event.event)
      }
      finish(from: spanStart, &builder)
      if builder.span.spanID.isNone || builder.span.traceID.isZero { return }
    }
  }
}

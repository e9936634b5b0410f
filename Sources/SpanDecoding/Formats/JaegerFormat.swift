import TraceModel

extension DumpFormat {
  /// Jaeger's UI and query API: `{"data":[{traceID, spans, processes}]}`, or one such trace bare.
  ///
  /// Source: jaegertracing/jaeger, internal/uimodel. Times are µs. A parent is parentSpanID, else the first CHILD_OF in the same
  /// trace, else the first FOLLOWS_FROM in the same trace; every other reference is a link.
  static let jaeger = DumpFormat(
    name: "Jaeger JSON",
    isRecognised: { key, cursor in
      (cursor.isText(key, "data") || cursor.isText(key, "spans")) && cursor.byte == UInt8(ascii: "[")
        || cursor.isText(key, "processes")
    },
    decode: { cursor, builder throws(JSONError) in
      var decoder = JaegerDecoder()
      try decoder.decodeEnvelope(&cursor, &builder)
    })
}

/// Reads the levels of a Jaeger document down to its spans.
struct JaegerDecoder {
  private var spans = JaegerSpanDecoder()

  mutating func decodeEnvelope(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let bare = cursor
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "data"), cursor.byte == UInt8(ascii: "[") {
        guard try cursor.beginArray() else { continue }
        repeat {
          try decodeTrace(&cursor, &builder)
        } while try cursor.anotherElement()
      } else if cursor.isText(key, "spans") || cursor.isText(key, "processes") {
        cursor = bare
        return try decodeTrace(&cursor, &builder)
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
  }

  /// `{traceID, spans, processes}`, in any order. Without its processes a trace has no services: all of it is taken back.
  private mutating func decodeTrace(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let mark = builder.mark()
    do {
      try decodeWholeTrace(&cursor, &builder)
    } catch {
      builder.rollBack(to: mark)
      throw error
    }
  }

  private mutating func decodeWholeTrace(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let firstRow = builder.rowCount
    var processes: [(id: Symbol, resource: UInt32)] = []
    spans.processes.removeAll(keepingCapacity: true)
    guard cursor.byte == UInt8(ascii: "{") else { return try cursor.skipValue() }
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "spans"), cursor.byte == UInt8(ascii: "[") {
        guard try cursor.beginArray() else { continue }
        repeat {
          try spans.decode(&cursor, &builder)
        } while try cursor.anotherElement()
      } else if cursor.isText(key, "processes"), cursor.byte == UInt8(ascii: "{") {
        guard try cursor.beginObject() else { continue }
        repeat {
          let name = try cursor.key()
          let id = builder.intern(name, in: cursor)
          let resource = try JaegerDecoder.decodeProcess(&cursor, &builder)
          processes.append((id, resource))
        } while try cursor.anotherMember()
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
    attach(processes, from: firstRow, &builder)
  }

  private func attach(
    _ processes: [(id: Symbol, resource: UInt32)], from firstRow: Int, _ builder: inout BatchBuilder
  ) {
    var byID: [Symbol: UInt32] = [:]
    for (id, resource) in processes { byID[id] = resource }
    var unknown: UInt32?
    for row in firstRow..<builder.rowCount {
      // A span that brings its process along has its resource already.
      guard let id = spans.processes[row - firstRow] else { continue }
      if let resource = byID[id] {
        builder.setResource(resource, of: row)
      } else {
        let resource = unknown ?? builder.addResource(attributes: 0)
        unknown = resource
        builder.setResource(resource, of: row)
      }
    }
  }

  /// `{serviceName, tags}`, read once for each text it comes in.
  static func decodeProcess(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) -> UInt32 {
    let start = cursor.offset
    try cursor.skipValue()
    let end = cursor.offset
    if let known = builder.knownResource(start, end, in: cursor) { return known }
    cursor.offset = start
    var service: Symbol?
    var tags: [(key: Symbol, value: AttributeValue)] = []
    if cursor.byte == UInt8(ascii: "{"), try cursor.beginObject() {
      repeat {
        let key = try cursor.key()
        if cursor.isText(key, "serviceName"), let text = try OTLPSpanDecoder.text(&cursor) {
          service = builder.intern(text, in: cursor)
        } else if cursor.isText(key, "tags"), cursor.byte == UInt8(ascii: "[") {
          let block = try JaegerTags.decode(&cursor, &builder, keepsAll: true).block
          builder.batch.arena.forEachAttribute(at: block) { key, value in
            tags.append((key, value))
            return true
          }
        } else if cursor.isText(key, "tag"), cursor.byte == UInt8(ascii: "{") {
          tags += try JaegerTags.decodeObject(&cursor, &builder, keepsAll: true).attributes
        } else if !cursor.isText(key, "serviceName") {
          try cursor.skipValue()
        }
      } while try cursor.anotherMember()
    }
    cursor.offset = end
    var block: UInt32 = 0
    if !tags.isEmpty {
      let start = builder.beginAttributes()
      for (key, value) in tags { builder.append(key, value) }
      block = builder.endAttributes(at: start, count: tags.count)
    }
    let resource = builder.addResource(attributes: block, service: service.flatMap { $0.isEmpty ? nil : $0 })
    builder.remember(resource, start, end, in: cursor)
    return resource
  }
}

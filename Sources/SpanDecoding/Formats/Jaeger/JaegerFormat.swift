import TraceModel

extension DumpFormat {
  /// Jaeger's UI and query API: `{"data":[{traceID, spans, processes}]}`, or one such trace bare.
  ///
  /// Source: jaegertracing/jaeger, internal/uimodel. Times are µs. A parent is parentSpanID, else the first CHILD_OF in the same
  /// trace, else the first FOLLOWS_FROM in the same trace; every other reference is a link.
  static let jaeger = DumpFormat(
    name: "Jaeger JSON",
    alone: [Clue("data", .list), Clue("spans", .list), Clue("processes")],
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
          if cursor.byte == UInt8(ascii: "{"), !cursor.holds("spans", "processes") {
            // Other systems answer with lists under the same name.
            try DumpFormat.decodeElement(&cursor, &builder)
          } else {
            try decodeTrace(&cursor, &builder)
          }
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
    try builder.readResource(&cursor) { (cursor, builder) throws(JSONError) in
      var service: Symbol?
      var tags: [(key: Symbol, value: AttributeValue)] = []
      guard try cursor.stands(UInt8(ascii: "{")) else { return (0, nil) }
      try cursor.forEachMember { (cursor: inout JSONCursor, key: JSONText) throws(JSONError) in
        if cursor.isText(key, "serviceName") {
          service = try cursor.text().map { builder.intern($0, in: cursor) }
        } else if cursor.isText(key, "tags"), cursor.byte == UInt8(ascii: "[") {
          let block = try JaegerTags.decode(&cursor, &builder, keepsAll: true).block
          tags += builder.attributes(in: block)
        } else if cursor.isText(key, "tag"), cursor.byte == UInt8(ascii: "{") {
          tags += try JaegerTags.decodeObject(&cursor, &builder, keepsAll: true).attributes
        } else {
          try cursor.skipValue()
        }
      }
      return (builder.block(of: tags), service.flatMap { $0.isEmpty ? nil : $0 })
    }
  }
}

import TraceModel

extension DumpFormat {
  /// OTLP JSON as the collector's file exporter, Tempo, the Jaeger v3 API and SDK exporters write it.
  ///
  /// Source: opentelemetry-proto 1.7, trace/v1; the protobuf JSON mapping. Departures: ids as hexadecimal, base64, or base64
  /// of hexadecimal text; snake_case names; enums by number or name.
  static let otlp = DumpFormat(
    name: "OTLP JSON",
    alone: [
      Clue("resourceSpans"), Clue("resource_spans"), Clue("batches"), Clue("scopeSpans"), Clue("scope_spans"),
      Clue("instrumentationLibrarySpans"), Clue("instrumentation_library_spans"),
      Clue("trace", .holding(["resourceSpans", "resource_spans", "batches"])),
      Clue("result", .holding(["resourceSpans", "resource_spans", "batches"])),
    ],
    decode: { cursor, builder throws(JSONError) in
      var decoder = OTLPDecoder()
      try decoder.decodeEnvelope(&cursor, &builder)
    })
}

/// Reads the levels of an OTLP document down to its spans.
struct OTLPDecoder {
  private var spans = OTLPSpanDecoder()

  static func isResourceSpans(_ key: JSONText, _ cursor: JSONCursor) -> Bool {
    cursor.isText(key, "resourceSpans") || cursor.isText(key, "resource_spans") || cursor.isText(key, "batches")
  }

  static func isScopeSpans(_ key: JSONText, _ cursor: JSONCursor) -> Bool {
    cursor.isText(key, "scopeSpans") || cursor.isText(key, "scope_spans")
      || cursor.isText(key, "instrumentationLibrarySpans") || cursor.isText(key, "instrumentation_library_spans")
  }

  /// `{"resourceSpans":[…]}`, the same under `trace` or `result`, or one bare `{resource, scopeSpans}`.
  mutating func decodeEnvelope(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let bare = cursor
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if OTLPDecoder.isResourceSpans(key, cursor) {
        try decodeList(&cursor, &builder) { (self, cursor, builder) throws(JSONError) in
          try self.decodeResourceSpans(&cursor, &builder)
        }
      } else if OTLPDecoder.isScopeSpans(key, cursor) {
        cursor = bare
        return try decodeResourceSpans(&cursor, &builder)
      } else if cursor.isText(key, "trace") || cursor.isText(key, "result"), cursor.byte == UInt8(ascii: "{") {
        try decodeNested(&cursor, &builder)
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
  }

  private mutating func decodeNested(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if OTLPDecoder.isResourceSpans(key, cursor) {
        try decodeList(&cursor, &builder) { (self, cursor, builder) throws(JSONError) in
          try self.decodeResourceSpans(&cursor, &builder)
        }
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
  }

  /// Decodes each element of an array; `null` counts as an empty one.
  @inline(__always)
  private mutating func decodeList(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder,
    _ element: (inout OTLPDecoder, inout JSONCursor, inout BatchBuilder) throws(JSONError) -> Void
  ) throws(JSONError) {
    if cursor.byte == UInt8(ascii: "n") { return try cursor.skipValue() }
    guard try cursor.beginArray() else { return }
    repeat {
      try element(&self, &cursor, &builder)
    } while try cursor.anotherElement()
  }

  /// `{resource, scopeSpans}`, in either order.
  private mutating func decodeResourceSpans(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder
  ) throws(JSONError) {
    let firstRow = builder.rowCount
    var resource: UInt32?
    spans.resource = 0
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "resource") {
        let number = try decodeResource(&cursor, &builder)
        resource = number
        spans.resource = number
        builder.setResource(number, from: firstRow)
      } else if OTLPDecoder.isScopeSpans(key, cursor) {
        try decodeList(&cursor, &builder) { (self, cursor, builder) throws(JSONError) in
          try self.decodeScopeSpans(&cursor, &builder)
        }
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
    if resource == nil, builder.rowCount > firstRow {
      let unknown = builder.addResource(attributes: 0)
      builder.setResource(unknown, from: firstRow)
    }
  }

  private mutating func decodeScopeSpans(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder
  ) throws(JSONError) {
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "spans") {
        try decodeList(&cursor, &builder) { (self, cursor, builder) throws(JSONError) in
          try self.spans.decode(&cursor, &builder)
        }
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
  }

  private mutating func decodeResource(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder
  ) throws(JSONError) -> UInt32 {
    try builder.readResource(&cursor) { (cursor, builder) throws(JSONError) in
      var block: UInt32 = 0
      guard try cursor.stands(UInt8(ascii: "{")) else { return (0, nil) }
      try cursor.forEachMember { (cursor: inout JSONCursor, key: JSONText) throws(JSONError) in
        if cursor.isText(key, "attributes") {
          block = try OTLPAttributes.decode(&cursor, &builder, keepsAll: true)
        } else {
          try cursor.skipValue()
        }
      }
      return (block, nil)
    }
  }
}

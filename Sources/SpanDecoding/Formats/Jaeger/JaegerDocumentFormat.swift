import TraceModel

extension DumpFormat {
  /// Jaeger's spans that stand alone: documents of its Elasticsearch storage, bare or under `_source` or in a search answer, and the
  /// protobuf JSON that it writes to Kafka.
  ///
  /// Source: jaegertracing/jaeger, internal/storage/v1/elasticsearch/dbmodel and model.proto with the protobuf JSON mapping.
  static let jaegerDocument = DumpFormat(
    name: "Jaeger documents",
    alone: [
      Clue("startTimeMillis"), Clue("operationName"), Clue("processID"), Clue("processId"),
      Clue("process", .holding(["serviceName"])), Clue("_source", .holding(["traceID", "traceId"])),
      Clue("hits", .holding(["hits"])),
    ],
    decode: { cursor, builder throws(JSONError) in
      try JaegerDocumentDecoder.decode(&cursor, &builder)
    })
}

enum JaegerDocumentDecoder {
  static func decode(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let bare = cursor
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "_source"), cursor.byte == UInt8(ascii: "{") {
        try decodeSpan(&cursor, &builder)
      } else if cursor.isText(key, "hits"), cursor.byte == UInt8(ascii: "{") {
        try decodeHits(&cursor, &builder)
      } else if cursor.isText(key, "operationName") || cursor.isText(key, "startTimeMillis")
        || cursor.isText(key, "spanID") || cursor.isText(key, "spanId") || cursor.isText(key, "process")
        || cursor.isText(key, "processID") || cursor.isText(key, "processId")
      {
        cursor = bare
        return try decodeSpan(&cursor, &builder)
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
  }

  private static func decodeSpan(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    var spans = JaegerSpanDecoder()
    let row = builder.rowCount
    try spans.decode(&cursor, &builder)
    if builder.rowCount > row, spans.processes.last != .some(nil) {
      builder.setResource(builder.unknownResource(), of: row)
    }
  }

  /// `{"hits": [{"_source": {…}}, …]}`.
  private static func decodeHits(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.beginObject() else { return }
    repeat {
      let key = try cursor.key()
      guard cursor.isText(key, "hits"), cursor.byte == UInt8(ascii: "[") else {
        try cursor.skipValue()
        continue
      }
      guard try cursor.beginArray() else { continue }
      repeat {
        try DumpFormat.decodeElement(&cursor, &builder)
      } while try cursor.anotherElement()
    } while try cursor.anotherMember()
  }
}

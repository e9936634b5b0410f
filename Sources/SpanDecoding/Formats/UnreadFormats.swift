extension DumpFormat {
  /// AWS X-Ray's segments: known, not read.
  static let xRay = DumpFormat(
    name: "AWS X-Ray",
    isRecognised: { key, cursor in
      (cursor.isText(key, "Segments") || cursor.isText(key, "Traces"))
        && (cursor.byte == UInt8(ascii: "[") || cursor.byte == UInt8(ascii: "{"))
        || cursor.isText(key, "trace_id") && cursor.byte == UInt8(ascii: "\"")
          && cursor[cursor.offset + 1] == UInt8(ascii: "1") && cursor[cursor.offset + 2] == UInt8(ascii: "-")
    },
    decode: { cursor, builder throws(JSONError) in
      try refuse(
        &cursor, "AWS X-Ray segments are not read; export OTLP JSON with a collector (awsxray receiver, file exporter)")
    })

  /// Elastic APM's documents: known, not read.
  static let elasticAPM = DumpFormat(
    name: "Elastic APM",
    isRecognised: { key, cursor in
      cursor.isText(key, "trace.id") || cursor.isText(key, "trace") && cursor.holds("id")
        || cursor.isText(key, "_source") && cursor.holds("trace", "trace.id")
        || (cursor.isText(key, "span") || cursor.isText(key, "transaction")) && cursor.holds("duration", "id")
    },
    decode: { cursor, builder throws(JSONError) in
      try refuse(
        &cursor,
        "Elastic APM documents are not read; send the same spans to a collector as OTLP and dump them with its file exporter"
      )
    })

  /// Steps over the value and throws the reason.
  private static func refuse(_ cursor: inout JSONCursor, _ reason: StaticString) throws(JSONError) {
    let start = cursor.offset
    try cursor.skipValue()
    throw JSONError(reason: .shape(reason), offset: start)
  }
}

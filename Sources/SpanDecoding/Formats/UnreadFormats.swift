extension DumpFormat {
  /// AWS X-Ray's segments: known, not read.
  static let xRay = DumpFormat(
    name: "AWS X-Ray",
    alone: [
      Clue("Segments", .list), Clue("Segments", .object), Clue("Traces", .list), Clue("Traces", .object),
      Clue("trace_id", .beginning("1-")),
    ],
    decode: { cursor, builder throws(JSONError) in
      try refuse(
        &cursor, "AWS X-Ray segments are not read; export OTLP JSON with a collector (awsxray receiver, file exporter)")
    })

  /// Elastic APM's documents: known, not read.
  static let elasticAPM = DumpFormat(
    name: "Elastic APM",
    alone: [
      Clue("trace.id"), Clue("trace", .holding(["id"])), Clue("_source", .holding(["trace", "trace.id"])),
      Clue("span", .holding(["duration", "id"])), Clue("transaction", .holding(["duration", "id"])),
    ],
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

extension DumpFormat {
  /// What JavaScript's ConsoleSpanExporter prints, as JSON: `{"resource": {"_attributes": {…}}, "traceId", "id", "timestamp", …}`.
  ///
  /// Source: opentelemetry-js, `ConsoleSpanExporter._exportInfo`. Kinds count from 0 (internal), times and durations are µs.
  static let javaScriptConsole = DumpFormat(
    name: "JavaScript ConsoleSpanExporter",
    together: [
      [Clue("traceId")], [Clue("id")],
      [Clue("attributes"), Clue("resource"), Clue("kind", .number), Clue("status", .object)],
    ],
    without: [Clue("localEndpoint"), Clue("remoteEndpoint"), Clue("binaryAnnotations"), Clue("tags", .object)],
    span: SpanShape(
      ids: ("traceId", "id"),
      members: [
        "traceId": .traceID,
        "id": .spanID,
        "parentId": .parentID,
        "parentSpanId": .parentID,
        "parentSpanContext": .members(["spanId": .parentID]),
        "name": .name,
        "kind": .kind(internalKind: 0),
        "timestamp": .start(.microseconds),
        "duration": .duration(.microseconds),
        "attributes": .attributes(.object),
        "status": .status(in: ["code": .status(), "message": .statusMessage]),
        "events": .events(["name": .name, "time": .time(.pair), "attributes": .attributes(.object)]),
        "links": .links([
          "context": .members(["traceId": .traceID, "spanId": .spanID]), "attributes": .attributes(.object),
        ]),
        "resource": .resource(
          .pairs, in: ["_attributes", "attributes", "_rawAttributes", "_syncAttributes"]),
      ]))
}

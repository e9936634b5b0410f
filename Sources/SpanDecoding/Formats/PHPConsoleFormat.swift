extension DumpFormat {
  /// What PHP's console exporter prints: a pretty-printed array of spans a batch.
  ///
  /// Source: opentelemetry-php, `FriendlySpanConverter`. Times are ns; a parent of nothing is empty; an empty map is printed as `[]`.
  static let phpConsole = DumpFormat(
    name: "PHP console exporter",
    together: [
      [Clue("context", .holding(["trace_id", "span_id"]))],
      [Clue("parent_span_id"), Clue("start", .number), Clue("end", .number), Clue("kind", .beginning("KIND_"))],
    ],
    without: [Clue("start_time"), Clue("span_kind")],
    span: SpanShape(
      ids: ("context.trace_id", "context.span_id"),
      members: [
        "name": .name,
        "context": .members(["trace_id": .traceID, "span_id": .spanID, "trace_state": .attribute("w3c.tracestate")]),
        "parent_span_id": .parentID,
        "kind": .kind(),
        "start": .start(.nanoseconds),
        "end": .end(.nanoseconds),
        "attributes": .attributes(.object),
        "status": .status(in: ["code": .status(), "description": .statusMessage]),
        "events": .events(["name": .name, "timestamp": .time(.nanoseconds), "attributes": .attributes(.object)]),
        "links": .links([
          "context": .members(["trace_id": .traceID, "span_id": .spanID]), "attributes": .attributes(.object),
        ]),
        "resource": .resource(.object),
      ]))
}

extension DumpFormat {
  /// What Python's ConsoleSpanExporter prints: one indented object a span, back to back.
  ///
  /// Source: opentelemetry-python 1.x, `ReadableSpan.to_json`. Ids begin with `0x`, kinds with `SpanKind.`, times are RFC 3339.
  static let pythonConsole = DumpFormat(
    name: "Python ConsoleSpanExporter",
    together: [
      [Clue("context", .holding(["trace_id", "span_id"]))],
      [Clue("start_time"), Clue("end_time"), Clue("parent_id"), Clue("kind", .text)],
    ],
    without: [Clue("span_kind"), Clue("status_code"), Clue("parent_span_id")],
    span: SpanShape(
      ids: ("context.trace_id", "context.span_id"),
      members: [
        "name": .name,
        "context": .members(["trace_id": .traceID, "span_id": .spanID]),
        "kind": .kind(),
        "parent_id": .parentID,
        "start_time": .start(.calendar),
        "end_time": .end(.calendar),
        "status": .status(in: ["status_code": .status(), "description": .statusMessage]),
        "attributes": .attributes(.object),
        "events": .events(["name": .name, "timestamp": .time(.calendar), "attributes": .attributes(.object)]),
        "links": .links([
          "context": .members(["trace_id": .traceID, "span_id": .spanID]), "attributes": .attributes(.object),
        ]),
        "resource": .resource(.object, in: ["attributes"]),
      ]))
}

extension DumpFormat {
  /// Span documents of Elasticsearch in OpenTelemetry's mapping, bare or under `_source`.
  ///
  /// Source: opentelemetry-collector-contrib, `elasticsearchexporter/internal/serializer/otelserializer/traces.go`. The start is `@timestamp`,
  /// text or milliseconds with a fraction; durations are ns.
  static let elasticOTel = DumpFormat(
    name: "OpenTelemetry documents of Elasticsearch",
    alone: [Clue("_source", .holding(["span_id", "parent_span_id"]))],
    together: [
      [Clue("trace_id", .text)], [Clue("span_id", .text)], [Clue("@timestamp")], [Clue("duration"), Clue("kind")],
    ],
    span: SpanShape(
      ids: ("trace_id", "span_id"), members: elasticOTelMembers + ["_source": .members(elasticOTelMembers)]))

  private static let elasticOTelMembers: Members<SpanDraft> = [
    "trace_id": .traceID,
    "span_id": .spanID,
    "parent_span_id": .parentID,
    "trace_state": .attribute("w3c.tracestate"),
    "name": .name,
    "kind": .kind(),
    "@timestamp": .start(.calendarOrMilliseconds),
    "duration": .duration(.nanoseconds),
    "status": .status(in: ["code": .status(), "message": .statusMessage]),
    "status.code": .status(),
    "status.message": .statusMessage,
    "attributes": .attributes(.nested),
    "resource": .resource(.nested, in: ["attributes"]),
    "links": .links(["trace_id": .traceID, "span_id": .spanID, "attributes": .attributes(.nested)]),
  ]
}

extension DumpFormat {
  /// Span documents that Data Prepper writes to OpenSearch, bare or under `_source`; `@` stands for the dots of attributes' names.
  ///
  /// Source: opensearch-project/data-prepper, docs/schemas/trace-analytics/otel-v1-apm-span-index-template.md.
  static let openSearch = DumpFormat(
    name: "Data Prepper documents of OpenSearch",
    alone: [Clue("_source", .holding(["traceGroup", "durationInNanos"]))],
    together: [[Clue("traceId")], [Clue("spanId")], [Clue("durationInNanos"), Clue("traceGroup")]],
    span: SpanShape(ids: ("traceId", "spanId"), members: openSearchMembers + ["_source": .members(openSearchMembers)]))

  private static let openSearchMembers = Members(
    [
      "traceId": .traceID,
      "spanId": .spanID,
      "parentSpanId": .parentID,
      "name": .name,
      "kind": .kind(),
      "startTime": .start(.calendar),
      "endTime": .end(.calendar),
      "durationInNanos": .duration(.nanoseconds),
      "serviceName": .resourceAttribute("service.name"),
      "status": .status(in: ["code": .status(), "message": .statusMessage]),
      "status.code": .status(),
      "status.message": .statusMessage,
      "attributes": .attributes(.nested),
      "resource": .resource(.nested, in: ["attributes"]),
      "events": .events(["name": .name, "time": .time(.calendar), "attributes": .attributes(.nested)]),
      "links": .links(["traceId": .traceID, "spanId": .spanID, "attributes": .attributes(.nested)]),
    ], others: .attributes(behind: "span.attributes."))
}

import TraceModel

extension DumpFormat {
  /// Rows of the table that OpenTelemetry's ClickHouse exporter fills: `SELECT * FROM otel_traces FORMAT JSONEachRow`.
  ///
  /// Source: opentelemetry-collector-contrib, `clickhouseexporter/internal/sqltemplates/traces_table.sql`. Times are text in UTC, durations
  /// ns, 64-bit numbers perhaps quoted; events and links are columns of arrays, or objects where nested columns are not flattened.
  static let clickHouse = DumpFormat(
    name: "ClickHouse otel_traces rows",
    together: [
      [Clue("TraceId")], [Clue("SpanId")],
      [Clue("SpanName"), Clue("ParentSpanId"), Clue("ServiceName"), Clue("SpanKind")],
    ],
    span: SpanShape(
      ids: ("TraceId", "SpanId"),
      members: [
        "TraceId": .traceID,
        "SpanId": .spanID,
        "ParentSpanId": .parentID,
        "TraceState": .attribute("w3c.tracestate"),
        "SpanName": .name,
        "SpanKind": .kind(),
        "ServiceName": .resourceAttribute("service.name"),
        "ResourceAttributes": .resource(.nested),
        "SpanAttributes": .attributes(.nested),
        "Timestamp": .start(.calendarOrSeconds),
        "EndTimestamp": .end(.calendarOrSeconds),
        "Duration": .duration(.nanoseconds),
        "StatusCode": .status(),
        "StatusMessage": .statusMessage,
        "Events.Timestamp": .eventColumn(.time(.calendarOrSeconds)),
        "Events.Name": .eventColumn(.name),
        "Events.Attributes": .eventColumn(.attributes(.nested)),
        "Events": .events([
          "Timestamp": .time(.calendarOrSeconds), "Name": .name, "Attributes": .attributes(.nested),
        ]),
        "Links.TraceId": .linkColumn(.traceID),
        "Links.SpanId": .linkColumn(.spanID),
        "Links.Attributes": .linkColumn(.attributes(.nested)),
        "Links": .links(["TraceId": .traceID, "SpanId": .spanID, "Attributes": .attributes(.nested)]),
      ]))
}

import TraceModel

extension DumpFormat {
  /// Honeycomb's events that are spans: flat objects with `trace.trace_id`, bare or as libhoney sends them (`{"time", "data": {…}}`). Rows
  /// that annotate another span (its events and links) cannot be given to it and count.
  ///
  /// Source: opentelemetry-collector-contrib, `receiver/libhoneyreceiver/internal/libhoneyevent`. Beelines' span ids are UUIDs: their lower half
  /// counts.
  static let honeycomb = DumpFormat(
    name: "Honeycomb events",
    alone: [Clue("data", .holding(["trace.trace_id"]))],
    together: [
      [Clue("trace.trace_id")], [Clue("trace.span_id"), Clue("trace.parent_id"), Clue("meta.annotation_type")],
    ],
    span: SpanShape(
      ids: ("trace.trace_id", "trace.span_id"),
      members: Members(
        honeycombMembers + ["data": .members(Members(honeycombMembers, others: .attributes(behind: "")))],
        others: .attributes(behind: "")),
      finish: { draft, builder in
        switch draft.notes["error"] {
        case "false"?, "0"?, ""?, nil: break
        default: builder.span.status = .error
        }
        switch draft.notes["meta.annotation_type"] {
        case "span_event"?: draft.isOther = .rejectedEvent
        case "link"?: draft.isOther = .rejectedLink
        default: break
        }
      }))

  private static let honeycombMembers: Members<SpanDraft> = [
    "trace.trace_id": .traceID,
    "trace.span_id": .uuidSpanID { span, id in span.spanID = id },
    "trace.parent_id": .uuidSpanID { span, id in span.parentID = id },
    "name": .name,
    "service.name": .resourceAttribute("service.name"),
    "service_name": .resourceAttribute("service.name"),
    "service": .resourceAttribute("service.name"),
    "duration_ms": .duration(.milliseconds),
    "time": .start(.guessed),
    "timestamp": .start(.guessed),
    "Timestamp": .start(.guessed),
    "@timestamp": .start(.guessed),
    "kind": .kind(),
    "span.kind": .kind(),
    "status_code": .status(),
    "status_message": .statusMessage,
    "error": .note("error"),
    "meta.annotation_type": .note("meta.annotation_type"),
    "samplerate": .ignored,
    "dataset": .ignored,
  ]
}

extension MemberPart where Draft == SpanDraft {
  fileprivate static func uuidSpanID(_ take: @escaping @Sendable (inout SpanRecord, SpanID) -> Void) -> MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in
      guard let text = try cursor.text() else { return }
      if let id = cursor.spanID(text) ?? cursor.traceID(text).map({ SpanID($0.low) }) { take(&builder.span, id) }
    }
  }
}

import TraceModel

extension DumpFormat {
  /// OpenInference's flat spans, as Phoenix exports them: an object a span, nested or as the columns of a table (`context.trace_id`,
  /// `attributes.llm.model_name`).
  ///
  /// Source: Arize Phoenix, its REST API's `Span` and `get_spans_dataframe`. They name no service. `span_kind` is what an AI application
  /// does there (`LLM`, `CHAIN`, …), kept as `openinference.span.kind`; the span's own kind is internal then.
  static let openInference = DumpFormat(
    name: "OpenInference spans",
    together: [
      [Clue("context", .holding(["trace_id", "span_id"])), Clue("context.trace_id")],
      [Clue("span_kind"), Clue("status_code")],
    ],
    span: SpanShape(
      ids: ("context.trace_id", "context.span_id"),
      members: Members(
        [
          "name": .name,
          "context": .members(["trace_id": .traceID, "span_id": .spanID]),
          "context.trace_id": .traceID,
          "context.span_id": .spanID,
          "parent_id": .parentID,
          "span_kind": .openInferenceKind,
          "start_time": .start(.guessed),
          "end_time": .end(.guessed),
          "status_code": .status(),
          "status_message": .statusMessage,
          "attributes": .attributes(.nested),
          "events": .events(["name": .name, "timestamp": .time(.guessed), "attributes": .attributes(.nested)]),
          "resource": .resource(.nested),
        ], others: .attributes(behind: "attributes."))))
}

extension MemberPart where Draft == SpanDraft {
  fileprivate static var openInferenceKind: MemberPart {
    MemberPart { cursor, builder, draft throws(JSONError) in
      guard let text = try cursor.text() else { return }
      let name = cursor.string(text.start, text.end)
      builder.span.kind = SpanKind.named(name) ?? .internal
      draft.keep("openinference.span.kind", text, cursor, &builder)
    }
  }
}

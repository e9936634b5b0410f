import TraceModel

extension DumpFormat {
  /// Elastic APM's transactions and spans: documents of Elasticsearch, bare or under `_source`, their names nested or dotted; and the lines
  /// that agents send (`{"transaction": {…}}`, `{"span": {…}}`), which name no service of their own.
  ///
  /// Source: elastic/apm-data, `input/elasticapm/docs/spec/v2` and `model/modeljson`. Documents of errors and metrics are counted and passed over.
  static let elasticAPM = DumpFormat(
    name: "Elastic APM",
    alone: [
      Clue("_source", .holding(["trace", "trace.id"])), Clue("span", .holding(["trace_id"])),
      Clue("transaction", .holding(["trace_id"])),
    ],
    together: [
      [Clue("trace.id"), Clue("trace", .holding(["id"]))],
      [
        Clue("span", .holding(["id"])), Clue("transaction", .holding(["id"])), Clue("span.id"), Clue("transaction.id"),
        Clue("processor"), Clue("processor.event"),
      ],
    ],
    span: SpanShape(
      ids: ("trace.id", "span.id or transaction.id"),
      members: elasticAPMMembers + ["_source": .members(elasticAPMMembers)],
      finish: finishElasticAPM))

  /// The first line of what an agent sends, and its metrics: no spans.
  static let elasticAPMOther = DumpFormat(
    name: "Elastic APM metadata or metrics",
    alone: [Clue("metadata", .holding(["service", "process", "agent"])), Clue("metricset", .holding(["samples"]))],
    decode: { cursor, builder throws(JSONError) in
      try cursor.skipValue()
      builder.quality[.passedOverSignal] += 1
    })

  private static let elasticAPMMembers: Members<SpanDraft> = [
    "trace": .members(["id": .traceID]),
    "trace.id": .traceID,
    "parent": .members(["id": .parentID]),
    "parent.id": .parentID,
    "transaction": .members(transaction),
    "transaction.id": .note("transaction.id"),
    "transaction.name": .note("transaction.name"),
    "transaction.type": .note("transaction.type"),
    "transaction.duration.us": .duration(.microseconds),
    "span": .members(span),
    "span.id": .spanID,
    "span.name": .name,
    "span.type": .note("span.type"),
    "span.subtype": .note("span.subtype"),
    "span.kind": .kind(),
    "span.duration.us": .duration(.microseconds),
    "processor": .members(["event": .note("event")]),
    "processor.event": .note("event"),
    "event": .members(["outcome": .note("outcome")]),
    "event.outcome": .note("outcome"),
    "timestamp": .members(["us": .start(.microseconds)]),
    "timestamp.us": .start(.microseconds),
    "@timestamp": .note("@timestamp"),
    "service": .members([
      "name": .resourceAttribute("service.name"), "version": .resourceAttribute("service.version"),
      "environment": .resourceAttribute("deployment.environment.name"),
      "node": .members(["name": .resourceAttribute("service.instance.id")]),
    ]),
    "service.name": .resourceAttribute("service.name"),
    "service.version": .resourceAttribute("service.version"),
    "service.environment": .resourceAttribute("deployment.environment.name"),
    "host": .members(["name": .resourceAttribute("host.name")]),
    "labels": .attributes(.nested),
    "http": .attributes(.below("http.")),
    "url": .attributes(.below("url.")),
  ]

  private static let common: Members<SpanDraft> = [
    "trace_id": .traceID,
    "parent_id": .parentID,
    "timestamp": .start(.microseconds),
    "outcome": .note("outcome"),
    "context": .members([
      "service": .members(["name": .resourceAttribute("service.name")]), "tags": .attributes(.nested),
      "http": .attributes(.below("http.")),
      "db": .members(database),
      "destination": .members(destination),
      "message": .members(message),
    ]),
  ]

  private static let database: Members<SpanDraft> = [
    "statement": .attribute("db.query.text"), "instance": .attribute("db.namespace"),
  ]

  private static let destination: Members<SpanDraft> = [
    "service": .members(["resource": .attribute("peer.service")])
  ]

  private static let message: Members<SpanDraft> = [
    "queue": .members(["name": .attribute("messaging.destination.name")])
  ]

  private static let transaction: Members<SpanDraft> =
    common + [
      "id": .note("transaction.id"), "name": .note("transaction.name"), "type": .note("transaction.type"),
      "duration": .elasticDuration,
    ]

  private static let span: Members<SpanDraft> =
    common + [
      "id": .spanID, "name": .name, "type": .note("span.type"), "subtype": .note("span.subtype"), "kind": .kind(),
      "action": .note("span.action"), "duration": .elasticDuration,
      "links": .links([
        "trace": .members(["id": .traceID]), "span": .members(["id": .spanID]), "trace_id": .traceID,
        "span_id": .spanID,
      ]),
      "destination": .members(destination),
      "db": .members(database),
      "message": .members(message),
    ]

  private static let finishElasticAPM: SpanShape.Finish = { draft, builder in
    switch draft.notes["event"] {
    case "transaction"?, "span"?, nil: break
    default: draft.isOther = .passedOverSignal
    }
    let isTransaction = builder.span.spanID.isNone || draft.notes["event"] == "transaction"
    if isTransaction {
      if let id = draft.notes["transaction.id"] {
        builder.span.spanID = UInt64(id, radix: 16).map { SpanID($0) } ?? .none
      }
      if builder.span.name.isEmpty { builder.span.name = builder.intern(draft.notes["transaction.name"] ?? "") }
    }
    if draft.start == nil { draft.start = draft.notes["@timestamp"].flatMap { CalendarText($0)?.nanoseconds } }
    if draft.notes["outcome"] == "failure" { builder.span.status = .error }
    let subtype = draft.notes["span.subtype"] ?? ""
    switch draft.notes["span.type"] {
    case "db"?: draft.keep("db.system.name", subtype, &builder)
    case "messaging"?: draft.keep("messaging.system", subtype, &builder)
    default: break
    }
    if builder.span.kind == .unspecified {
      builder.span.kind =
        isTransaction ? kind(ofTransaction: draft.notes["transaction.type"]) : kind(ofSpan: draft.notes)
    }
  }

  private static func kind(ofTransaction type: String?) -> SpanKind {
    type == "messaging" ? .consumer : type == "request" ? .server : .internal
  }

  private static func kind(ofSpan notes: [String: String]) -> SpanKind {
    switch notes["span.type"] {
    case "db", "external", "storage", "cache": .client
    case "messaging": ["receive", "poll"].contains(notes["span.action"]) ? .consumer : .producer
    default: .internal
    }
  }
}

extension MemberPart where Draft == SpanDraft {
  /// `{"us": n}` in documents, milliseconds with a fraction in what agents send.
  fileprivate static var elasticDuration: MemberPart {
    MemberPart { cursor, builder, draft throws(JSONError) in
      if cursor.byte == UInt8(ascii: "{") {
        try elasticMicroseconds.read(&cursor, &builder, &draft)
      } else {
        draft.duration = try TimeForm.milliseconds.read(&cursor)
      }
    }
  }

  private static var elasticMicroseconds: Members<SpanDraft> { ["us": .duration(.microseconds)] }
}

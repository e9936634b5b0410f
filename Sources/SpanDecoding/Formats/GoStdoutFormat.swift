import TraceModel

extension DumpFormat {
  /// What Go's stdouttrace exporter prints: `{"Name", "SpanContext", "Parent", …}`; before version 1 `ParentSpanID`, `StatusCode` and
  /// `MessageEvents` in their places.
  ///
  /// Source: opentelemetry-go, `sdk/trace/tracetest.SpanStub`. A parent of zeros is none; times in the year 1 are unset; lists may be null.
  static let goStdout = DumpFormat(
    name: "Go stdouttrace",
    alone: [Clue("SpanContext")],
    span: SpanShape(
      ids: ("SpanContext.TraceID", "SpanContext.SpanID"),
      members: [
        "Name": .name,
        "SpanContext": .members(["TraceID": .traceID, "SpanID": .spanID]),
        "Parent": .members(["SpanID": .parentID]),
        "ParentSpanID": .parentID,
        "SpanKind": .kind(),
        "StartTime": .start(.calendar),
        "EndTime": .end(.calendar),
        "Attributes": .attributes(.goPairs),
        "Events": .events(goEvent),
        "MessageEvents": .events(goEvent),
        "Links": .links([
          "SpanContext": .members(["TraceID": .traceID, "SpanID": .spanID]), "TraceID": .traceID, "SpanID": .spanID,
          "Attributes": .attributes(.goPairs),
        ]),
        "Status": .status(in: ["Code": .status(.go), "Description": .statusMessage]),
        "StatusCode": .status(.grpc),
        "StatusMessage": .statusMessage,
        "Resource": .resource(.goPairs),
      ]))

  private static let goEvent: Members<EventRecord> = [
    "Name": .name, "Time": .time(.calendar), "Attributes": .attributes(.goPairs),
  ]
}

extension AttributeForm {
  /// `[{"Key": …, "Value": {"Type": "STRING", "Value": …}}]`.
  static let goPairs = AttributeForm { cursor, builder, keepsAll throws(JSONError) in
    guard try builder.standsList(&cursor, else: .rejectedAttribute), try cursor.beginArray() else { return 0 }
    let block = builder.beginAttributes()
    var count = 0
    repeat {
      var pair = GoPair()
      try GoPair.members.read(&cursor, &builder, &pair)
      guard let key = pair.key, let value = pair.typedValue else {
        builder.quality[.rejectedAttribute] += 1
        continue
      }
      if keepsAll || builder.wants(key) {
        builder.append(key, value)
        count += 1
      }
    } while try cursor.anotherElement()
    return builder.endAttributes(at: block, count: count)
  }
}

/// A key and a value of Go's `attribute.KeyValue`.
private struct GoPair {
  var key: Symbol?
  var type = ""
  var value: AttributeValue?

  static let members: Members<GoPair> = [
    "Key": MemberPart { cursor, builder, pair throws(JSONError) in
      pair.key = try cursor.text().map { builder.intern($0, in: cursor) }
    },
    "Value": MemberPart { cursor, builder, pair throws(JSONError) in
      if cursor.byte == UInt8(ascii: "{") {
        try value.read(&cursor, &builder, &pair)
      } else {
        pair.value = try cursor.attributeValue()
      }
    },
  ]

  private static let value: Members<GoPair> = [
    "Type": MemberPart { cursor, _, pair throws(JSONError) in pair.type = try cursor.textValue() ?? "" },
    "Value": MemberPart { cursor, _, pair throws(JSONError) in pair.value = try cursor.attributeValue() },
  ]

  /// The value as the type that stands beside it, 64-bit numbers as text among them.
  var typedValue: AttributeValue? {
    switch value {
    case .int(let whole) where type == "FLOAT64": .double(Double(whole))
    case .string(let bytes)?: JaegerTags.value(String(decoding: bytes, as: UTF8.self), type) ?? value
    default: value
    }
  }
}

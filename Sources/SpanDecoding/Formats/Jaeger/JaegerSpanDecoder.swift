import TraceModel

/// Reads one span of Jaeger's JSON.
struct JaegerSpanDecoder {
  /// For each span of the trace, the process id that its resource is found by; nil when it brought its process along.
  var processes: [Symbol?] = []
  private var references: [(isChildOf: Bool, traceID: TraceID, spanID: SpanID)] = []

  mutating func decode(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let spanStart = cursor.offset
    builder.beginSpan()
    references.removeAll(keepingCapacity: true)
    var process: Symbol? = .empty
    var start: Int64?
    var duration: Int64?
    var tagObject: [(key: Symbol, value: AttributeValue)] = []
    guard cursor.byte == UInt8(ascii: "{") else {
      try cursor.skipValue()
      return builder.dropSpan(at: spanStart, "the span is no object")
    }
    guard try cursor.beginObject() else { return builder.dropSpan(at: spanStart, "the span has no traceID") }
    repeat {
      let key = try cursor.key()
      if cursor.isText(key, "traceID") || cursor.isText(key, "traceId") {
        if let text = try cursor.text(), let id = cursor.traceID(text) { builder.span.traceID = id }
      } else if cursor.isText(key, "spanID") || cursor.isText(key, "spanId") {
        if let text = try cursor.text(), let id = cursor.spanID(text) { builder.span.spanID = id }
      } else if cursor.isText(key, "parentSpanID") || cursor.isText(key, "parentSpanId") {
        if let text = try cursor.text(), let id = cursor.spanID(text) { builder.span.parentID = id }
      } else if cursor.isText(key, "operationName") {
        if let text = try cursor.text() { builder.span.name = builder.intern(text, in: cursor) }
      } else if cursor.isText(key, "startTime") {
        start = try cursor.jaegerTime()
      } else if cursor.isText(key, "duration") {
        duration = try cursor.jaegerDuration()
      } else if cursor.isText(key, "references"), cursor.byte == UInt8(ascii: "[") {
        try decodeReferences(&cursor, &builder)
      } else if cursor.isText(key, "tags"), cursor.byte == UInt8(ascii: "[") {
        let found = try JaegerTags.decode(&cursor, &builder)
        builder.span.attributes = found.block
        builder.span.kind = found.kind ?? builder.span.kind
        builder.span.status = found.status ?? builder.span.status
      } else if cursor.isText(key, "tag"), cursor.byte == UInt8(ascii: "{") {
        let found = try JaegerTags.decodeObject(&cursor, &builder)
        tagObject = found.attributes
        builder.span.kind = found.kind ?? builder.span.kind
        builder.span.status = found.status ?? builder.span.status
      } else if cursor.isText(key, "logs"), cursor.byte == UInt8(ascii: "[") {
        try decodeLogs(&cursor, &builder)
      } else if cursor.isText(key, "processID") || cursor.isText(key, "processId") {
        if let text = try cursor.text() { process = builder.intern(text, in: cursor) }
      } else if cursor.isText(key, "process"), cursor.byte == UInt8(ascii: "{") {
        builder.span.resource = try JaegerDecoder.decodeProcess(&cursor, &builder)
        process = nil
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
    if builder.span.traceID.isZero { return builder.dropSpan(at: spanStart, "the span has no usable traceID") }
    if builder.span.spanID.isNone { return builder.dropSpan(at: spanStart, "the span has no usable spanID") }
    if !tagObject.isEmpty { builder.extendAttributes(with: tagObject) }
    settleReferences(&builder)
    builder.span.setTimes(start: start, duration: duration)
    builder.commitSpan()
    processes.append(process)
  }

  /// The parent is the first CHILD_OF of the same trace, else the first FOLLOWS_FROM of it; the rest are links.
  private func settleReferences(_ builder: inout BatchBuilder) {
    var parent: Int?
    if builder.span.parentID.isNone {
      let own = references.indices.filter { references[$0].traceID == builder.span.traceID }
      parent = own.first { references[$0].isChildOf } ?? own.first
      if let parent {
        builder.span.parentID = references[parent].spanID
        if !references[parent].isChildOf { builder.span.flags.insert(.followsFrom) }
      }
    } else {
      // With a parent of its own, the reference that says the same is no link.
      parent = references.firstIndex {
        $0.traceID == builder.span.traceID && $0.spanID == builder.span.parentID
      }
      if let parent, !references[parent].isChildOf { builder.span.flags.insert(.followsFrom) }
    }
    for place in references.indices where place != parent {
      builder.addLink(LinkRecord(traceID: references[place].traceID, spanID: references[place].spanID))
    }
  }

  private mutating func decodeReferences(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder
  ) throws(JSONError) {
    guard try cursor.beginArray() else { return }
    repeat {
      var isChildOf = true
      var traceID: TraceID?
      var spanID = SpanID.none
      if cursor.byte != UInt8(ascii: "{") {
        try cursor.skipValue()
      } else if try cursor.beginObject() {
        repeat {
          let key = try cursor.key()
          if cursor.isText(key, "refType"), let text = try cursor.text() {
            isChildOf = !cursor.isText(text, "FOLLOWS_FROM")
          } else if cursor.isText(key, "traceID") || cursor.isText(key, "traceId") {
            if let text = try cursor.text() { traceID = cursor.traceID(text) }
          } else if cursor.isText(key, "spanID") || cursor.isText(key, "spanId") {
            if let text = try cursor.text() { spanID = cursor.spanID(text) ?? .none }
          } else if !cursor.isText(key, "refType") {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
      if let traceID, !spanID.isNone {
        references.append((isChildOf, traceID, spanID))
      } else {
        builder.quality[.rejectedLink] += 1
      }
    } while try cursor.anotherElement()
  }

  /// `[{"timestamp": µs, "fields": [tag, …]}]`: an event each; the field `event` is its name.
  private func decodeLogs(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.beginArray() else { return }
    let nameKey = builder.intern("event")
    repeat {
      var event = EventRecord(time: 0, name: .empty, attributes: 0)
      if cursor.byte != UInt8(ascii: "{") {
        try cursor.skipValue()
      } else if try cursor.beginObject() {
        repeat {
          let key = try cursor.key()
          if cursor.isText(key, "timestamp") {
            event.time = try cursor.jaegerTime() ?? 0
          } else if cursor.isText(key, "fields"), cursor.byte == UInt8(ascii: "[") {
            event.attributes = try JaegerTags.decode(&cursor, &builder, keepsAll: true).block
          } else {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
      let name = builder.attributes(in: event.attributes).first { $0.key == nameKey }
      if let name { event.name = builder.intern(name.value.bytes) }
      builder.addEvent(event)
    } while try cursor.anotherElement()
  }
}

extension JSONCursor {
  /// Reads a start time: µs since the epoch, or RFC 3339 text.
  fileprivate mutating func jaegerTime() throws(JSONError) -> Int64? {
    let start = offset
    if byte == UInt8(ascii: "\"") {
      let text = try string()
      if let time = calendarTime(text) { return time }
      offset = start
    }
    return try TimeForm.microseconds.read(&self)
  }

  /// Reads a duration: µs, or seconds as text (`0.000042s`).
  fileprivate mutating func jaegerDuration() throws(JSONError) -> Int64? {
    let start = offset
    if byte == UInt8(ascii: "\"") {
      let text = try string()
      if text.count > 0, self[text.end - 1] == UInt8(ascii: "s") { return decimalSeconds(text) }
      offset = start
    }
    return try TimeForm.microseconds.read(&self)
  }
}

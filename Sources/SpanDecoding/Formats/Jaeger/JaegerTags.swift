import TraceModel

/// Reads Jaeger's tag lists: `[{"key":"http.status_code","type":"int64","value":200}, …]`.
enum JaegerTags {
  /// What the tags of a span say beyond attributes.
  struct Found {
    /// The attributes block, 0 when nothing was kept.
    var block: UInt32 = 0
    var kind: SpanKind?
    var status: SpanStatus?
    /// The attributes of a tag object; those of a list are in the block.
    var attributes: [(key: Symbol, value: AttributeValue)] = []

    /// Takes what a tag says of kind and status; true when it is no attribute beside.
    mutating func note(_ key: Symbol, _ value: AttributeValue, _ builder: BatchBuilder) -> Bool {
      switch String(decoding: builder.batch.symbols.bytes(of: key), as: UTF8.self) {
      case "span.kind":
        kind = SpanKind.named(value.text)
        return kind != nil
      case "error":
        if value == .bool(true) || value.text.lowercased() == "true" { status = .error }
      case "otel.status_code":
        switch SpanStatus.named(value.text) {
        case .error?: status = .error
        case .ok?: status = .ok
        default: break
        }
      default: break
      }
      return false
    }
  }

  /// Reads the tags of an Elasticsearch document, `{"http@status_code": 200, …}`, where `@` stands for a dot.
  static func decodeObject(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, keepsAll: Bool = false
  ) throws(JSONError) -> Found {
    var found = Found()
    guard try cursor.beginObject() else { return found }
    repeat {
      let text = try cursor.key()
      var name: [UInt8] = []
      cursor.unescape(text, into: &name)
      for place in name.indices where name[place] == UInt8(ascii: "@") { name[place] = UInt8(ascii: ".") }
      let key = builder.intern(name[...])
      guard let value = try cursor.attributeValue() else { continue }
      if !keepsAll, found.note(key, value, builder) { continue }
      if keepsAll || builder.wants(key) { found.attributes.append((key, value)) }
    } while try cursor.anotherMember()
    return found
  }

  static func decode(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, keepsAll: Bool = false
  ) throws(JSONError) -> Found {
    var found = Found()
    guard try cursor.beginArray() else { return found }
    let block = builder.beginAttributes()
    var count = 0
    repeat {
      guard let tag = try decodeTag(&cursor, &builder) else {
        builder.quality[.rejectedAttribute] += 1
        continue
      }
      if !keepsAll, found.note(tag.key, tag.value, builder) { continue }
      if keepsAll || builder.wants(tag.key) {
        builder.append(tag.key, tag.value)
        count += 1
      }
    } while try cursor.anotherElement()
    found.block = builder.endAttributes(at: block, count: count)
    return found
  }

  private static func decodeTag(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder
  ) throws(JSONError) -> (key: Symbol, value: AttributeValue)? {
    guard cursor.byte == UInt8(ascii: "{") else {
      try cursor.skipValue()
      return nil
    }
    var name: Symbol?
    var type: String = ""
    var value: AttributeValue?
    if try cursor.beginObject() {
      repeat {
        let key = try cursor.key()
        if cursor.isText(key, "key"), cursor.byte == UInt8(ascii: "\"") {
          let text = try cursor.string()
          name = builder.intern(text, in: cursor)
        } else if cursor.isText(key, "type"), cursor.byte == UInt8(ascii: "\"") {
          let text = try cursor.string()
          type = cursor.string(text.start, text.end)
        } else if cursor.isText(key, "vType"), cursor.byte == UInt8(ascii: "\"") {
          let text = try cursor.string()
          type = cursor.string(text.start, text.end)
        } else if cursor.isText(key, "value") || cursor.isText(key, "vStr") || cursor.isText(key, "vInt64")
          || cursor.isText(key, "vFloat64") || cursor.isText(key, "vBool") || cursor.isText(key, "vBinary")
        {
          value = try cursor.attributeValue()
        } else {
          try cursor.skipValue()
        }
      } while try cursor.anotherMember()
    }
    // Protobuf's JSON mapping leaves out a value that is zero.
    if value == nil, name != nil {
      switch type {
      case "BOOL": value = .bool(false)
      case "INT64": value = .int(0)
      case "FLOAT64": value = .double(0)
      default: value = .string([])
      }
    }
    guard let name, var value else { return nil }
    if case .string(let bytes) = value {
      value = JaegerTags.value(String(decoding: bytes, as: UTF8.self), type) ?? value
    }
    return (name, value)
  }

  /// Text that a type says is something else: 64-bit numbers come as strings.
  static func value(_ text: String, _ type: String) -> AttributeValue? {
    switch type {
    case "int64", "INT64", "long": Int64(text).map { .int($0) }
    case "float64", "FLOAT64", "double": Double(text).map { .double($0) }
    case "bool", "BOOL": text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
    default: nil
    }
  }
}

import TraceModel

/// How a format writes attributes.
struct AttributeForm: Sendable {
  /// Reads the value at the cursor into a block of the builder's arena; what cannot be read counts as rejected attributes.
  ///
  /// Returns the block's offset, 0 when nothing was kept. Keeps all or what the builder wants.
  let read:
    @Sendable (_ cursor: inout JSONCursor, _ builder: inout BatchBuilder, _ keepsAll: Bool) throws(JSONError) -> UInt32

  /// OTLP's list of keys and AnyValues.
  static let otlp = AttributeForm { cursor, builder, keepsAll throws(JSONError) in
    try OTLPAttributes.decode(&cursor, &builder, keepsAll: keepsAll)
  }

  /// A plain object: `{"http.status_code": 200, …}`. An empty list stands for an empty object, as some languages print it.
  static let object = AttributeForm { cursor, builder, keepsAll throws(JSONError) in
    if cursor.byte == UInt8(ascii: "[") {
      if try cursor.beginArray() { try builder.rejectList(&cursor) }
      return 0
    }
    guard cursor.byte == UInt8(ascii: "{") else {
      if !cursor.isAtNull { builder.quality[.rejectedAttribute] += 1 }
      try cursor.skipValue()
      return 0
    }
    let block = builder.beginAttributes()
    var count = 0
    try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      let key = builder.intern(name, in: cursor)
      guard keepsAll || builder.wants(key) else { return try cursor.skipValue() }
      if let value = try builder.readValue(&cursor) {
        builder.append(key, value)
        count += 1
      }
    }
    return builder.endAttributes(at: block, count: count)
  }

  /// A list of pairs, `[["key", value], …]`, or a plain object.
  static let pairs = AttributeForm { cursor, builder, keepsAll throws(JSONError) in
    guard cursor.byte == UInt8(ascii: "[") else { return try object.read(&cursor, &builder, keepsAll) }
    guard try cursor.beginArray() else { return 0 }
    let block = builder.beginAttributes()
    var count = 0
    repeat {
      guard try cursor.stands(UInt8(ascii: "[")), try cursor.beginArray() else {
        builder.quality[.rejectedAttribute] += 1
        continue
      }
      let text = try cursor.text()
      let key = text.map { builder.intern($0, in: cursor) }
      var value: AttributeValue?
      while try cursor.anotherElement() {
        if value == nil { value = try builder.readValue(&cursor) } else { try cursor.skipValue() }
      }
      guard let key else {
        builder.quality[.rejectedAttribute] += 1
        continue
      }
      if let value, keepsAll || builder.wants(key) {
        builder.append(key, value)
        count += 1
      }
    } while try cursor.anotherElement()
    return builder.endAttributes(at: block, count: count)
  }

  /// Text that holds a plain object, or one.
  static let text = AttributeForm { cursor, builder, keepsAll throws(JSONError) in
    guard cursor.byte == UInt8(ascii: "\"") else { return try object.read(&cursor, &builder, keepsAll) }
    let text = try cursor.string()
    if text.count == 0 { return 0 }
    var bytes: [UInt8] = []
    cursor.unescape(text, into: &bytes)
    return JSONCursor.over(bytes[...]) { inner in
      do throws(JSONError) {
        return try object.read(&inner, &builder, keepsAll)
      } catch {
        builder.quality[.rejectedAttribute] += 1
        return 0
      }
    }
  }
}

extension BatchBuilder {
  /// Steps over the elements of a list that holds no attributes; each counts.
  fileprivate mutating func rejectList(_ cursor: inout JSONCursor) throws(JSONError) {
    repeat {
      try cursor.skipValue()
      quality[.rejectedAttribute] += 1
    } while try cursor.anotherElement()
  }

  /// Reads an attribute's value: objects and arrays stay JSON text. Nil for `null`, which is no value, and for what cannot be read, which
  /// counts.
  mutating func readValue(_ cursor: inout JSONCursor) throws(JSONError) -> AttributeValue? {
    let isNull = cursor.isAtNull
    if let value = try cursor.attributeValue() { return value }
    if !isNull { quality[.rejectedAttribute] += 1 }
    return nil
  }

  /// The attributes of a block.
  func attributes(in block: UInt32) -> [(key: Symbol, value: AttributeValue)] {
    var found: [(key: Symbol, value: AttributeValue)] = []
    batch.arena.forEachAttribute(at: block) { key, value in
      found.append((key, value))
      return true
    }
    return found
  }

  /// Writes a block of attributes; 0 for none.
  mutating func block(of attributes: [(key: Symbol, value: AttributeValue)]) -> UInt32 {
    if attributes.isEmpty { return 0 }
    let start = beginAttributes()
    for (key, value) in attributes { append(key, value) }
    return endAttributes(at: start, count: attributes.count)
  }
}

extension JSONCursor {
  /// Reads a JSON value as an attribute's; objects and arrays stay JSON text, `null` and what is no JSON are nothing.
  mutating func attributeValue() throws(JSONError) -> AttributeValue? {
    let start = offset
    switch byte {
    case UInt8(ascii: "\""):
      let text = try string()
      var bytes: [UInt8] = []
      unescape(text, into: &bytes)
      return .string(bytes[...])
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try skipValue()
      return .json((start..<offset).map { self[$0] }[...])
    default:
      try skipValue()
      switch string(start, offset) {
      case "true": return .bool(true)
      case "false": return .bool(false)
      case "null": return nil
      case let text:
        if let number = Int64(text) { return .int(number) }
        return Double(text).map { .double($0) }
      }
    }
  }
}

import TraceModel

/// Parts for what members say only together: taken down here, settled when the span is whole.
extension MemberPart where Draft == SpanDraft {
  /// Takes down a text, number or truth value under a name; the last one counts.
  static func note(_ name: String) -> MemberPart {
    MemberPart { cursor, _, draft throws(JSONError) in
      switch try cursor.attributeValue() {
      case .json?, nil: break
      case let value?: draft.notes[name] = value.text
      }
    }
  }

  /// Steps over the value: it says nothing of the span.
  static var ignored: MemberPart {
    MemberPart { cursor, _, _ throws(JSONError) in try cursor.skipValue() }
  }

  /// Nested attributes, of which those with one of these names are taken down too.
  static func notedAttributes(_ names: [String]) -> MemberPart {
    MemberPart { cursor, builder, draft throws(JSONError) in
      guard try cursor.stands(UInt8(ascii: "{")) else { return }
      var found: [(key: Symbol, value: AttributeValue)] = []
      try builder.readNested(&cursor, "", &found, keepsAll: true)
      for (key, value) in found {
        let name = String(decoding: builder.batch.symbols.bytes(of: key), as: UTF8.self)
        if names.contains(name) { draft.notes[name] = value.text }
        if builder.wants(key) { draft.attributes.append((key, value)) }
      }
    }
  }

  /// A value of any kind that counts as the attribute of this name.
  static func value(_ name: String) -> MemberPart {
    MemberPart { cursor, builder, draft throws(JSONError) in
      let key = builder.intern(name)
      guard builder.wants(key) else { return try cursor.skipValue() }
      if let value = try builder.readValue(&cursor) { draft.attributes.append((key, value)) }
    }
  }
}

extension MemberPart where Draft == EventRecord {
  /// A text that counts as an attribute of the event, which is given its name.
  static func named(_ name: String, keeping attribute: String) -> MemberPart {
    MemberPart { cursor, builder, event throws(JSONError) in
      event.name = builder.intern(name)
      let key = builder.intern(attribute)
      guard builder.wants(key) else { return try cursor.skipValue() }
      guard let value = try builder.readValue(&cursor) else { return }
      event.attributes = builder.block(
        of: builder.attributes(in: event.attributes) + [(key, value)])
    }
  }
}

extension OtherMembers where Draft == SpanDraft {
  /// Members whose names begin so are attributes, named by what follows; all others are stepped over.
  static func attributes(behind prefix: StaticString) -> OtherMembers {
    OtherMembers { key, cursor, builder, draft throws(JSONError) in
      let length = prefix.utf8CodeUnitCount
      let head = JSONText(start: key.start, end: key.start + min(length, key.count), isEscaped: false)
      guard cursor.isText(head, prefix) else { return try cursor.skipValue() }
      var name: [UInt8] = []
      cursor.unescape(JSONText(start: head.end, end: key.end, isEscaped: key.isEscaped), into: &name)
      // Where dots mean levels, `@` is written for those in names.
      for index in name.indices where name[index] == UInt8(ascii: "@") { name[index] = UInt8(ascii: ".") }
      try builder.readNested(&cursor, name, &draft.attributes, keepsAll: false)
    }
  }
}

extension JSONCursor {
  /// Reads a whole number of 64 bits without sign, plain or as text; nil for anything else, stepped over.
  mutating func unsignedInteger() throws(JSONError) -> UInt64? {
    var token = JSONText(start: offset, end: offset, isEscaped: false)
    if byte == UInt8(ascii: "\"") {
      token = try string()
    } else {
      try skipValue()
      token.end = offset
    }
    guard 1...20 ~= token.count else { return nil }
    var value: UInt64 = 0
    for index in token.start..<token.end {
      let digit = self[index] &- 0x30
      let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, carries) = tens.addingReportingOverflow(UInt64(digit))
      if digit > 9 || isTooLarge || carries { return nil }
      value = sum
    }
    return value
  }
}

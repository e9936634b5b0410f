import TraceModel

/// Reads OTLP's attribute lists: `[{"key": …, "value": {"stringValue": …}}, …]`.
enum OTLPAttributes {
  /// Reads a list into a block of the builder's arena.
  ///
  /// - Parameters:
  ///   - cursor: At the list, or at `null`; anything else counts as one rejected attribute.
  ///   - builder: Takes the attributes that it wants.
  ///   - keepsAll: Keeps every attribute, wanted or not.
  /// - Returns: The block's offset, 0 when nothing was kept.
  /// - Throws: When the list is no JSON.
  static func decode(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, keepsAll: Bool = false
  ) throws(JSONError) -> UInt32 {
    if cursor.byte != UInt8(ascii: "[") {
      if !isList(cursor) { builder.quality[.rejectedAttribute] += 1 }
      try cursor.skipValue()
      return 0
    }
    guard try cursor.beginArray() else { return 0 }
    let block = builder.beginAttributes()
    var count = 0
    repeat {
      let keptOne = try decodeOne(&cursor, &builder, keepsAll)
      if keptOne { count += 1 }
    } while try cursor.anotherElement()
    return builder.endAttributes(at: block, count: count)
  }

  /// Whether a list stands at the cursor, or `null` for an empty one.
  @inline(__always)
  static func isList(_ cursor: JSONCursor) -> Bool {
    cursor.byte == UInt8(ascii: "[") || cursor.byte == UInt8(ascii: "n")
  }

  @inline(__always)
  private static func decodeOne(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, _ keepsAll: Bool
  ) throws(JSONError) -> Bool {
    // `{"key":"` as exporters write it; anything else takes the general way.
    if cursor.word(at: cursor.offset) == 0x223a_2279_656b_227b {
      let start = cursor.offset
      cursor.offset &+= 7
      let symbol: Symbol
      if let expected = builder.expectedKey(at: &cursor) {
        symbol = expected
      } else {
        let key = try cursor.string()
        symbol = builder.internKey(key, in: cursor)
      }
      // `,"value"`, then a colon and a brace.
      if cursor.word(at: cursor.offset) == 0x2265_756c_6176_222c,
        cursor[cursor.offset &+ 8] == UInt8(ascii: ":"), cursor[cursor.offset &+ 9] == UInt8(ascii: "{")
      {
        cursor.offset &+= 9
        if keepsAll || builder.wants(symbol) {
          let isKept = try decodeValue(symbol, &cursor, &builder)
          try cursor.expect(UInt8(ascii: "}"), "a } was expected after an attribute's value")
          return isKept
        }
        try skipAnyValue(&cursor)
        try cursor.expect(UInt8(ascii: "}"), "a } was expected after an attribute's value")
        return false
      }
      cursor.offset = start
    }
    return try decodeAnyOrder(&cursor, &builder, keepsAll)
  }

  /// Steps over an AnyValue; `{"stringValue":"…"}` and `{"intValue":"…"}` without looking at their brackets.
  @inline(__always)
  private static func skipAnyValue(_ cursor: inout JSONCursor) throws(JSONError) {
    let start = cursor.offset
    let beginning = lengthBeforeString(cursor) ?? lengthBeforeInteger(cursor) ?? 0
    if beginning > 0, cursor[start &+ beginning] == UInt8(ascii: "\"") {
      cursor.offset = start &+ beginning
      _ = try cursor.string()
      if cursor.byte == UInt8(ascii: "}") {
        cursor.offset &+= 1
        return
      }
      cursor.offset = start
    }
    try cursor.skipValue()
  }

  /// The length of `{"stringValue":` where that stands, and a text behind it.
  @inline(__always)
  private static func lengthBeforeString(_ cursor: JSONCursor) -> Int? {
    cursor.word(at: cursor.offset) == 0x676e_6972_7473_227b
      && cursor.word(at: cursor.offset &+ 8) == 0x223a_2265_756c_6156
      ? 15 : nil
  }

  /// The length of `{"intValue":` where that stands.
  @inline(__always)
  private static func lengthBeforeInteger(_ cursor: JSONCursor) -> Int? {
    cursor.word(at: cursor.offset) == 0x6c61_5674_6e69_227b
      && cursor.word(at: cursor.offset &+ 8) & 0xffff_ffff == 0x3a22_6575 ? 12 : nil
  }

  private static func decodeAnyOrder(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, _ keepsAll: Bool
  ) throws(JSONError) -> Bool {
    var name: Symbol?
    var value: Int?
    if try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() {
      repeat {
        let key = try cursor.key()
        if cursor.isText(key, "key"), cursor.byte == UInt8(ascii: "\"") {
          let text = try cursor.string()
          name = builder.intern(text, in: cursor)
        } else {
          if cursor.isText(key, "value") { value = cursor.offset }
          try cursor.skipValue()
        }
      } while try cursor.anotherMember()
    }
    guard let name else {
      builder.quality[.rejectedAttribute] += 1
      return false
    }
    guard let value, keepsAll || builder.wants(name) else { return false }
    let end = cursor.offset
    cursor.offset = value
    let isKept = try decodeValue(name, &cursor, &builder)
    cursor.offset = end
    return isKept
  }

  /// Reads an AnyValue; `{"stringValue":"…"}` and `{"intValue":"…"}`, as exporters write them, without looking at their names twice.
  @inline(__always)
  private static func decodeValue(
    _ key: Symbol, _ cursor: inout JSONCursor, _ builder: inout BatchBuilder
  ) throws(JSONError) -> Bool {
    let start = cursor.offset
    if let length = lengthBeforeString(cursor) {
      cursor.offset = start &+ length
      let text = try cursor.string()
      if cursor.byte == UInt8(ascii: "}") {
        cursor.offset &+= 1
        builder.append(key, text, in: cursor)
        return true
      }
    } else if let length = lengthBeforeInteger(cursor) {
      cursor.offset = start &+ length
      if let value = try cursor.integer(), cursor.byte == UInt8(ascii: "}") {
        cursor.offset &+= 1
        builder.append(key, int: value)
        return true
      }
    }
    cursor.offset = start
    return try decodeAnyValue(key, &cursor, &builder)
  }

  /// Reads an AnyValue. An empty one, or `null`, is no value; one that is unreadable is counted.
  private static func decodeAnyValue(
    _ key: Symbol, _ cursor: inout JSONCursor, _ builder: inout BatchBuilder
  ) throws(JSONError) -> Bool {
    switch try OTLPScalar.read(&cursor, mayBeWrapped: true) {
    case .text(let text): builder.append(key, text, in: cursor)
    case .value(let value): builder.append(key, value)
    case .empty: return false
    case .unreadable:
      builder.quality[.rejectedAttribute] += 1
      return false
    }
    return true
  }
}

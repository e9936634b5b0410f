import TraceModel

extension AttributeForm {
  /// An object whose inner objects are levels of one name: `{"http": {"method": "GET"}}` is `http.method`. Text that holds such an object
  /// counts as it.
  static let nested = AttributeForm { cursor, builder, keepsAll throws(JSONError) in
    guard cursor.byte == UInt8(ascii: "{") else { return try text.read(&cursor, &builder, keepsAll) }
    var found: [(key: Symbol, value: AttributeValue)] = []
    try builder.readNested(&cursor, "", &found, keepsAll: keepsAll)
    return builder.block(of: found)
  }

  /// The same with names behind a prefix; anything but an object is stepped over.
  static func below(_ prefix: String) -> AttributeForm {
    AttributeForm { cursor, builder, keepsAll throws(JSONError) in
      guard try cursor.stands(UInt8(ascii: "{")) else { return 0 }
      var found: [(key: Symbol, value: AttributeValue)] = []
      try builder.readNested(&cursor, prefix, &found, keepsAll: keepsAll)
      return builder.block(of: found)
    }
  }
}

extension BatchBuilder {
  /// Deeper objects stay JSON text.
  private static let maxLevels = 16

  /// Reads the object at the cursor, its names behind `prefix`.
  mutating func readNested(
    _ cursor: inout JSONCursor, _ prefix: String, _ found: inout [(key: Symbol, value: AttributeValue)],
    keepsAll: Bool, level: Int = 0
  ) throws(JSONError) {
    guard try cursor.beginObject() else { return }
    repeat {
      let name = try cursor.key()
      var bytes = Array(prefix.utf8)
      cursor.unescape(name, into: &bytes)
      try readNested(&cursor, bytes, &found, keepsAll: keepsAll, level: level)
    } while try cursor.anotherMember()
  }

  /// Reads the value at the cursor as the attribute `name`, or as several below that name.
  mutating func readNested(
    _ cursor: inout JSONCursor, _ name: [UInt8], _ found: inout [(key: Symbol, value: AttributeValue)],
    keepsAll: Bool, level: Int = 0
  ) throws(JSONError) {
    if cursor.byte == UInt8(ascii: "{"), level < BatchBuilder.maxLevels {
      let prefix = String(decoding: name, as: UTF8.self) + "."
      return try readNested(&cursor, prefix, &found, keepsAll: keepsAll, level: level + 1)
    }
    let key = intern(name[...])
    guard keepsAll || wants(key) else { return try cursor.skipValue() }
    if let value = try readValue(&cursor) { found.append((key, value)) }
  }
}

/// Turns OTLP's nested AnyValues into plain JSON text: `{"arrayValue":{"values":[{"intValue":"1"}]}}` into `[1]`. Structures that Go
/// marshalled as they are, `{"Value":{"IntValue":1}}`, count as the same.
enum OTLPAnyValue {
  /// Deeper values are written as `null`.
  static let greatestDepth = 64

  /// Appends the plain form of one member of an AnyValue (`arrayValue`, `kvlistValue`, `bytesValue`, or a scalar); of an
  /// unknown member nothing is appended.
  static func appendMember(
    _ kind: JSONText, _ cursor: inout JSONCursor, to output: inout [UInt8], depth: Int
  ) throws(JSONError) {
    let start = cursor.offset
    if depth >= greatestDepth {
      output += "null".utf8
      return try cursor.skipValue()
    }
    switch cursor.string(kind.start, kind.end) {
    case "Value" where cursor.byte == UInt8(ascii: "{"):
      try appendAnyValue(&cursor, to: &output, depth: depth)
    case "arrayValue", "array_value", "ArrayValue":
      try appendValues(&cursor, to: &output, depth: depth, asMembers: false)
    case "kvlistValue", "kvlist_value", "KvlistValue":
      try appendValues(&cursor, to: &output, depth: depth, asMembers: true)
    case "intValue", "int_value", "IntValue":
      let value = try cursor.integer()
      output += (value.map(String.init) ?? "null").utf8
    case "doubleValue", "double_value", "DoubleValue":
      let value = try cursor.double()
      output += (value.flatMap { $0.isFinite ? String($0) : nil } ?? "null").utf8
    case "stringValue", "string_value", "StringValue", "bytesValue", "bytes_value", "BytesValue", "boolValue",
      "bool_value", "BoolValue":
      try cursor.skipValue()
      for offset in start..<cursor.offset { output.append(cursor[offset]) }
    default:
      try cursor.skipValue()
    }
  }

  /// `{"values":[…]}` of an array, or of a map, whose elements are `{"key":…,"value":…}`.
  private static func appendValues(
    _ cursor: inout JSONCursor, to output: inout [UInt8], depth: Int, asMembers: Bool
  ) throws(JSONError) {
    output.append(UInt8(ascii: asMembers ? "{" : "["))
    if cursor.byte != UInt8(ascii: "{") {
      try cursor.skipValue()
    } else if try cursor.beginObject() {
      repeat {
        let key = try cursor.key()
        if cursor.isText(key, "values"), cursor.byte == UInt8(ascii: "[") {
          try appendElements(&cursor, to: &output, depth: depth, asMembers: asMembers)
        } else {
          try cursor.skipValue()
        }
      } while try cursor.anotherMember()
    }
    output.append(UInt8(ascii: asMembers ? "}" : "]"))
  }

  private static func appendElements(
    _ cursor: inout JSONCursor, to output: inout [UInt8], depth: Int, asMembers: Bool
  ) throws(JSONError) {
    guard try cursor.beginArray() else { return }
    var isFirst = true
    repeat {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      if asMembers {
        try appendKeyAndValue(&cursor, to: &output, depth: depth)
      } else {
        try appendAnyValue(&cursor, to: &output, depth: depth)
      }
    } while try cursor.anotherElement()
  }

  private static func appendKeyAndValue(
    _ cursor: inout JSONCursor, to output: inout [UInt8], depth: Int
  ) throws(JSONError) {
    var name: [UInt8] = Array("\"\"".utf8)
    var value: [UInt8] = []
    if try cursor.beginObject() {
      repeat {
        let key = try cursor.key()
        if cursor.isText(key, "key"), cursor.byte == UInt8(ascii: "\"") {
          let text = try cursor.string()
          name = (text.start - 1...text.end).map { cursor[$0] }
        } else if cursor.isText(key, "value"), cursor.byte == UInt8(ascii: "{") {
          value = []
          try appendAnyValue(&cursor, to: &value, depth: depth)
        } else {
          try cursor.skipValue()
        }
      } while try cursor.anotherMember()
    }
    output += name
    output.append(UInt8(ascii: ":"))
    output += value.isEmpty ? Array("null".utf8) : value
  }

  private static func appendAnyValue(
    _ cursor: inout JSONCursor, to output: inout [UInt8], depth: Int
  ) throws(JSONError) {
    let before = output.count
    if cursor.byte == UInt8(ascii: "{") {
      if try cursor.beginObject() {
        repeat {
          let kind = try cursor.key()
          if output.count == before {
            try appendMember(kind, &cursor, to: &output, depth: depth + 1)
          } else {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
    } else {
      try cursor.skipValue()
    }
    if output.count == before { output += "null".utf8 }
  }
}

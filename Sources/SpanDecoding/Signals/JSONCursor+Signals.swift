extension JSONCursor {
  /// `service.name` of an OTLP resource.
  mutating func serviceOfResource() throws(JSONError) -> String? {
    try attribute(of: "service.name")
  }

  /// The text of an attribute in an object that has `attributes`.
  mutating func attribute(of wanted: StaticString) throws(JSONError) -> String? {
    var found: String?
    try forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      guard cursor.isText(name, "attributes") else { return try cursor.skipValue() }
      try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
        var isWanted = false
        var value: String?
        try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
          if cursor.isText(name, "key"), cursor.byte == UInt8(ascii: "\"") {
            let text = try cursor.string()
            isWanted = cursor.isText(text, wanted)
          } else if cursor.isText(name, "value"), cursor.byte == UInt8(ascii: "{") {
            try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
              if cursor.isText(name, "stringValue") {
                value = try cursor.textValue()
              } else {
                try cursor.skipValue()
              }
            }
          } else {
            try cursor.skipValue()
          }
        }
        if isWanted, let value { found = value }
      }
    }
    return found
  }
}

import TraceModel

/// What an AnyValue holds.
enum OTLPScalar {
  case text(JSONText)
  case value(AttributeValue)
  /// `{}`, `null`, or a member that is `null`.
  case empty
  case unreadable

  /// Steps over the AnyValue at the cursor. The first of its members that is a value counts; `{"Value": {…}}`, as Go marshals the
  /// structure, is one too where it may be.
  static func read(_ cursor: inout JSONCursor, mayBeWrapped: Bool) throws(JSONError) -> OTLPScalar {
    var found = OTLPScalar.empty
    if cursor.byte != UInt8(ascii: "{") {
      if !cursor.isAtNull { found = .unreadable }
      try cursor.skipValue()
      return found
    }
    try cursor.forEachMember { (cursor: inout JSONCursor, kind: JSONText) throws(JSONError) in
      if found.isValue || cursor.isAtNull { return try cursor.skipValue() }
      if mayBeWrapped, cursor.isText(kind, "Value") {
        found = try read(&cursor, mayBeWrapped: false)
      } else {
        found = try member(kind, &cursor)
      }
    }
    return found
  }

  private var isValue: Bool {
    switch self {
    case .text, .value: true
    case .empty, .unreadable: false
    }
  }

  private static func member(_ kind: JSONText, _ cursor: inout JSONCursor) throws(JSONError) -> OTLPScalar {
    if cursor.isOne(kind, of: "stringValue", "string_value", "StringValue"), cursor.byte == UInt8(ascii: "\"") {
      return .text(try cursor.string())
    }
    if cursor.isOne(kind, of: "intValue", "int_value", "IntValue") {
      return (try cursor.integer()).map { .value(.int($0)) } ?? .unreadable
    }
    if cursor.isOne(kind, of: "doubleValue", "double_value", "DoubleValue") {
      return (try cursor.double()).map { .value(.double($0)) } ?? .unreadable
    }
    if cursor.isOne(kind, of: "boolValue", "bool_value", "BoolValue") {
      switch try cursor.attributeValue() {
      case .bool(let isTrue)?: return .value(.bool(isTrue))
      case .string(let word)? where word.elementsEqual("true".utf8): return .value(.bool(true))
      case .string(let word)? where word.elementsEqual("false".utf8): return .value(.bool(false))
      default: return .unreadable
      }
    }
    if cursor.isText(kind, "Value") {
      try cursor.skipValue()
      return .unreadable
    }
    var text: [UInt8] = []
    try OTLPAnyValue.appendMember(kind, &cursor, to: &text, depth: 0)
    return text.isEmpty ? .unreadable : .value(.json(text[...]))
  }
}

/// A small JSON document as a tree: for files that the program wrote itself and reads again.
package indirect enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// As it is written.
  case number(String)
  case string(String)
  case array([JSONValue])
  /// In the order written; of a name that comes twice, ``member(_:)`` gives the last.
  case object([Member])

  package struct Member: Equatable, Sendable {
    package var name: String
    package var value: JSONValue
  }

  /// How deep arrays and objects may lie in one another.
  private static let depthLimit = 64

  /// Reads a document: one value, white space around it.
  ///
  /// - Returns: Nil when it is no JSON, goes on behind its value, or is too deep.
  package static func parse(_ bytes: [UInt8]) -> JSONValue? {
    JSONCursor.over(bytes[...]) { cursor in
      do throws(JSONError) {
        let value = try JSONValue(&cursor, depth: 0)
        cursor.skipSpace()
        return cursor.offset == cursor.end ? value : nil
      } catch {
        return nil
      }
    }
  }

  private init(_ cursor: inout JSONCursor, depth: Int) throws(JSONError) {
    cursor.skipSpace()
    if depth > Self.depthLimit { throw cursor.failure("nested too deep") }
    switch cursor.byte {
    case UInt8(ascii: "{"):
      var members: [Member] = []
      try cursor.forEachMember { (cursor, key) throws(JSONError) in
        let name = cursor.plainText(of: key)
        members.append(Member(name: name, value: try JSONValue(&cursor, depth: depth + 1)))
      }
      self = .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      try cursor.forEachElement { (cursor) throws(JSONError) in
        elements.append(try JSONValue(&cursor, depth: depth + 1))
      }
      self = .array(elements)
    case UInt8(ascii: "\""):
      self = .string(cursor.plainText(of: try cursor.string()))
    default:
      let start = cursor.offset
      // A scalar at the very end of a document has nothing behind it to end it.
      while cursor.offset < cursor.end, JSONValue.isScalar(cursor.byte) { cursor.offset += 1 }
      let text = String(decoding: (start..<cursor.offset).map { cursor[$0] }, as: UTF8.self)
      switch text {
      case "null": self = .null
      case "true": self = .bool(true)
      case "false": self = .bool(false)
      default:
        guard text.utf8.allSatisfy(JSONValue.isNumeric), Double(text) != nil else {
          throw cursor.failure("a value was expected")
        }
        self = .number(text)
      }
    }
  }

  /// Whether the byte can stand in a number, `true`, `false` or `null`.
  private static func isScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"): true
    default: false
    }
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  /// The member of an object; nil when there is none, or the value is no object.
  package func member(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The text of a string.
  package var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A whole number.
  package var integer: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text)
  }

  /// The elements of an array; none of another value.
  package var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }
}

extension JSONCursor {
  /// The text of a token, escapes resolved; bytes that are no UTF-8 become U+FFFD.
  fileprivate func plainText(of token: JSONText) -> String {
    var bytes: [UInt8] = []
    unescape(token, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The value of an attribute. Bytes are as in the dump with JSON escapes resolved, not necessarily UTF-8.
public enum AttributeValue: Hashable, Sendable {
  case string(ArraySlice<UInt8>)
  case int(Int64)
  case double(Double)
  case bool(Bool)
  /// An array, map or bytes value as plain JSON text.
  case json(ArraySlice<UInt8>)

  /// The value as text: strings as they are, numbers in decimal, `true`/`false`, JSON text.
  public var text: String {
    switch self {
    case .string(let bytes), .json(let bytes): String(decoding: bytes, as: UTF8.self)
    case .int(let value): String(value)
    case .double(let value): String(value)
    case .bool(let value): value ? "true" : "false"
    }
  }

  /// The bytes of ``text``.
  public var bytes: ArraySlice<UInt8> {
    switch self {
    case .string(let bytes), .json(let bytes): bytes
    case .int, .double, .bool: Array(text.utf8)[...]
    }
  }

  /// The value as a whole number: an int, or a string that spells one.
  public var integer: Int64? {
    switch self {
    case .int(let value): value
    case .string(let bytes): Int64(String(decoding: bytes, as: UTF8.self))
    case .double(let value): Int64(exactly: value)
    case .bool, .json: nil
    }
  }
}

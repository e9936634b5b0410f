internal import TraceModel

/// Writes blocks of attributes as JSON objects, one at a time into one buffer. Valid JSON whatever the attributes hold.
///
/// Attributes keep dump order; of a key that comes twice, the first value counts. Numbers that JSON has no form for are
/// the strings `"NaN"`, `"Infinity"`, `"-Infinity"`, as in OTLP. JSON text that is none becomes a string.
struct AttributeJSON {
  /// The object last written, UTF-8.
  private(set) var bytes: [UInt8] = []
  /// The members of all keys met so far, `"key":`, one after the other.
  private var keyText: [UInt8] = []
  /// By symbol: where its member lies in ``keyText``; empty when not yet there.
  private var keyPlaces: [Range<Int>]
  /// By symbol: the last object that has it.
  private var lastObject: [Int]
  private var object = 0
  private var isFirst = true
  private var leftOut: Int64 = 0
  /// Bytes of values past which the rest of an object is left out, so that no row outgrows SQLite's 1 GB.
  private let valueLimit: Int

  /// The member that says how many attributes were left out of an object because of its size.
  static let leftOutKey = "tracemill.attributes_left_out"

  /// Deeper JSON values become strings; SQLite reads 1,000 levels at least.
  static let deepest = 500

  init(symbols: SymbolTable, valueLimit: Int = 64 << 20) {
    keyPlaces = Array(repeating: 0..<0, count: symbols.count)
    lastObject = Array(repeating: 0, count: symbols.count)
    self.valueLimit = valueLimit
  }

  /// Writes the attributes of `block` into ``bytes``; `{}` when there are none.
  mutating func write(_ block: ArenaReference, of table: SpanTable) {
    bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20)
    bytes.append(UInt8(ascii: "{"))
    object += 1
    isFirst = true
    leftOut = 0
    if !block.isNone {
      table.forEachAttribute(in: block) { key, value in
        add(key, value, symbols: table.symbols)
        return true
      }
    }
    if leftOut > 0 {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      AttributeJSON.appendString(Array(AttributeJSON.leftOutKey.utf8)[...], to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      AttributeJSON.appendInteger(leftOut, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func add(_ key: Symbol, _ value: AttributeValue, symbols: SymbolTable) {
    let number = Int(key.index)
    if lastObject[number] == object { return }
    lastObject[number] = object
    switch value {
    case .string(let text), .json(let text):
      if bytes.count + text.count > valueLimit {
        leftOut += 1
        return
      }
    case .int, .double, .bool: break
    }
    if isFirst { isFirst = false } else { bytes.append(UInt8(ascii: ",")) }
    if keyPlaces[number].isEmpty {
      let start = keyText.count
      AttributeJSON.appendString(symbols.bytes(of: key), to: &keyText)
      keyText.append(UInt8(ascii: ":"))
      keyPlaces[number] = start..<keyText.count
    }
    bytes.append(contentsOf: keyText[keyPlaces[number]])
    switch value {
    case .string(let text): AttributeJSON.appendString(text, to: &bytes)
    case .int(let number): AttributeJSON.appendInteger(number, to: &bytes)
    case .double(let number):
      if number.isFinite {
        bytes.append(contentsOf: number.description.utf8)
      } else {
        bytes.append(contentsOf: (number.isNaN ? "\"NaN\"" : number < 0 ? "\"-Infinity\"" : "\"Infinity\"").utf8)
      }
    case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .json(let text):
      if isJSON(text, depth: AttributeJSON.deepest) {
        appendRepaired(text, to: &bytes)
      } else {
        AttributeJSON.appendString(text, to: &bytes)
      }
    }
  }

  static func appendInteger(_ value: Int64, to bytes: inout [UInt8]) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var rest = value.magnitude
    repeat {
      bytes.append(48 &+ UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// Appends `text` as a JSON string. Text that needs no escape is copied whole.
  static func appendString(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if text.allSatisfy({ $0 &- 0x20 < 0x60 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
      bytes.append(contentsOf: text)
    } else {
      appendEscaped(text, to: &bytes)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func appendEscaped(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    for byte in String(decoding: text, as: UTF8.self).utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
      case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
      case 0..<0x20, 0x7f:
        bytes.append(contentsOf: "\\u00".utf8)
        for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? 48 + digit : 87 + digit) }
      default: bytes.append(byte)
      }
    }
  }
}

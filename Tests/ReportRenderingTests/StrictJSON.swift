/// A small strict reader of JSON: the strings it holds in order, or nil when a byte breaks the grammar of RFC 8259.
struct StrictJSON {
  private let bytes: [UInt8]
  private var place = 0
  private(set) var strings: [String] = []

  static func strings(in bytes: [UInt8]) -> [String]? {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    var reader = StrictJSON(bytes: bytes)
    guard reader.value(), reader.skipSpace() == nil else { return nil }
    return reader.strings
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() -> UInt8? {
    while let byte = next, byte == 0x20 || byte == 0x0A { place += 1 }
    return next
  }

  private mutating func take(_ byte: Character) -> Bool {
    guard skipSpace() == byte.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func value() -> Bool {
    switch skipSpace() {
    case 0x7B: return members("}") { $0.string() && $0.take(":") && $0.value() }
    case 0x5B: return members("]") { $0.value() }
    case 0x22: return string()
    default:
      let start = place
      while let byte = next, ![0x2C, 0x5D, 0x7D, 0x20, 0x0A].contains(byte) { place += 1 }
      let word = String(decoding: bytes[start..<place], as: UTF8.self)
      return ["true", "false", "null"].contains(word)
        || word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
    }
  }

  private mutating func members(_ end: Character, _ member: (inout StrictJSON) -> Bool) -> Bool {
    place += 1
    if take(end) { return true }
    while member(&self) {
      if take(end) { return true }
      if !take(",") { return false }
    }
    return false
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    var units: [UInt8] = []
    while let byte = next, byte != 0x22 {
      place += 1
      guard byte >= 0x20 else { return false }
      guard byte == 0x5C else {
        units.append(byte)
        continue
      }
      guard let escape = next else { return false }
      place += 1
      if escape == 0x75 {
        guard place + 4 <= bytes.count,
          let code = UInt8(String(decoding: bytes[place..<(place + 4)], as: UTF8.self), radix: 16)
        else { return false }
        units.append(code)
        place += 4
      } else {
        let known: [UInt8: UInt8] = [
          0x22: 0x22, 0x5C: 0x5C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09, 0x62: 0x08, 0x66: 0x0C,
        ]
        guard let plain = known[escape] else { return false }
        units.append(plain)
      }
    }
    strings.append(String(decoding: units, as: UTF8.self))
    place += 1
    return place <= bytes.count
  }
}

/// JSON as text: what the encoder and the ground truth share.
enum JSONText {
  /// Appends `value` as a JSON string, with the quotes.
  static func append(string value: String, to text: inout String) {
    text += "\""
    if needsEscaping(value) { escape(value, into: &text) } else { text += value }
    text += "\""
  }

  private static func needsEscaping(_ value: String) -> Bool {
    value.utf8.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
  }

  private static func escape(_ value: String, into text: inout String) {
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default:
        if scalar.value < 0x20 {
          text += scalar.value < 0x10 ? "\\u000" : "\\u00"
          text += String(scalar.value, radix: 16)
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
  }

  /// Appends the 16 lower-case hex digits of `id`.
  static func append(hex id: UInt64, to text: inout String) {
    let digits = String(id, radix: 16)
    var missing = 16 - digits.utf8.count
    while missing > 0 {
      text += "0"
      missing -= 1
    }
    text += digits
  }

  static func hex(_ high: UInt64, _ low: UInt64) -> String {
    var text = ""
    append(hex: high, to: &text)
    append(hex: low, to: &text)
    return text
  }

  static func hex(_ id: UInt64) -> String {
    var text = ""
    append(hex: id, to: &text)
    return text
  }
}

/// A decimal number exactly as it is written.
public struct YAMLDecimal: Equatable, Sendable {
  /// The number is `digits` over ten to the power of `places`; without trailing zeros behind the point.
  public var digits: Int64
  public var places: Int

  public init(digits: Int64, places: Int) {
    self.digits = digits
    self.places = places
  }

  /// Takes `12`, `-1.5`, `.5`, `5.`, `1e-3`; nil for anything else, for more than 18 digits, and past ten to the power of ±18.
  public init?(_ text: some StringProtocol) {
    var rest = Array(text.utf8)[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    var exponent = 0
    if let mark = rest.firstIndex(where: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }) {
      guard let value = Int(String(decoding: rest[(mark + 1)...], as: UTF8.self)), -18...18 ~= value else { return nil }
      exponent = value
      rest = rest[..<mark]
    }
    let point = rest.firstIndex(of: UInt8(ascii: ".")) ?? rest.endIndex
    var digits = rest[..<point] + rest[point...].dropFirst()
    guard !digits.isEmpty, digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
    var places = rest.endIndex - point - 1
    places = max(0, places) - exponent
    while places > 0, digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      places -= 1
    }
    while places < 0 {
      digits.append(UInt8(ascii: "0"))
      places += 1
    }
    digits = digits.drop { $0 == UInt8(ascii: "0") }
    guard digits.count <= 18, places <= 18 else { return nil }
    let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    self.init(digits: isNegative ? -value : value, places: value == 0 ? 0 : places)
  }

  /// Ten to the power of ``places``.
  public var scale: Int64 { (0..<places).reduce(1) { scale, _ in scale * 10 } }

  public var double: Double { Double(digits) / Double(scale) }
}

extension YAMLDecimal: CustomStringConvertible {
  /// `99.9`, `-0.25`, `5`.
  public var description: String {
    var text = String(digits.magnitude)
    if places > 0 {
      text = String(repeating: "0", count: max(0, places + 1 - text.utf8.count)) + text
      text.insert(".", at: text.index(text.endIndex, offsetBy: -places))
    }
    return (digits < 0 ? "-" : "") + text
  }
}

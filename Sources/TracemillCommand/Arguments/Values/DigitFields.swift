/// Reads fixed fields of digits from the start of a text.
struct DigitFields {
  private let text: [UInt8]
  private var offset = 0

  init(_ text: [UInt8]) { self.text = text }

  var isAtEnd: Bool { offset == text.count }

  /// Takes `character` if it is next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard offset < text.count, UInt32(text[offset]) == character.value else { return false }
    offset += 1
    return true
  }

  /// Takes exactly `count` digits.
  mutating func digits(_ count: Int) -> Int64? {
    guard offset + count <= text.count else { return nil }
    var value: Int64 = 0
    for digit in text[offset..<offset + count] {
      guard (0x30...0x39).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - 0x30)
    }
    offset += count
    return value
  }

  /// Takes one to nine digits after a point, as nanoseconds.
  mutating func fraction() -> Int64? {
    let start = offset
    var value: Int64 = 0
    while offset - start < 9, let digit = digits(1) { value = value * 10 + digit }
    if offset == start || (offset < text.count && (0x30...0x39).contains(text[offset])) { return nil }
    for _ in (offset - start)..<9 { value *= 10 }
    return value
  }

  /// Takes `Z`, `+hh:mm`, or nothing, as seconds east of UTC.
  mutating func zone() -> Int64? {
    if isAtEnd || take("Z") || take("z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+"), let hours = digits(2), hours < 24 else { return nil }
    _ = take(":")
    guard let minutes = digits(2), minutes < 60 else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return isWest ? -seconds : seconds
  }
}

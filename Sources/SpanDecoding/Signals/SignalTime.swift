extension JSONCursor {
  /// A time: nanoseconds since the epoch (number or string), seconds or milliseconds when the number is small, or RFC 3339
  /// text. Nil for anything else.
  mutating func timeValue() throws(JSONError) -> Int64? {
    skipSpace()
    if byte == UInt8(ascii: "\"") {
      let text = try string()
      if let number = integer(text.start, text.end) { return SignalTime.nanoseconds(ofNumber: Double(number), number) }
      return SignalTime.nanoseconds(ofText: string(text.start, text.end))
    }
    let start = offset
    try skipValue()
    let text = string(start, offset)
    if let number = Int64(text) { return SignalTime.nanoseconds(ofNumber: Double(number), number) }
    return Double(text).flatMap { SignalTime.nanoseconds(ofNumber: $0, nil) }
  }
}

/// Times as log shippers write them.
enum SignalTime {
  /// Numbers up to 1e11 are seconds, to 1e14 milliseconds, to 1e17 microseconds, above nanoseconds.
  static func nanoseconds(ofNumber number: Double, _ whole: Int64?) -> Int64? {
    guard number.isFinite, number >= 0, number < 9.2e18 else { return nil }
    let scale: Int64 = number < 1e11 ? 1_000_000_000 : number < 1e14 ? 1_000_000 : number < 1e17 ? 1_000 : 1
    if let whole {
      let (product, overflowed) = whole.multipliedReportingOverflow(by: scale)
      return overflowed ? nil : product
    }
    let product = number * Double(scale)
    return product < 9.2e18 ? Int64(product) : nil
  }

  /// `2026-03-15T10:22:04.123456789Z`, with `T` or a space, a fraction or none, `Z`, `±hh:mm` or nothing (UTC).
  static func nanoseconds(ofText text: String) -> Int64? {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ count: Int) -> Int64? {
      guard start >= 0, start + count <= bytes.count else { return nil }
      var value: Int64 = 0
      for byte in bytes[start..<start + count] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int64(byte - 48)
      }
      return value
    }
    guard bytes.count >= 19, let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
      let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2), (1...12).contains(month),
      (1...31).contains(day), hour < 24, minute < 60, second <= 60, bytes[4] == 45, bytes[7] == 45, bytes[13] == 58,
      bytes[16] == 58
    else { return nil }
    var place = 19
    var fraction: Int64 = 0
    if place < bytes.count, bytes[place] == 46 || bytes[place] == 44 {
      place += 1
      var scale: Int64 = 100_000_000
      while place < bytes.count, (48...57).contains(bytes[place]) {
        fraction += Int64(bytes[place] - 48) * scale
        scale /= 10
        place += 1
      }
    }
    var offset: Int64 = 0
    if place < bytes.count, bytes[place] == 43 || bytes[place] == 45 {
      guard let hours = number(place + 1, 2), let minutes = number(bytes.count - 2, 2) else { return nil }
      offset = (hours * 3600 + minutes * 60) * (bytes[place] == 43 ? 1 : -1)
    }
    // Days since the epoch, by H. Hinnant's civil calendar.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
    let (product, overflowed) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflowed ? nil : product + fraction
  }
}

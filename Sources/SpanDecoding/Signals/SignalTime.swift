extension JSONCursor {
  /// A time: nanoseconds since the epoch (number or string), seconds or milliseconds when the number is small, or text as
  /// ``CalendarText`` reads it. Nil for anything else.
  mutating func timeValue() throws(JSONError) -> Int64? {
    skipSpace()
    if byte == UInt8(ascii: "\"") {
      let text = try string()
      if let number = integer(text.start, text.end) { return SignalTime.nanoseconds(ofNumber: Double(number), number) }
      return signedCalendarTime(text)
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
  /// Nanoseconds of the unit that a number since the epoch is in: seconds up to 1e11, milliseconds to 1e14, microseconds to 1e17, above
  /// nanoseconds.
  static func unit(ofNumber number: Double) -> Int64 {
    number < 1e11 ? 1_000_000_000 : number < 1e14 ? 1_000_000 : number < 1e17 ? 1_000 : 1
  }

  static func nanoseconds(ofNumber number: Double, _ whole: Int64?) -> Int64? {
    guard number.isFinite, number >= 0, number < 9.2e18 else { return nil }
    let scale = unit(ofNumber: number)
    if let whole {
      let (product, overflowed) = whole.multipliedReportingOverflow(by: scale)
      return overflowed ? nil : product
    }
    let product = number * Double(scale)
    return product < 9.2e18 ? Int64(product) : nil
  }
}

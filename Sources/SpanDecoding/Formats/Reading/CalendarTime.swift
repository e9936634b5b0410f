import TraceModel

/// Reads times and durations given as text.
extension JSONCursor {
  /// Nanoseconds since the epoch of a time as ``CalendarText`` reads it. Nil when it is none, before 1970 (Go's zero time is in the
  /// year 1) or after 2262.
  func calendarTime(_ text: JSONText) -> Int64? {
    guard let time = signedCalendarTime(text), time >= 0 else { return nil }
    return time
  }

  /// The same with the times before 1970.
  func signedCalendarTime(_ text: JSONText) -> Int64? {
    // A writer may escape the plus sign of a zone.
    if text.isEscaped {
      var plain: [UInt8] = []
      unescape(text, into: &plain)
      return CalendarText(plain.span)?.nanoseconds
    }
    return withSpan(text.start, text.end) { CalendarText($0)?.nanoseconds }
  }

  /// Nanoseconds of a duration as protobuf's JSON mapping writes it, such as `-0.000042s`; nil when it is none. The unit may be missing.
  func decimalSeconds(_ text: JSONText) -> Int64? {
    var start = text.start
    var end = text.end
    if end > start, self[end - 1] == UInt8(ascii: "s") { end -= 1 }
    let isNegative = start < end && self[start] == UInt8(ascii: "-")
    if isNegative { start += 1 }
    guard let seconds = withSpan(start, end, { DecimalNumber($0) })?.scaled(by: 1_000_000_000) else { return nil }
    return isNegative ? -seconds.value : seconds.value
  }

  /// Reads a time given as text; nil for `null` and anything else, stepped over.
  mutating func readCalendarTime() throws(JSONError) -> Int64? {
    if byte == UInt8(ascii: "\"") { return calendarTime(try string()) }
    try skipValue()
    return nil
  }
}

/// Reads RFC 3339 times and protobuf durations.
extension JSONCursor {
  /// Nanoseconds since the epoch of `2026-02-25T06:13:20.474354Z`, with any offset and up to nine digits of fraction (further
  /// ones are cut); a time without an offset counts as UTC. Nil when it is none, or outside 1970 to 2262: Go's zero time is in the year 1.
  ///
  /// Source: RFC 3339, section 5.6; days from civil after Howard Hinnant's "chrono-compatible low-level date algorithms".
  func calendarTime(_ text: JSONText) -> Int64? {
    guard text.count >= 19, let year = digits(text.start, 4), let month = digits(text.start + 5, 2),
      let day = digits(text.start + 8, 2), let hour = digits(text.start + 11, 2),
      let minute = digits(text.start + 14, 2), let second = digits(text.start + 17, 2),
      1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60, second <= 60, 1970...2262 ~= year
    else { return nil }
    var place = text.start + 19
    var fraction: Int64 = 0
    if place < text.end, self[place] == UInt8(ascii: ".") || self[place] == UInt8(ascii: ",") {
      place += 1
      var scale: Int64 = 100_000_000
      while place < text.end, self[place] &- 0x30 <= 9 {
        fraction += Int64(self[place] - 0x30) * scale
        scale /= 10
        place += 1
      }
    }
    var offset: Int64 = 0
    if place < text.end, self[place] == UInt8(ascii: "+") || self[place] == UInt8(ascii: "-") {
      guard place + 5 <= text.end, let hours = digits(place + 1, 2),
        let minutes = digits(place + (self[place + 3] == UInt8(ascii: ":") ? 4 : 3), 2)
      else { return nil }
      offset = (hours * 60 + minutes) * (self[place] == UInt8(ascii: "-") ? -60 : 60)
    }
    let shifted = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow || scaled > .max - fraction { return nil }
    return scaled + fraction
  }

  /// Nanoseconds of a duration as protobuf's JSON mapping writes it, such as `0.000042s`; nil when it is none.
  func decimalSeconds(_ text: JSONText) -> Int64? {
    var place = text.start
    var end = text.end
    if end > place, self[end - 1] == UInt8(ascii: "s") { end -= 1 }
    let isNegative = place < end && self[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    var point = place
    while point < end, self[point] != UInt8(ascii: ".") { point += 1 }
    guard point > place, let whole = integer(place, point), 0..<9_000_000_000 ~= whole else { return nil }
    var value = whole * 1_000_000_000
    var scale: Int64 = 100_000_000
    place = point + 1
    while place < end {
      guard self[place] &- 0x30 <= 9 else { return nil }
      value += Int64(self[place] - 0x30) * scale
      scale /= 10
      place += 1
    }
    return isNegative ? -value : value
  }

  private func digits(_ start: Int, _ count: Int) -> Int64? {
    var value: Int64 = 0
    for place in start..<start + count {
      let digit = self[place] &- 0x30
      if digit > 9 { return nil }
      value = value * 10 + Int64(digit)
    }
    return value
  }

  /// Reads a time given as RFC 3339 text; nil for `null` and anything else, stepped over.
  mutating func readCalendarTime() throws(JSONError) -> Int64? {
    if byte == UInt8(ascii: "\"") { return calendarTime(try string()) }
    try skipValue()
    return nil
  }
}

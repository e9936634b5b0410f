/// A point in time as the user gives it.
///
/// `2026-03-01T10:00:00Z` (RFC 3339; without a zone it is UTC, without a time midnight), `@1772359200.5` (seconds
/// since the epoch), `-30m` (before the end of the dump).
enum TimePoint: Equatable, Sendable, CustomStringConvertible {
  /// Nanoseconds since the epoch.
  case absolute(Int64)
  /// Nanoseconds to add to the end of the dump; never positive.
  case relativeToEnd(Int64)

  @Sendable static func parse(_ text: String) throws(UsageError) -> TimePoint {
    if text.hasPrefix("@") {
      let isNegative = text.hasPrefix("@-")
      guard let seconds = DecimalNumber(text.dropFirst(isNegative ? 2 : 1)),
        let (value, _) = seconds.scaled(by: 1_000_000_000)
      else { throw malformed(text) }
      return .absolute(isNegative ? -value : value)
    }
    if text.hasPrefix("-") { return .relativeToEnd(-(try DurationValue.parse(String(text.dropFirst())).nanoseconds)) }
    guard let nanoseconds = rfc3339(Array(text.utf8)) else { throw malformed(text) }
    return .absolute(nanoseconds)
  }

  /// Nanoseconds since the epoch for a dump that ends at `end`; stops at the ends of the range.
  func nanoseconds(endOfDump end: Int64) -> Int64 {
    switch self {
    case .absolute(let nanoseconds): return nanoseconds
    case .relativeToEnd(let offset):
      let (sum, overflow) = end.addingReportingOverflow(offset)
      return overflow ? .min : sum
    }
  }

  /// RFC 3339 in UTC, or `-30m`. Parses to the same point.
  var description: String {
    switch self {
    case .relativeToEnd(let offset):
      return "-" + DurationValue(nanoseconds: offset == .min ? .max : -offset).description
    case .absolute(let nanoseconds):
      var (seconds, part) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
      if part < 0 { (seconds, part) = (seconds - 1, part + 1_000_000_000) }
      let civil = CivilTime(secondsSinceEpoch: seconds)
      return padded(civil.year, 4) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2) + "T"
        + padded(civil.hour, 2) + ":" + padded(civil.minute, 2) + ":" + padded(civil.second, 2)
        + DecimalNumber.fraction(UInt64(part), places: 9) + "Z"
    }
  }

  private static func malformed(_ text: String) -> UsageError {
    UsageError(
      "\"\(text)\" is no time from 1677 to 2262",
      remedy: "write 2026-03-01T10:00:00Z, @1772359200, or -30m for half an hour before the end of the dump")
  }
}

/// Returns nanoseconds since the epoch, or `nil` when `text` is no RFC 3339 time or out of range.
private func rfc3339(_ text: [UInt8]) -> Int64? {
  var fields = DigitFields(text)
  guard let year = fields.digits(4), fields.take("-"), let month = fields.digits(2), fields.take("-"),
    let day = fields.digits(2)
  else { return nil }
  var (hour, minute, second, fraction, offset): (Int64, Int64, Int64, Int64, Int64) = (0, 0, 0, 0, 0)
  if !fields.isAtEnd {
    guard fields.take("T") || fields.take("t") || fields.take(" "), let h = fields.digits(2), fields.take(":"),
      let m = fields.digits(2)
    else { return nil }
    (hour, minute) = (h, m)
    if fields.take(":") {
      guard let s = fields.digits(2) else { return nil }
      second = s
      if fields.take(".") {
        guard let f = fields.fraction() else { return nil }
        fraction = f
      }
    }
    guard let o = fields.zone(), fields.isAtEnd else { return nil }
    offset = o
  }
  guard
    let civil = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  else { return nil }
  let seconds = civil.secondsSinceEpoch - offset
  // The earliest second of the range cannot be multiplied out before its fraction is added.
  let (whole, overflow) = (seconds + 1).multipliedReportingOverflow(by: 1_000_000_000)
  let (sum, underflow) = whole.addingReportingOverflow(fraction - 1_000_000_000)
  if !overflow { return underflow ? nil : sum }
  let (exact, tooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
  let (total, carry) = exact.addingReportingOverflow(fraction)
  return tooLarge || carry ? nil : total
}

private func padded(_ number: Int64, _ places: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, places - digits.count)) + digits
}

import TraceModel

/// A point in time as the user gives it.
///
/// `2026-03-01T10:00:00Z` (RFC 3339; without a zone it is UTC, without a time midnight), `@1772359200.5` (seconds
/// since the epoch), `-30m` (before the end of the dump), `10:23` (on the day of the dump).
enum TimePoint: Equatable, Sendable, CustomStringConvertible {
  /// Nanoseconds since the epoch.
  case absolute(Int64)
  /// Nanoseconds to add to the end of the dump; never positive.
  case relativeToEnd(Int64)
  /// Nanoseconds since midnight, UTC.
  case ofDay(Int64)

  static let day: Int64 = 86_400_000_000_000

  @Sendable static func parse(_ text: String) throws(UsageError) -> TimePoint {
    if text.hasPrefix("@") {
      let isNegative = text.hasPrefix("@-")
      guard let seconds = DecimalNumber(text.dropFirst(isNegative ? 2 : 1)),
        let (value, _) = seconds.scaled(by: 1_000_000_000)
      else { throw malformed(text) }
      return .absolute(isNegative ? -value : value)
    }
    if text.hasPrefix("-") { return .relativeToEnd(-(try DurationValue.parse(String(text.dropFirst())).nanoseconds)) }
    if let clock = ClockText(text.hasSuffix("Z") ? String(text.dropLast()) : text), clock.precision != .finer {
      return .ofDay(
        Int64((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000_000 + Int64(clock.nanosecond))
    }
    guard let time = CalendarText(text), time.precision != .finer, let nanoseconds = time.nanoseconds else {
      throw malformed(text)
    }
    return .absolute(nanoseconds)
  }

  /// Nanoseconds since the epoch for a dump that ends at `end`; stops at the ends of the range. A time of day is on that day, unless
  /// ``WindowValue/resolved(in:at:)`` gave it another.
  func nanoseconds(endOfDump end: Int64) -> Int64 {
    switch self {
    case .absolute(let nanoseconds): return nanoseconds
    case .relativeToEnd(let offset):
      let (sum, overflow) = end.addingReportingOverflow(offset)
      return overflow ? .min : sum
    case .ofDay(let offset):
      let (sum, overflow) = TimePoint.midnight(before: end).addingReportingOverflow(offset)
      return overflow ? .max : sum
    }
  }

  /// RFC 3339 in UTC, or `-30m`. Parses to the same point.
  var description: String {
    switch self {
    case .relativeToEnd(let offset):
      return "-" + DurationValue(nanoseconds: offset == .min ? .max : -offset).description
    case .absolute(let nanoseconds): return CivilTime(nanoseconds: nanoseconds).exactText
    case .ofDay(let offset):
      let clock = CivilTime(nanoseconds: offset)
      return clock.isWholeMinute
        ? clock.clockText(.minute)
        : clock.clockText(.second) + DecimalNumber.fraction(UInt64(clock.nanosecond), places: 9)
    }
  }

  /// The beginning of the day (UTC) that a time lies in; nanoseconds since the epoch.
  static func midnight(before time: Int64) -> Int64 {
    let (quotient, rest) = time.quotientAndRemainder(dividingBy: day)
    return max(.min / day, quotient - (rest < 0 ? 1 : 0)) * day
  }

  private static func malformed(_ text: String) -> UsageError {
    UsageError(
      "\"\(text)\" is no time from 1677 to 2262",
      remedy:
        "write 2026-03-01T10:00:00Z, 10:00 for the day of the dump, @1772359200, or -30m for half an hour before the end of the dump"
    )
  }
}

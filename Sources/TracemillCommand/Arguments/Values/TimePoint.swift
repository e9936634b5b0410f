import TraceModel

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
    guard let time = CalendarText(text), time.precision != .finer, let nanoseconds = time.nanoseconds else {
      throw malformed(text)
    }
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
    case .absolute(let nanoseconds): return CivilTime(nanoseconds: nanoseconds).exactText
    }
  }

  private static func malformed(_ text: String) -> UsageError {
    UsageError(
      "\"\(text)\" is no time from 1677 to 2262",
      remedy: "write 2026-03-01T10:00:00Z, @1772359200, or -30m for half an hour before the end of the dump")
  }
}

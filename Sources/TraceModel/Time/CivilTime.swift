/// A moment in the proleptic Gregorian calendar, in UTC.
///
/// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days` and `days_from_civil`.
public struct CivilTime: Hashable, Sendable {
  public var year: Int
  public var month: Int
  public var day: Int
  public var hour: Int
  public var minute: Int
  public var second: Int
  public var nanosecond: Int

  /// - Parameter nanoseconds: Since the Unix epoch; may be negative.
  public init(nanoseconds: Int64) {
    let (seconds, nanosecond) = floorDivision(Int(nanoseconds), 1_000_000_000)
    let (days, secondOfDay) = floorDivision(seconds, 86_400)
    let (era, dayOfEra) = floorDivision(days + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    hour = secondOfDay / 3_600
    minute = secondOfDay / 60 % 60
    second = secondOfDay % 60
    self.nanosecond = nanosecond
  }

  /// Nil when there is no such date or time. Second 60 is a leap second, which counts as the second after it.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, nanosecond: Int = 0
  ) {
    guard 1...12 ~= month, day >= 1, day <= CivilTime.length(ofMonth: month, in: year), 0...23 ~= hour,
      0...59 ~= minute, 0...60 ~= second, 0...999_999_999 ~= nanosecond
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second, self.nanosecond) = (hour, minute, second, nanosecond)
  }

  /// Days from 1970-01-01 to this date. For years within ±10^15.
  public var daysSinceEpoch: Int {
    let (era, yearOfEra) = floorDivision(month <= 2 ? year - 1 : year, 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Nanoseconds since the Unix epoch of this time of day `zone` seconds east of UTC; nil when they need more than 64 bits
  /// (before 1677, after 2262).
  public func nanosecondsSinceEpoch(zone: Int = 0) -> Int64? {
    let seconds = daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second - zone
    return Int64(exactly: Int128(seconds) * 1_000_000_000 + Int128(nanosecond))
  }

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

private func floorDivision(_ value: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

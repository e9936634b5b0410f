/// A moment in the proleptic Gregorian calendar, in UTC.
///
/// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
public struct CivilTime: Hashable, Sendable {
  public enum Precision: Hashable, Sendable { case minute, second, millisecond, nanosecond }

  public var year: Int
  public var month: Int
  public var day: Int
  public var hour: Int
  public var minute: Int
  public var second: Int
  public var nanosecond: Int

  /// - Parameter nanoseconds: Since the Unix epoch; may be negative.
  public init(nanoseconds: Int64) {
    let (seconds, nanosecond) = floorDivision(nanoseconds, 1_000_000_000)
    let (days, secondOfDay) = floorDivision(seconds, 86_400)
    let (era, dayOfEra) = floorDivision(days + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.year = Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0))
    self.month = Int(month)
    self.day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    self.hour = Int(secondOfDay / 3_600)
    self.minute = Int(secondOfDay / 60 % 60)
    self.second = Int(secondOfDay % 60)
    self.nanosecond = Int(nanosecond)
  }

  /// `2026-03-15`
  public var dateText: String { "\(padded(year, to: 4))-\(padded(month))-\(padded(day))" }

  /// `10:22:04`, cut (not rounded) to the precision.
  public func clockText(_ precision: Precision) -> String {
    let minutes = "\(padded(hour)):\(padded(minute))"
    return switch precision {
    case .minute: minutes
    case .second: "\(minutes):\(padded(second))"
    case .millisecond: "\(minutes):\(padded(second)).\(padded(nanosecond / 1_000_000, to: 3))"
    case .nanosecond: "\(minutes):\(padded(second)).\(padded(nanosecond, to: 9))"
    }
  }

  /// RFC 3339 with a space: `2026-03-15 10:22:04Z`.
  public func text(_ precision: Precision) -> String { "\(dateText) \(clockText(precision))Z" }

  var isWholeMinute: Bool { second == 0 && nanosecond == 0 }
}

/// A stretch of time, the date once when it does not change: `2026-03-15 10:20–10:50Z`. Seconds appear when either end
/// has some.
func windowText(start: Int64, end: Int64) -> String {
  let from = CivilTime(nanoseconds: start)
  let to = CivilTime(nanoseconds: end)
  let precision: CivilTime.Precision = from.isWholeMinute && to.isWholeMinute ? .minute : .second
  if from.dateText == to.dateText {
    return "\(from.dateText) \(from.clockText(precision))–\(to.clockText(precision))Z"
  }
  return "\(from.text(precision)) – \(to.text(precision))"
}

private func floorDivision(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

private func padded(_ value: Int, to width: Int = 2) -> String {
  let plain = String(value)
  return String(repeating: "0", count: max(0, width - plain.utf8.count)) + plain
}

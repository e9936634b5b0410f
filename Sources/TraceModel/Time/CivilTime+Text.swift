extension CivilTime {
  public enum Precision: Hashable, Sendable { case minute, second, millisecond, nanosecond }

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

  /// RFC 3339 with as many decimals as it takes: `2026-03-15T10:22:04.5Z`. ``CalendarText`` reads the same time from it.
  public var exactText: String {
    "\(dateText)T\(clockText(.second))\(DecimalNumber.fraction(UInt64(nanosecond), places: 9))Z"
  }

  public var isWholeMinute: Bool { second == 0 && nanosecond == 0 }
}

private func padded(_ value: Int, to width: Int = 2) -> String {
  let plain = String(value)
  return String(repeating: "0", count: max(0, width - plain.utf8.count)) + plain
}

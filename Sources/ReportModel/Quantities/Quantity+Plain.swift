import TraceModel

extension Quantity {
  /// What a bare number of ``plain`` counts.
  public enum Unit: String, Hashable, Sendable {
    case nanoseconds = "ns"
    case perSecond = "1/s"
    case bytes = "B"
  }

  /// The figure for programs: digits without grouping, durations in whole nanoseconds, shares as fractions of 1, rates a second, times in RFC 3339
  /// with nanoseconds, windows as `FROM..TO`; decimals rounded to the sixth place (a ``decimal(_:places:)`` to its own), without zeros at
  /// the end. Empty where nothing is known.
  public var plain: String {
    switch self {
    case .count(let count): String(count)
    case .duration(let nanoseconds): String(nanoseconds)
    case .share(let part, let whole): plainRatio(part, Int64(whole))
    case .fraction(let value), .factor(let value): plainDecimal(value, places: 6)
    case .rate(let count, let nanoseconds): nanoseconds > 0 ? plainRatio(count, nanoseconds, scale: 1_000_000_000) : ""
    case .bytes(let bytes): String(bytes)
    case .decimal(let value, let places): plainDecimal(value, places: places)
    case .time(let nanoseconds): plainTime(nanoseconds)
    case .window(let start, let end): "\(plainTime(start))..\(plainTime(end))"
    case .none: ""
    }
  }

  /// The unit of ``plain``; nil for bare counts, shares, factors and times.
  public var plainUnit: Unit? {
    switch self {
    case .duration: .nanoseconds
    case .rate: .perSecond
    case .bytes: .bytes
    case .count, .share, .fraction, .factor, .decimal, .time, .window, .none: nil
    }
  }
}

/// `numerator / denominator` times `scale`, to six decimals; empty over 0.
private func plainRatio(_ numerator: Int, _ denominator: Int64, scale: UInt128 = 1) -> String {
  if denominator == 0 { return "" }
  let scaled = roundedQuotient(
    UInt128(numerator.magnitude) * scale * 1_000_000, UInt128(denominator.magnitude))
  let isNegative = scaled > 0 && (numerator < 0) != (denominator < 0)
  return (isNegative ? "-" : "") + fixedPoint(scaled, decimals: 6, trimming: true, grouping: false)
}

/// Rounded half away from zero; empty when it is not finite, the shortest exact form when too large for that.
private func plainDecimal(_ value: Double, places: Int) -> String {
  guard value.isFinite else { return "" }
  let places = min(9, max(0, places))
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  guard let scaled = roundedInteger(value * scale) else { return value.description }
  return (scaled < 0 ? "-" : "")
    + fixedPoint(UInt128(scaled.magnitude), decimals: places, trimming: true, grouping: false)
}

/// `2026-03-15T10:22:04.000000000Z`
private func plainTime(_ nanoseconds: Int64) -> String {
  let time = CivilTime(nanoseconds: nanoseconds)
  return "\(time.dateText)T\(time.clockText(.nanosecond))Z"
}

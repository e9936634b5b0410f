import TraceModel

/// A figure with its unit. Its `description` is the one form in which people read it.
public enum Quantity: Hashable, Sendable {
  /// `431,007`
  case count(Int)
  /// Three significant digits up to two minutes, then two units: `87 µs`, `3.12 s`, `4 min 5 s`.
  case duration(nanoseconds: Int64)
  /// `4.2 %`, `<0.1 %`, `>99.9 %`; of nothing: `–`.
  case share(Int, of: Int)
  /// The same for a fraction (1 = 100 %); not finite: `–`.
  case fraction(Double)
  /// Occurrences over a stretch of time: `12.3/s`, `2.5/min`, `1/h`; over no time: `–`.
  case rate(Int, nanoseconds: Int64)
  /// Powers of 1,000: `1.23 MB`.
  case bytes(Int)
  /// How many times as much: `×1.52`; not finite: `–`.
  case factor(Double)
  /// A bare number with exactly so many decimals (0 to 9), such as a score: `0.82`; not finite: `–`.
  case decimal(Double, places: Int)
  /// `2026-03-15 10:22:04Z`
  case time(nanoseconds: Int64)
  /// Start and end: `2026-03-15 10:20–10:50Z`.
  case window(start: Int64, end: Int64)
  /// Nothing known: `–`.
  case none
}

extension Quantity: CustomStringConvertible {
  public var description: String {
    switch self {
    case .count(let count): digits(grouping: count)
    case .duration(let nanoseconds): durationText(nanoseconds)
    case .share(let part, let whole): percentText(part, of: whole)
    case .fraction(let fraction): percentText(fraction)
    case .rate(let count, let nanoseconds): rateText(count, nanoseconds: nanoseconds)
    case .bytes(let bytes): bytesText(bytes)
    case .factor(let factor): factorText(factor)
    case .decimal(let value, let places): fixedDecimalText(value, places: places) ?? "–"
    case .time(let nanoseconds): CivilTime(nanoseconds: nanoseconds).text(.second)
    case .window(let start, let end): windowText(start: start, end: end)
    case .none: "–"
    }
  }
}

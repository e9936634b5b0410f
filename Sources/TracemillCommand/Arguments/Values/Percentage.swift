import TraceModel

/// A share in percent, exact to four decimals: `10%`, `2.5%`, `-50%`; `0` needs no sign.
struct Percentage: Equatable, Sendable, CustomStringConvertible {
  /// 1 % is 10 000.
  var millionths: Int64

  init(millionths: Int64) { self.millionths = millionths }

  var fraction: Double { Double(millionths) / 1_000_000 }

  @Sendable static func parse(_ text: String) throws(UsageError) -> Percentage {
    if text == "0" { return Percentage(millionths: 0) }
    let isNegative = text.hasPrefix("-")
    let body = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard body.hasSuffix("%"), let decimal = DecimalNumber(body.dropLast()) else {
      throw UsageError("\"\(text)\" is no percentage", remedy: "write it like 10% or 2.5%")
    }
    guard let (value, isExact) = decimal.scaled(by: 10_000), isExact else {
      throw UsageError("\"\(text)\" is too large or too fine", remedy: "four decimals are kept")
    }
    return Percentage(millionths: isNegative ? -value : value)
  }

  /// A share of something, from 0 % to 100 %.
  @Sendable static func parseShare(_ text: String) throws(UsageError) -> Percentage {
    let share = try parse(text)
    guard (0...1_000_000).contains(share.millionths) else {
      throw UsageError("\"\(text)\" is not from 0% to 100%", remedy: "it is a share of the whole")
    }
    return share
  }

  var description: String {
    let size = millionths.magnitude
    return (millionths < 0 ? "-" : "") + "\(size / 10_000)" + DecimalNumber.fraction(size % 10_000, places: 4) + "%"
  }
}

/// A span of time that is not negative: `20ms`, `1.5s`, `1h30m`, `7d`, `0`.
///
/// Units are `ns us µs ms s m h d w`; a day has 24 hours. Several parts are added up.
struct DurationValue: Equatable, Sendable, CustomStringConvertible {
  var nanoseconds: Int64

  init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// - Returns: The duration; text without a unit other than `0`, finer than 1 ns, or past 292 years is an error.
  @Sendable static func parse(_ text: String) throws(UsageError) -> DurationValue {
    let advice = "write it like 20ms, 1.5s, 1h30m or 7d"
    if text == "0" { return DurationValue(nanoseconds: 0) }
    var total: Int64 = 0
    var rest = text[...]
    repeat {
      let (number, tail) = rest.numberAndUnit
      let unit = tail.prefix { !("0"..."9" ~= $0 || $0 == ".") }
      guard let decimal = DecimalNumber(number) else { throw UsageError("\"\(text)\" is no duration", remedy: advice) }
      if unit.isEmpty { throw UsageError("\"\(text)\" has no unit", remedy: advice) }
      guard let factor = units.first(where: { $0.name == unit })?.nanoseconds else {
        throw UsageError("\"\(unit)\" is no unit of time", remedy: "the units are ns, us, ms, s, m, h, d and w")
      }
      guard let (part, isExact) = decimal.scaled(by: factor),
        case let (sum, overflow) = total.addingReportingOverflow(part),
        !overflow
      else { throw UsageError("\"\(text)\" is too long", remedy: "the longest is 292 years (106751d)") }
      if !isExact { throw UsageError("\"\(text)\" is finer than a nanosecond", remedy: advice) }
      total = sum
      rest = tail[unit.endIndex...]
    } while !rest.isEmpty
    return DurationValue(nanoseconds: total)
  }

  /// Whole units, largest first: `1h30m`, `1s500ms`, `0s`. Parses to the same duration.
  var description: String {
    var rest = nanoseconds
    var text = ""
    for (name, factor) in units where name != "w" && name != "µs" && name != "μs" {
      let count = rest / Int64(factor)
      if count > 0 { text += "\(count)\(name)" }
      rest %= Int64(factor)
    }
    return text.isEmpty ? "0s" : text
  }
}

/// Largest first; micro is written with either of the two letters that look like it.
private let units: [(name: String, nanoseconds: UInt64)] = [
  ("w", 604_800_000_000_000), ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
  ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000), ("\u{B5}s", 1000), ("\u{3BC}s", 1000), ("ns", 1),
]

/// A span of time that is not negative, as text: `20ms`, `1.5s`, `1h30m`, `7d`, `0`.
///
/// Units are `ns us µs ms s m h d w`; a day has 24 hours. Several parts are added up.
public enum DurationText {
  /// Why a text is no duration.
  public enum Problem: Error, Equatable, Sendable {
    case noNumber
    case noUnit
    case unknownUnit(String)
    /// Past 292 years.
    case tooLong
    /// Finer than 1 ns.
    case tooFine
  }

  /// Largest first; micro is written with either of the two letters that look like it.
  private static let units: [(name: String, nanoseconds: UInt64)] = [
    ("w", 604_800_000_000_000), ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
    ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000), ("\u{B5}s", 1000), ("\u{3BC}s", 1000), ("ns", 1),
  ]

  /// The duration in ns. Text without a unit is none, but for `0`.
  public static func nanoseconds(_ text: some StringProtocol) throws(Problem) -> Int64 {
    if text == "0" { return 0 }
    var total: Int64 = 0
    var rest = Substring(text)
    repeat {
      let (number, tail) = rest.numberAndUnit
      let unit = tail.prefix { !("0"..."9" ~= $0 || $0 == ".") }
      guard let decimal = DecimalNumber(number) else { throw .noNumber }
      if unit.isEmpty { throw .noUnit }
      guard let factor = units.first(where: { $0.name == unit })?.nanoseconds else { throw .unknownUnit(String(unit)) }
      guard let (part, isExact) = decimal.scaled(by: factor),
        case let (sum, overflow) = total.addingReportingOverflow(part),
        !overflow
      else { throw .tooLong }
      if !isExact { throw .tooFine }
      total = sum
      rest = tail[unit.endIndex...]
    } while !rest.isEmpty
    return total
  }

  /// Whole units, largest first: `1h30m`, `1s500ms`, `0s`. Reads back as the same duration.
  public static func text(_ nanoseconds: Int64) -> String {
    var rest = nanoseconds
    var text = ""
    for (name, factor) in units where name.utf8.allSatisfy({ $0 < 0x80 }) && name != "w" {
      let count = rest / Int64(factor)
      if count > 0 { text += "\(count)\(name)" }
      rest %= Int64(factor)
    }
    return text.isEmpty ? "0s" : text
  }
}

extension DurationText.Problem {
  /// What is wrong with `text`.
  public func sentence(_ text: String) -> String {
    switch self {
    case .noNumber: "\"\(text)\" is no duration"
    case .noUnit: "\"\(text)\" has no unit"
    case .unknownUnit(let unit): "\"\(unit)\" is no unit of time"
    case .tooLong: "\"\(text)\" is too long"
    case .tooFine: "\"\(text)\" is finer than a nanosecond"
    }
  }

  /// What to write instead.
  public var remedy: String {
    switch self {
    case .noNumber, .noUnit, .tooFine: "write it like 20ms, 1.5s, 1h30m or 7d"
    case .unknownUnit: "the units are ns, us, ms, s, m, h, d and w"
    case .tooLong: "the longest is 292 years (106751d)"
    }
  }
}

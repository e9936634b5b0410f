import TraceAnalysis

/// `NAME=CHANGE`, split at the last `=`: `shop:pay=-50%`, `shop:pay=0`, `shop:pay=+20ms`, `orders=0`.
struct TimeChangeValue: Equatable, Sendable {
  var name: String
  var change: TimeChange

  @Sendable static func parse(_ text: String) throws(UsageError) -> TimeChangeValue {
    let advice = "write it like NAME=-50%, NAME=0 or NAME=+20ms"
    guard let place = text.lastIndex(of: "="), place > text.startIndex else {
      throw UsageError("\"\(text)\" has no change behind a \"=\"", remedy: advice)
    }
    return TimeChangeValue(name: String(text[..<place]), change: try change(String(text[text.index(after: place)...])))
  }

  private static func change(_ text: String) throws(UsageError) -> TimeChange {
    let advice = "it is a share like -50% or +20%, 0 for none, or more time like +20ms"
    if text == "0" { return TimeChange(keptMillionths: 0) }
    guard text.hasPrefix("+") || text.hasPrefix("-") else {
      throw UsageError("\"\(text)\" is no change", remedy: advice)
    }
    if text.hasSuffix("%") {
      let share = try Percentage.parse(text)
      guard share.millionths >= -1_000_000 else { throw UsageError("\"\(text)\" is more than all", remedy: advice) }
      let (kept, overflow) = share.millionths.addingReportingOverflow(1_000_000)
      if overflow { throw UsageError("\"\(text)\" is too large", remedy: advice) }
      return TimeChange(keptMillionths: kept)
    }
    guard text.hasPrefix("+") else { throw UsageError("\"\(text)\" is no change", remedy: advice) }
    return TimeChange(added: try DurationValue.parse(String(text.dropFirst())).nanoseconds)
  }
}

/// A value of `--what-if`.
enum WhatIfValue: Equatable, Sendable {
  /// Half the own time of every operation, one after the other.
  case all
  case change(OperationChange)

  @Sendable static func parse(_ text: String) throws(UsageError) -> WhatIfValue {
    if text == "all" { return .all }
    let value = try TimeChangeValue.parse(text)
    let pair = try ServiceOperation.parsePair(value.name)
    return .change(
      OperationChange(service: pair.service, operation: pair.operation ?? "", change: value.change))
  }
}

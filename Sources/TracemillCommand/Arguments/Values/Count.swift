/// Whole numbers.
enum Count {
  /// Returns a parser of whole numbers within `range`.
  static func parser(
    in range: ClosedRange<Int>
  ) -> @Sendable (String) throws(UsageError) -> Int {
    { (text: String) throws(UsageError) in
      guard let value = Int(text), !text.hasPrefix("+") else {
        throw UsageError("\"\(text)\" is no whole number", remedy: "write digits only")
      }
      guard range.contains(value) else {
        let bounds =
          range.upperBound == .max ? "\(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
        throw UsageError("\(value) is out of range", remedy: "it is \(bounds)")
      }
      return value
    }
  }

  /// One or more.
  @Sendable static func parsePositive(_ text: String) throws(UsageError) -> Int { try parser(in: 1...Int.max)(text) }
}

/// How many rows of a list are shown: `20`, or `all`.
enum TopLimit: Equatable, Sendable, CustomStringConvertible {
  case first(Int)
  case all

  @Sendable static func parse(_ text: String) throws(UsageError) -> TopLimit {
    if text == "all" { return .all }
    guard let count = Int(text), count > 0, !text.hasPrefix("+") else {
      throw UsageError("\"\(text)\" is no number of rows", remedy: "write 20 or all")
    }
    return .first(count)
  }

  /// `nil` for all.
  var limit: Int? { if case .first(let count) = self { count } else { nil } }

  var description: String { limit.map(String.init) ?? "all" }
}

import TraceModel

/// Reads the clauses of a ``TraceCondition``.
struct TraceConditionParser {
  private let bytes: [UInt8]
  private var place = 0

  private static let example = "write KEY OP VALUE, like duration > 1s and error = true"

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  mutating func clauses() throws(TraceConditionError) -> [TraceCondition.Clause] {
    skipSpace()
    if place == bytes.count { throw TraceConditionError("the condition is empty", remedy: Self.example) }
    var clauses: [TraceCondition.Clause] = []
    while true {
      clauses.append(try clause())
      skipSpace()
      if place == bytes.count { return try TraceConditionParser.checked(clauses) }
      guard takeAnd() else { throw malformed("\"\(rest)\" is not expected", "join clauses by \"and\"") }
      skipSpace()
      if place == bytes.count { throw malformed("nothing follows \"and\"", Self.example) }
    }
  }

  private mutating func clause() throws(TraceConditionError) -> TraceCondition.Clause {
    let key = try key()
    let name = TraceConditionParser.name(key)
    skipSpace()
    let op = TraceCondition.Operator.allCases.first { bytes[place...].starts(with: $0.rawValue.utf8) }
    guard let op else {
      throw malformed(
        "no operator follows \"\(name)\"", "the operators are = != < <= > >= ~; a key with spaces needs quotation marks"
      )
    }
    place += op.rawValue.utf8.count
    if op == .equal, place < bytes.count, bytes[place] == UInt8(ascii: "=") { place += 1 }
    skipSpace()
    let value = try value()
    guard let value else { throw malformed("no value follows \"\(name) \(op.rawValue)\"", Self.example) }
    return try TraceConditionParser.checked(key, op, value)
  }

  private static func name(_ key: TraceCondition.Key) -> String {
    if case .attribute(let name) = key { name } else { "\(key)" }
  }

  private mutating func key() throws(TraceConditionError) -> TraceCondition.Key {
    if let quoted = try quoted() {
      if quoted.isEmpty { throw malformed("a key is empty", Self.example) }
      return .attribute(quoted)
    }
    let start = place
    while place < bytes.count, bytes[place] > 0x20, !"=!<>~\"".utf8.contains(bytes[place]) { place += 1 }
    let name = String(decoding: bytes[start..<place], as: UTF8.self)
    return switch name {
    case "": throw malformed("a key is missing before \"\(rest)\"", Self.example)
    case "service": .service
    case "operation": .operation
    case "kind": .kind
    case "duration": .duration
    case "error": .error
    case "entry": .entry
    default: .attribute(name)
    }
  }

  /// The value at hand; nil when there is none.
  private mutating func value() throws(TraceConditionError) -> String? {
    if let quoted = try quoted() { return quoted }
    let start = place
    while place < bytes.count, !isAtAnd { place += 1 }
    var end = place
    while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
    if let or = clauseBehindOr(start, end) {
      place = or
      throw malformed(
        "clauses are joined by \"and\" only",
        "ask for each side of \"or\" by itself, or match several values by ~ like service ~ \"^(a|b)$\"")
    }
    return end == start ? nil : String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func quoted() throws(TraceConditionError) -> String? {
    guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return nil }
    let start = place
    var text: [UInt8] = []
    place += 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      if bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count,
        bytes[place + 1] == UInt8(ascii: "\"") || bytes[place + 1] == UInt8(ascii: "\\")
      {
        place += 1
      }
      text.append(bytes[place])
      place += 1
    }
    if place == bytes.count {
      place = start
      throw malformed("a quotation mark is not closed", "end the text with another one")
    }
    place += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// Where `or` stands in `bytes[start..<end]` with a key and an operator behind it; nil where it is part of a value.
  private func clauseBehindOr(_ start: Int, _ end: Int) -> Int? {
    for place in start..<end where bytes[place] <= 0x20 {
      var next = place
      while next < end, bytes[next] <= 0x20 { next += 1 }
      let word = bytes[next..<end].prefix { $0 > 0x20 }
      guard word.lowercased == "or" || word.lowercased == "||" else { continue }
      var rest = bytes[word.endIndex..<end].drop { $0 <= 0x20 }
      rest = rest.drop { $0 > 0x20 && !"=!<>~".utf8.contains($0) }.drop { $0 <= 0x20 }
      if let first = rest.first, "=!<>~".utf8.contains(first) { return next }
    }
    return nil
  }

  /// Whether a space, `and` and another space (or the end) stand here.
  private var isAtAnd: Bool {
    guard bytes[place] <= 0x20 else { return false }
    var next = place
    while next < bytes.count, bytes[next] <= 0x20 { next += 1 }
    guard next + 3 <= bytes.count, bytes[next..<next + 3].lowercased == "and" else { return false }
    return next + 3 == bytes.count || bytes[next + 3] <= 0x20
  }

  private mutating func takeAnd() -> Bool {
    guard place + 3 <= bytes.count, bytes[place..<place + 3].lowercased == "and",
      place + 3 == bytes.count || bytes[place + 3] <= 0x20
    else { return false }
    place += 3
    return true
  }

  private mutating func skipSpace() {
    while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
  }

  private var rest: String { String(decoding: bytes[place...].prefix(40), as: UTF8.self) }

  private func malformed(_ problem: String, _ remedy: String) -> TraceConditionError {
    let column = String(decoding: bytes[..<place], as: UTF8.self).count + 1
    return TraceConditionError("column \(column): \(problem)", remedy: remedy)
  }

  // MARK: What fits together

  private static func checked(
    _ clauses: [TraceCondition.Clause]
  ) throws(TraceConditionError) -> [TraceCondition.Clause] {
    let isAboutOneSpan = clauses.contains { $0.key == .service || $0.key == .operation || $0.key == .kind }
    if isAboutOneSpan, clauses.contains(where: { $0.percent != nil }) {
      throw TraceConditionError(
        "percentiles are those of requests, but service, operation and kind are of single spans",
        remedy: "write entry = SERVICE:OPERATION, or a duration like 20ms")
    }
    return clauses
  }

  /// `p1` to `p99`.
  private static func percentile(_ value: String) -> Int? {
    guard value.hasPrefix("p"), let percent = Int(value.dropFirst()), (1...99).contains(percent) else { return nil }
    return percent
  }

  private static func checked(
    _ key: TraceCondition.Key, _ op: TraceCondition.Operator, _ value: String
  ) throws(TraceConditionError) -> TraceCondition.Clause {
    var clause = TraceCondition.Clause(key: key, op: op, value: value)
    let name = name(key)
    switch key {
    case .service, .operation, .entry:
      if op.isOrdering {
        throw TraceConditionError("\(name) has no order", remedy: "compare it by = != or ~")
      }
    case .kind:
      if op.isOrdering { throw TraceConditionError("kind has no order", remedy: "compare it by = != or ~") }
      let kinds = SpanKind.allCases.map(\.name)
      clause.value = value.lowercased()
      if op != .matches, !kinds.contains(clause.value) {
        throw TraceConditionError("\"\(value)\" is no kind", remedy: "it is one of \(kinds.joined(separator: ", "))")
      }
    case .error:
      clause.value = value.lowercased()
      guard op == .equal || op == .notEqual, clause.value == "true" || clause.value == "false" else {
        throw TraceConditionError("error is true or false", remedy: "write error = true")
      }
    case .duration:
      if op == .matches { throw TraceConditionError("a duration has no pattern", remedy: "write duration > 1s") }
      if let percent = percentile(value) {
        clause.percent = percent
      } else {
        do {
          clause.number = Double(try DurationText.nanoseconds(value))
        } catch {
          let remedy = error == .noNumber ? "\(error.remedy), or p95 for the entry's own percentile" : error.remedy
          throw TraceConditionError(error.sentence(value), remedy: remedy)
        }
      }
    case .attribute:
      clause.number = Double(value).flatMap { $0.isFinite ? $0 : nil }
      if op.isOrdering, clause.number == nil {
        throw TraceConditionError(
          "\"\(value)\" is no number", remedy: "\(op.rawValue) compares numbers; for text there are = != ~",
          doubtfulKey: name)
      }
    }
    if op == .matches { clause.pattern = try TextPattern(clause.value) }
    return clause
  }
}

extension ArraySlice<UInt8> {
  fileprivate var lowercased: String { String(decoding: self, as: UTF8.self).lowercased() }
}

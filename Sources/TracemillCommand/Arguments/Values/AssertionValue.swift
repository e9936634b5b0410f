import TraceAnalysis
import TraceModel

/// `METRIC(SELECTOR) OP NUMBER[%|x|ms|s]`, as `--assert` takes it.
enum AssertionValue {
  private static let form = "write METRIC(SELECTOR) OP NUMBER, like 'p95(checkout) <= 1.1x' or 'edges(added) = 0'"

  @Sendable static func parse(_ text: String) throws(UsageError) -> DumpAssertion {
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else {
      throw UsageError("\"\(text)\" has no (SELECTOR)", remedy: form)
    }
    let metric = try metric(trimmed(text[..<open]))
    let selector = try selector(trimmed(text[text.index(after: open)..<close]), of: metric, in: text)
    let (relation, number) = try relation(trimmed(text[text.index(after: close)...]), in: text)
    return DumpAssertion(
      text: text, metric: metric, selector: selector, relation: relation, limit: try limit(number, of: metric))
  }

  private static func metric(_ name: String) throws(UsageError) -> DumpAssertion.Metric {
    if let metric = DumpAssertion.Metric(rawValue: name) { return metric }
    let all = DumpAssertion.Metric.allCases.map(\.rawValue)
    let hint = nearestName(to: name, among: all).map { "did you mean \($0)? " } ?? ""
    throw UsageError(
      name.isEmpty ? "the metric is missing" : "\"\(name)\" is no metric",
      remedy: hint + "the metrics are \(all.joined(separator: ", "))")
  }

  private static func selector(
    _ text: String, of metric: DumpAssertion.Metric, in whole: String
  ) throws(UsageError) -> DumpAssertion.Selector {
    if metric == .edges {
      switch text {
      case "added": return .edges(.added)
      case "gone": return .edges(.gone)
      default: throw UsageError("edges(\(text)) means nothing", remedy: "write edges(added) or edges(gone)")
      }
    }
    if text == "*" { return .everything }
    if text.isEmpty {
      throw UsageError(
        "\"\(whole)\" selects nothing", remedy: "write *, SERVICE or SERVICE:OPERATION between the parentheses")
    }
    let target = try ServiceOperation.parse(text)
    return target.operation.map { .operation(service: target.service, operation: $0) } ?? .service(target.service)
  }

  private static func relation(
    _ text: String, in whole: String
  ) throws(UsageError) -> (relation: DumpAssertion.Relation, number: String) {
    let sign = text.prefix { "<>=!".contains($0) }
    let number = trimmed(text[sign.endIndex...])
    guard let relation = DumpAssertion.Relation(rawValue: String(sign)) else {
      let all = DumpAssertion.Relation.allCases.map(\.rawValue).joined(separator: " ")
      if sign.isEmpty { throw UsageError("\"\(whole)\" compares nothing", remedy: form) }
      let meant = ["=<": "<=", "=>": ">=", "==": "=", "<>": "!=", "!": "!="][String(sign)]
      throw UsageError(
        "\"\(sign)\" is no comparison", remedy: (meant.map { "did you mean \($0)? " } ?? "") + "they are \(all)")
    }
    if number.isEmpty { throw UsageError("\"\(whole)\" lacks the number to compare with", remedy: form) }
    return (relation, number)
  }

  private static func limit(
    _ text: String, of metric: DumpAssertion.Metric
  ) throws(UsageError) -> DumpAssertion.Limit {
    switch metric {
    case .p50, .p95, .p99, .mean:
      if let times = try times(text) { return times }
      guard text.last?.isLetter == true || text == "0" else {
        throw UsageError(
          "\"\(text)\" is no duration", remedy: "\(metric.rawValue) takes a duration like 250ms or 1.5s, or 1.1x")
      }
      return .duration(nanoseconds: try DurationValue.parse(text).nanoseconds)
    case .errors:
      if let times = try times(text) { return times }
      if text.hasSuffix("%") { return .share(millionths: try Percentage.parseShare(text).millionths) }
      return .number(millionths: try number(text, "errors takes a share like 1%, a count, or 1.1x"))
    case .rate:
      if let times = try times(text) { return times }
      return .number(millionths: try number(text, "rate takes calls a second like 12.5, or 1.1x"))
    case .calls:
      if let times = try times(text) { return times }
      return .number(millionths: try number(text, "calls takes a count, or 1.1x"))
    case .edges: return .number(millionths: try number(text, "edges takes a count"))
    }
  }

  /// `1.1x`: so many times what it was before.
  private static func times(_ text: String) throws(UsageError) -> DumpAssertion.Limit? {
    guard text.hasSuffix("x") else { return nil }
    return .timesBefore(millionths: try number(String(text.dropLast()), "write a factor like 1.1x"))
  }

  private static func number(_ text: String, _ remedy: String) throws(UsageError) -> Int64 {
    guard let decimal = DecimalNumber(text), let (value, isExact) = decimal.scaled(by: 1_000_000), isExact else {
      throw UsageError("\"\(text)\" is no number it can compare with", remedy: remedy)
    }
    return value
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}

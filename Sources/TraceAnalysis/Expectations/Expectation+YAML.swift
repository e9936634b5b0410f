public import YAMLReading

extension Expectation {
  /// Reads a file of expectations: `services`, `complete`, `error_rates`, `durations`, all optional.
  ///
  /// - Returns: In the order of these keys, then of the file.
  /// - Throws: With the line, for an unknown key, a missing or bad value, a duration without `p50 p95 p99 max`.
  public static func read(_ file: YAMLNode) throws(YAMLError) -> [Expectation] {
    if file.value == .null { return [] }
    let file = try file.mapping(of: ["services", "complete", "error_rates", "durations"])
    var expectations: [Expectation] = []
    for node in try file["services"]?.list() ?? [] {
      if let name = node.text {
        expectations.append(.service(name, minSpans: 1))
        continue
      }
      let entry = try node.mapping(of: ["name", "min_spans"])
      expectations.append(
        .service(try entry.required("name").name(), minSpans: try entry["min_spans"]?.count() ?? 1))
    }
    if let complete = file["complete"] { expectations.append(.complete(percent: try complete.percent(upTo: 100))) }
    for node in try file["error_rates"]?.list() ?? [] {
      let entry = try node.mapping(of: ["service", "max"])
      expectations.append(
        .errorRate(
          service: try entry.required("service").name(), maxPercent: try entry.required("max").percent(upTo: 100)))
    }
    for node in try file["durations"]?.list() ?? [] { expectations += try durations(node) }
    return expectations
  }

  private static func durations(_ node: YAMLNode) throws(YAMLError) -> [Expectation] {
    let measures = Measure.allCases.map(\.rawValue)
    let entry = try node.mapping(of: ["service", "operation"] + measures + ["tolerance"])
    let service = try entry.required("service").name()
    let operation = try entry["operation"]?.text()
    let none = YAMLDecimal(digits: 0, places: 0)
    let tolerance = try entry["tolerance"]?.percent(upTo: 1_000_000) ?? none
    var durations: [Expectation] = []
    for entry in entry.entries {
      guard let measure = Measure(rawValue: entry.key) else { continue }
      durations.append(
        .duration(
          service: service, operation: operation.map(GlobPattern.init), measure, limit: try entry.duration(),
          tolerancePercent: tolerance))
    }
    if durations.isEmpty {
      throw YAMLError(
        line: node.line, "a duration has no limit",
        remedy: "add one of \(measures.joined(separator: ", ")), like p95: 250ms")
    }
    return durations
  }
}

extension YAMLEntry {
  /// A number of percent that is not negative, with or without the sign.
  func percent(upTo limit: Int64) throws(YAMLError) -> YAMLDecimal {
    var decimal = value.decimal
    if case .scalar(let scalar) = value.value, scalar.style != .block, scalar.text.hasSuffix("%") {
      decimal = YAMLDecimal(scalar.text.dropLast())
    }
    guard let decimal, decimal.digits >= 0, Int128(decimal.digits) <= Int128(limit) * Int128(decimal.scale) else {
      throw YAMLError(
        line: line, "\"\(key)\" is no number of percent from 0 to \(limit)", remedy: "write it like 2.5 or 2.5%")
    }
    return decimal
  }
}

public import YAMLReading

extension ServiceObjective {
  private static let keys = ["name", "service", "operation", "objective", "latency", "window"]

  /// Reads a file of objectives: `slos:` is a list of `{name, service, operation, objective, latency, window}`.
  ///
  /// - Throws: With the line, for an unknown or missing key, a value of the wrong form or out of range, a name twice.
  public static func read(_ file: YAMLNode) throws(YAMLError) -> [ServiceObjective] {
    let list = try file.mapping(of: ["slos"]).required("slos")
    var objectives: [ServiceObjective] = []
    for node in try list.list() {
      let entry = try node.mapping(of: keys)
      let name = try entry.required("name")
      let objective = ServiceObjective(
        name: try name.name(), service: try entry.required("service").name(),
        operation: try entry["operation"].map { entry throws(YAMLError) in GlobPattern(try entry.text()) },
        percent: try percent(entry.required("objective")),
        latency: try entry["latency"].map { entry throws(YAMLError) in try entry.duration() },
        window: try entry["window"].map { entry throws(YAMLError) in try entry.duration() } ?? usualWindow)
      if objective.window == 0, let window = entry["window"] {
        throw YAMLError(line: window.line, "\"window\" is empty", remedy: "write a length like 30d")
      }
      if objectives.contains(where: { $0.name == objective.name }) {
        throw YAMLError(
          line: name.line, "the name \"\(objective.name)\" stands twice", remedy: "give each objective its own name")
      }
      objectives.append(objective)
    }
    if objectives.isEmpty {
      throw YAMLError(line: list.line, "\"slos\" lists no objective", remedy: "add {name, service, objective}")
    }
    return objectives
  }

  private static func percent(_ entry: YAMLEntry) throws(YAMLError) -> YAMLDecimal {
    let percent = try entry.decimal()
    guard percent.digits > 0, Int128(percent.digits) < 100 * Int128(percent.scale) else {
      throw YAMLError(
        line: entry.line, "\"\(entry.key)\" is not above 0 and below 100",
        remedy: "write percent of requests, like 99.9")
    }
    return percent
  }
}

extension YAMLEntry {
  /// A length of time in ns: a number with one of `ms s m h d w`.
  func duration() throws(YAMLError) -> Int64 {
    func wrong() -> YAMLError {
      YAMLError(
        line: line, "\"\(key)\" is no length of time",
        remedy: "write a number and one of ms s m h d w, like 250ms or 1.5h")
    }
    guard case .scalar(let scalar) = value.value, scalar.style != .block else { throw wrong() }
    let number = scalar.text.prefix { "0"..."9" ~= $0 || $0 == "." }
    let units: [(name: String, nanoseconds: Int128)] = [
      ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
      ("d", 86_400_000_000_000), ("w", 604_800_000_000_000),
    ]
    guard let unit = units.first(where: { $0.name == scalar.text.dropFirst(number.count) }),
      let decimal = YAMLDecimal(number)
    else { throw wrong() }
    let (quotient, remainder) = (Int128(decimal.digits) * unit.nanoseconds).quotientAndRemainder(
      dividingBy: Int128(decimal.scale))
    guard remainder == 0, let duration = Int64(exactly: quotient) else {
      throw YAMLError(
        line: line, "\"\(key)\" is finer than a nanosecond, or longer than 292 years",
        remedy: "write it like 250ms or 30d")
    }
    return duration
  }
}

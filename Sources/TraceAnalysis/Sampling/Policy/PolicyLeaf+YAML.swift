import YAMLReading

extension PolicyLeaf {
  /// Reads a policy that looks at spans alone.
  ///
  /// - Parameters:
  ///   - kind: Its type.
  ///   - type: Where the type is named.
  ///   - mapping: The policy.
  /// - Returns: The policy without its name.
  /// - Throws: With the line, for a key or value that is not known, and for types that cannot be replayed.
  static func read(_ kind: String, _ type: YAMLEntry, _ mapping: YAMLMapping) throws(YAMLError) -> PolicyLeaf {
    func section(_ keys: [String]) throws(YAMLError) -> YAMLMapping {
      guard let entry = mapping[kind] else { return try YAMLMapping([], line: mapping.line, known: keys) }
      return try entry.mapping(of: keys)
    }
    let line = mapping[kind]?.line ?? mapping.line
    switch kind {
    case "string_attribute":
      return try string(section(["key", "values", "enabled_regex_matching", "cache_max_size", "invert_match"]))
    case "numeric_attribute":
      let block = try section(["key", "min_value", "max_value", "invert_match"])
      let least = try block["min_value"]?.integer() ?? 0
      let most = try block["max_value"]?.integer() ?? 0
      if least == 0, most == 0 {
        throw YAMLError(
          line: line, "a numeric_attribute has neither bound", remedy: "give min_value or max_value; 0 counts as none")
      }
      return .number(
        key: try block.required("key").name(), least: least == 0 ? nil : least, most: most == 0 ? nil : most,
        inverted: try block["invert_match"]?.flag() ?? false)
    case "boolean_attribute":
      let block = try section(["key", "value", "invert_match"])
      return .flag(
        key: try block.required("key").name(), value: try block["value"]?.flag() ?? false,
        inverted: try block["invert_match"]?.flag() ?? false)
    case "status_code": return try status(section(["status_codes"]), line)
    case "trace_state":
      let block = try section(["key", "values"])
      return .traceState(key: try block.required("key").name(), values: try block["values"]?.texts() ?? [])
    case "trace_flags":
      _ = try section([])
      return .traceFlags
    case "ottl_condition":
      throw YAMLError(
        line: type.line, "the conditions of an ottl_condition are not evaluated",
        remedy: "replace it by attribute policies, or leave it out")
    default:
      throw unknownType(kind, type)
    }
  }

  static func unknownType(_ kind: String, _ type: YAMLEntry) -> YAMLError {
    YAMLError(line: type.line, "the type \"\(kind)\" is not known", remedy: "types from extensions cannot be replayed")
  }

  private static func string(_ block: YAMLMapping) throws(YAMLError) -> PolicyLeaf {
    let key = try block.required("key").name()
    let values = try block["values"]?.texts() ?? []
    let inverted = try block["invert_match"]?.flag() ?? false
    _ = try block["cache_max_size"]?.integer()
    guard try block["enabled_regex_matching"]?.flag() ?? false else {
      return .string(key: key, values: values, inverted: inverted)
    }
    var patterns: [Pattern] = []
    for node in try block["values"]?.list() ?? [] {
      do throws(PatternError) {
        patterns.append(try Pattern(node.text ?? ""))
      } catch {
        throw YAMLError(
          line: node.line, "\"\(node.text ?? "")\" is no regular expression: \(error.problem)",
          remedy: "write it in RE2's syntax")
      }
    }
    return .pattern(key: key, patterns, inverted: inverted)
  }

  private static func status(_ block: YAMLMapping, _ line: Int) throws(YAMLError) -> PolicyLeaf {
    guard let codes = block["status_codes"] else {
      let given = block.entries.first { $0.key == "status_codes" }?.line
      throw YAMLError(line: given ?? line, "\"status_codes\" is missing", remedy: "list some of OK, ERROR, UNSET")
    }
    let nodes = try codes.list()
    if nodes.isEmpty {
      throw YAMLError(line: codes.line, "\"status_codes\" is empty", remedy: "list some of OK, ERROR, UNSET")
    }
    var known: Set<String> = []
    for node in nodes {
      guard let code = node.text, ["OK", "ERROR", "UNSET"].contains(code) else {
        if case .scalar(let scalar) = node.value {
          throw YAMLError(
            line: node.line, "\"\(scalar.text)\" is no status code", remedy: "the codes are OK, ERROR and UNSET")
        }
        throw YAMLError(line: node.line, "a status code is no text", remedy: "the codes are OK, ERROR and UNSET")
      }
      known.insert(code)
    }
    return .status(unset: known.contains("UNSET"), ok: known.contains("OK"), error: known.contains("ERROR"))
  }
}

import YAMLReading

/// Reads one policy and those below it.
struct PolicyReader {
  var policy: SamplingPolicy

  private static let types = [
    "always_sample", "latency", "numeric_attribute", "probabilistic", "status_code", "string_attribute",
    "rate_limiting", "bytes_limiting", "span_count", "boolean_attribute", "trace_state", "trace_flags",
    "ottl_condition", "and", "not", "drop", "composite",
  ]

  /// A policy at the top, and the line of its name.
  mutating func policy(_ node: YAMLNode) throws(YAMLError) -> (policy: Policy, nameLine: Int) {
    let (mapping, name, type) = try head(node)
    let kind = try type.text()
    let drops = kind == "drop"
    let rule = drops ? try subPolicies("drop", mapping) : try rule(kind, type, mapping, isTop: true)
    var percent: Double?
    if kind == "probabilistic", let share = mapping["probabilistic"] {
      percent =
        try share.mapping(of: ["hash_salt", "sampling_percentage"])["sampling_percentage"]?.decimal().double ?? 0
    }
    return (Policy(name: try name.name(), type: kind, drops: drops, rule: rule, percent: percent), name.line)
  }

  private func head(_ node: YAMLNode) throws(YAMLError) -> (YAMLMapping, YAMLEntry, YAMLEntry) {
    // What an unknown type has below it is not known either: the type is what is wrong.
    if case .mapping(let entries) = node.value, let type = entries.first(where: { $0.key == "type" }),
      let name = type.value.text, !PolicyReader.types.contains(name)
    {
      throw PolicyLeaf.unknownType(name, type)
    }
    let mapping = try node.mapping(of: ["name", "type"] + PolicyReader.types)
    return (mapping, try mapping.required("name"), try mapping.required("type"))
  }

  private mutating func subPolicy(_ node: YAMLNode) throws(YAMLError) -> (name: String, rule: PolicyRule) {
    let (mapping, name, type) = try head(node)
    return (try name.name(), try rule(try type.text(), type, mapping, isTop: false))
  }

  private mutating func subPolicies(_ kind: String, _ mapping: YAMLMapping) throws(YAMLError) -> PolicyRule {
    let key = kind + "_sub_policy"
    let block = try mapping.required(kind).mapping(of: [key])
    var rules: [PolicyRule] = []
    for node in try block.required(key).list() { rules.append(try subPolicy(node).rule) }
    return .and(rules)
  }

  private mutating func rule(
    _ kind: String, _ type: YAMLEntry, _ mapping: YAMLMapping, isTop: Bool
  ) throws(YAMLError) -> PolicyRule {
    func section(_ keys: [String]) throws(YAMLError) -> YAMLMapping {
      guard let entry = mapping[kind] else { return try YAMLMapping([], line: mapping.line, known: keys) }
      return try entry.mapping(of: keys)
    }
    switch kind {
    case "always_sample": return .always
    case "latency":
      let block = try section(["threshold_ms", "upper_threshold_ms"])
      return .latency(try block["threshold_ms"]?.count() ?? 0, try block["upper_threshold_ms"]?.bound())
    case "span_count":
      let block = try section(["min_spans", "max_spans"])
      return .spanCount(try block["min_spans"]?.count() ?? 0, try block["max_spans"]?.bound())
    case "probabilistic": return try probabilistic(section(["hash_salt", "sampling_percentage"]))
    case "rate_limiting":
      return .spanLimit(try bucket(section(["spans_per_second", "burst_capacity"]), "spans_per_second"))
    case "bytes_limiting":
      return .byteLimit(try bucket(section(["bytes_per_second", "burst_capacity"]), "bytes_per_second"))
    case "and": return try subPolicies("and", mapping)
    case "not":
      let block = try mapping.required("not").mapping(of: ["not_sub_policy"])
      return .not(try subPolicy(block.required("not_sub_policy").value).rule)
    case "composite" where isTop: return try composite(mapping)
    case "composite", "drop":
      throw YAMLError(
        line: type.line, "a \(kind) cannot stand below another policy", remedy: "put it at the top of policies")
    default:
      policy.leaves.append(try PolicyLeaf.read(kind, type, mapping))
      return .leaf(policy.leaves.count - 1)
    }
  }

  private func probabilistic(_ block: YAMLMapping) throws(YAMLError) -> PolicyRule {
    let salt = try block["hash_salt"]?.text() ?? ""
    let percent = try block["sampling_percentage"]?.decimal() ?? YAMLDecimal(digits: 0, places: 0)
    if percent.digits < 0, let entry = block["sampling_percentage"] {
      throw YAMLError(line: entry.line, "\"sampling_percentage\" is negative", remedy: "write percent of the traces")
    }
    let whole = 100 * UInt128(percent.scale)
    let digits = UInt128(percent.digits)
    // Percents below 100 with 18 digits keep the product within 128 bits.
    let threshold = digits >= whole ? nil : UInt64(UInt128(UInt64.max) * digits / whole)
    return .probabilistic(salt: Array((salt.isEmpty ? "default-hash-seed" : salt).utf8), threshold: threshold)
  }

  private mutating func bucket(_ block: YAMLMapping, _ key: String) throws(YAMLError) -> Int {
    let rate = try block[key]?.count() ?? 0
    let burst = try block["burst_capacity"]?.count() ?? 0
    let (twice, overflowed) = rate.multipliedReportingOverflow(by: 2)
    policy.buckets.append(BucketLimit(rate: rate, capacity: burst > 0 ? burst : overflowed ? .max : twice))
    return policy.buckets.count - 1
  }

  private mutating func composite(_ mapping: YAMLMapping) throws(YAMLError) -> PolicyRule {
    let block = try mapping.required("composite").mapping(of: [
      "max_total_spans_per_second", "policy_order", "composite_sub_policy", "rate_allocation",
    ])
    let total = try block["max_total_spans_per_second"]?.count() ?? 0
    if let order = block["policy_order"] { _ = try order.texts() }
    var subs: [(name: String, rule: PolicyRule)] = []
    let list = try block.required("composite_sub_policy")
    for node in try list.list() { subs.append(try subPolicy(node)) }
    if subs.isEmpty {
      throw YAMLError(line: list.line, "\"composite_sub_policy\" lists none", remedy: "add a sub-policy")
    }
    var percents: [String: Int64] = [:]
    for node in try block["rate_allocation"]?.list() ?? [] {
      let entry = try node.mapping(of: ["policy", "percent"])
      let name = try entry.required("policy").name()
      percents[name] = try entry["percent"]?.count() ?? 0
    }
    let shares = subs.map { sub in
      let percent = percents[sub.name] ?? 0
      return percent > 0 ? Int64(clamping: Int128(percent) * Int128(total) / 100) : total / Int64(subs.count)
    }
    policy.composites.append(CompositeLimit(maxTotal: total, shares: shares))
    return .composite(policy.composites.count - 1, subs.map(\.rule))
  }
}

extension YAMLEntry {
  /// A count of which 0 means none.
  fileprivate func bound() throws(YAMLError) -> Int64? {
    let count = try count()
    return count == 0 ? nil : count
  }
}

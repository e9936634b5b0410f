public import YAMLReading

extension SamplingPolicy {
  private static let settings = [
    "policies", "sample_on_first_match", "sampling_strategy", "decision_wait", "decision_wait_after_root_received",
    "num_traces", "expected_new_traces_per_sec", "decision_cache", "block_on_overflow",
    "drop_pending_traces_on_shutdown", "maximum_trace_size_bytes", "tail_storage",
  ]
  private static let decisive = ["policies", "sample_on_first_match", "sampling_strategy"]

  /// Reads a collector's configuration, or a part of it: `processors:`, `tail_sampling:` or `policies:` at the top.
  ///
  /// - Parameters:
  ///   - file: The whole file.
  ///   - name: Which processor, when there are several.
  /// - Returns: The processor.
  /// - Throws: With the line, for what cannot be replayed.
  public static func read(_ file: YAMLNode, processor name: String? = nil) throws(YAMLError) -> SamplingPolicy {
    guard case .mapping(let entries) = file.value else {
      throw YAMLError(
        line: file.line, "there is no collector configuration",
        remedy: "begin with processors:, tail_sampling: or policies:")
    }
    let first = entries.first?.line ?? file.line
    let candidates = try processors(in: entries)
    if let name {
      guard let chosen = candidates.first(where: { $0.key == name }) else {
        let names = candidates.map(\.key).joined(separator: ", ")
        throw YAMLError(
          line: first, "there is no processor \"\(name)\"",
          remedy: names.isEmpty ? "leave --processor out" : "it has \(names)")
      }
      return try read(chosen)
    }
    if candidates.count > 1 {
      let names = candidates.map(\.key).joined(separator: ", ")
      throw YAMLError(
        line: candidates[1].line, "there are several tail_sampling processors",
        remedy: "pick one of \(names) by --processor")
    }
    if let only = candidates.first { return try read(only) }
    if !entries.contains(where: { settings.contains($0.key) }) {
      throw YAMLError(
        line: first, "there is no tail_sampling processor", remedy: "is it the collector's configuration?")
    }
    return try read(YAMLEntry(key: "policies", line: first, value: file))
  }

  /// The processors that a configuration names.
  private static func processors(in entries: [YAMLEntry]) throws(YAMLError) -> [YAMLEntry] {
    func isTailSampling(_ key: String) -> Bool { key == "tail_sampling" || key.hasPrefix("tail_sampling/") }
    var found = entries.filter { isTailSampling($0.key) }
    if let section = entries.first(where: { $0.key == "processors" }), case .mapping(let own) = section.value.value {
      found += own.filter { isTailSampling($0.key) }
    }
    return found
  }

  private static func read(_ entry: YAMLEntry) throws(YAMLError) -> SamplingPolicy {
    let processor = try entry.mapping(of: settings)
    var policy = SamplingPolicy()
    policy.ignored = processor.entries.map(\.key).filter { !decisive.contains($0) }
    policy.samplesOnFirstMatch = try processor["sample_on_first_match"]?.flag() ?? false
    if let strategy = processor["sampling_strategy"], try strategy.text() != "trace-complete" {
      throw YAMLError(
        line: strategy.line, "the sampling_strategy \"\(try strategy.text())\" cannot be replayed",
        remedy: "a dump holds whole traces: only trace-complete can")
    }
    guard let list = processor["policies"], case .sequence(let nodes) = list.value.value, !nodes.isEmpty else {
      if let list = processor["policies"], case .sequence(let nodes) = list.value.value, nodes.isEmpty {
        throw YAMLError(
          line: list.line, "there are no policies", remedy: "add one; a processor without any keeps nothing")
      }
      if let list = processor["policies"] { _ = try list.list() }
      throw YAMLError(line: entry.line, "\"policies\" is missing", remedy: "add a list of policies")
    }
    for node in nodes { try policy.add(node) }
    return policy
  }

  private mutating func add(_ node: YAMLNode) throws(YAMLError) {
    try SamplingPolicy.refuseVariables(in: node)
    var reader = PolicyReader(policy: self)
    let read = try reader.policy(node)
    self = reader.policy
    if policies.contains(where: { $0.name == read.policy.name }) {
      throw YAMLError(
        line: read.nameLine, "the name \"\(read.policy.name)\" stands twice", remedy: "give each policy its own name")
    }
    policies.append(read.policy)
  }

  /// `${env:NAME}` is known to the collector alone.
  private static func refuseVariables(in node: YAMLNode) throws(YAMLError) {
    switch node.value {
    case .null: break
    case .scalar(let scalar):
      if scalar.text.contains("${") {
        throw YAMLError(
          line: node.line, "\"\(scalar.text)\" is known to the collector alone", remedy: "write the value in its stead")
      }
    case .sequence(let nodes): for node in nodes { try refuseVariables(in: node) }
    case .mapping(let entries): for entry in entries { try refuseVariables(in: entry.value) }
    }
  }
}

import TraceAnalysis

/// The value of `--where`.
enum ConditionValue {
  /// - Throws: What is wrong with it; where a key is near a built-in one, which that is.
  @Sendable static func parse(_ text: String) throws(UsageError) -> TraceCondition {
    do {
      return try TraceCondition(parsing: text)
    } catch {
      guard let key = error.doubtfulKey, let near = nearestName(to: key, among: TraceCondition.builtInKeys) else {
        throw UsageError(error.problem, remedy: error.remedy)
      }
      throw UsageError(
        "\"\(key)\" is no built-in key, and \(error.problem)",
        remedy: "did you mean \(near)? As an attribute: \(error.remedy)")
    }
  }

  /// What is probably meant by an attribute that the dump does not have; nil when nothing comes near.
  static func hint(_ attribute: String) -> String? {
    let word = attribute.lowercased().split { $0 == "." || $0 == "_" || $0 == " " }.first.map(String.init) ?? ""
    if word == "status" || word == "failed" { return "error = true" }
    return nearestName(to: attribute, among: TraceCondition.builtInKeys)
  }
}

import TraceAnalysis

/// `SERVICE:OPERATION,SERVICE:OPERATION`: `\:` and `\,` stand for themselves.
enum FunnelSteps {
  @Sendable static func parse(_ text: String) throws(UsageError) -> [FunnelOptions.Step] {
    var parts = [""]
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "," {
        parts.append("")
      } else if scalar == "\\", let next = rest.popFirst() {
        // What else is escaped is for the reader of a step.
        parts[parts.count - 1] += next == "," ? "," : "\\" + String(Character(next))
      } else {
        parts[parts.count - 1].unicodeScalars.append(scalar)
      }
    }
    var steps: [FunnelOptions.Step] = []
    for part in parts {
      let pair = try ServiceOperation.parsePair(part)
      steps.append(FunnelOptions.Step(service: pair.service, operation: pair.operation ?? ""))
    }
    return steps
  }
}

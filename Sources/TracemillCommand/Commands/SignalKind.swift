import SpanDecoding
import TraceModel

/// What root causes are told by beside spans.
enum SignalKind: String, Sendable {
  case logs, metrics, deployments

  /// Warns of files that hold nothing of the kind, and of what was lost in the others.
  func tell(_ inputs: [SignalInput], _ talk: Talk) {
    for input in inputs {
      if let sentence = input.found == 0 ? emptySentence(input.input, input.counts) : lossSentence(input) {
        talk.warning(sentence)
      }
    }
  }

  /// Says that a file holds nothing of the kind, what it holds, and what was expected.
  func emptySentence(_ input: DumpInput, _ counts: SignalCounts) -> String {
    var held: [String] = []
    if counts.values > 0 {
      held.append("\(counts.values) JSON \(counts.values == 1 ? "value" : "values") of another kind")
    }
    if counts.rejected > 0 {
      held.append("\(counts.rejected) \(counts.rejected == 1 ? "value" : "values") that could not be read")
    }
    let found = held.isEmpty ? "it is empty" : "it holds \(held.joined(separator: " and "))"
    return "--\(rawValue): \(input.path) has no \(unit): \(found); \(expected)"
  }

  /// Says how much of a file is lost beside what was read; nil when nothing is.
  func lossSentence(_ input: SignalInput) -> String? {
    let count = input.counts.lost
    if count == 0 { return nil }
    let first = input.counts.firstReject.map { " (the first at byte \($0.offset): \($0.reason))" } ?? ""
    return
      "--\(rawValue): \(input.input.path): \(count) \(count == 1 ? "value" : "values") beside \(input.found) \(unit) could not be read and \(count == 1 ? "is" : "are") left out\(first); \(expected)"
  }

  private var unit: String {
    switch self {
    case .logs: "log lines"
    case .metrics: "metric points"
    case .deployments: "deployments"
    }
  }

  private var expected: String {
    switch self {
    case .logs:
      "expected are OTLP logs (resourceLogs), or lines like {\"timeUnixNano\":…,\"service\":…,\"body\":…}"
    case .metrics:
      "expected are OTLP metrics (resourceMetrics), or lines like {\"timeUnixNano\":…,\"service\":…,\"metrics\":{NAME:NUMBER}}"
    case .deployments:
      "expected are lines like {\"time\":…,\"service\":…,\"version\":…,\"note\":…}"
    }
  }
}

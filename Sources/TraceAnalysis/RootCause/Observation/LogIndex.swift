public import TraceModel

/// Log lines by trace, so that a fold finds those of a span. Lines without a trace id are of no trace.
public struct LogIndex: Sendable {
  /// Sorted by trace, span and time, then by what they say: the order of files leaves no trace. Those without a trace id come first.
  let lines: [LogLine]
  public let services: [String]
  public let templates: [String]
  /// What a line of each template says, where the template does not; may be shorter than ``templates``.
  let examples: [String]

  /// - Complexity: O(*n* log *n*) in the lines.
  public init(_ logs: LogLines) {
    services = logs.services
    templates = logs.templates
    examples = logs.examples
    lines = logs.lines.sorted { left, right in
      if left.traceID != right.traceID { return left.traceID < right.traceID }
      if left.spanID != right.spanID { return left.spanID.value < right.spanID.value }
      return (left.time, left.service, left.template, left.isError ? 1 : 0)
        < (right.time, right.service, right.template, right.isError ? 1 : 0)
    }
  }

  /// The lines of one trace, by span id.
  func lines(of trace: TraceID) -> ArraySlice<LogLine> {
    if trace.isZero { return [] }
    let start = firstPlace { $0.traceID < trace }
    var end = start
    while end < lines.count, lines[end].traceID == trace { end += 1 }
    return lines[start..<end]
  }

  /// Whether a service wrote a line of the template in the trace.
  func hasLine(of template: Int, by service: String, in trace: TraceID) -> Bool {
    lines(of: trace).contains { $0.template == template && services[$0.service] == service }
  }

  /// The template with what one of its lines says.
  func described(_ template: Int) -> RootCauseResult.LogTemplate {
    let example = template < examples.count && !examples[template].isEmpty ? examples[template] : nil
    return RootCauseResult.LogTemplate(template: templates[template], example: example)
  }

  private func firstPlace(_ isBefore: (LogLine) -> Bool) -> Int {
    var low = 0
    var high = lines.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(lines[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

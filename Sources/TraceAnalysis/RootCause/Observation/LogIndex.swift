public import TraceModel

/// Log lines by trace, so that a fold finds those of a span. Lines without a trace id are not in it.
public struct LogIndex: Sendable {
  /// Sorted by trace, then span, then order of input.
  let lines: [LogLine]
  public let services: [String]
  public let templates: [String]

  /// - Complexity: O(*n* log *n*) in the lines.
  public init(_ logs: LogLines) {
    services = logs.services
    templates = logs.templates
    lines = logs.lines.filter { !$0.traceID.isZero }.enumerated()
      .sorted {
        ($0.element.traceID, $0.element.spanID.value, $0.offset)
          < ($1.element.traceID, $1.element.spanID.value, $1.offset)
      }
      .map(\.element)
  }

  /// The lines of one trace, by span id.
  func lines(of trace: TraceID) -> ArraySlice<LogLine> {
    let start = firstPlace { $0.traceID < trace }
    var end = start
    while end < lines.count, lines[end].traceID == trace { end += 1 }
    return lines[start..<end]
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

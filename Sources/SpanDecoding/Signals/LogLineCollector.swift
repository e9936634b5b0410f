import TraceModel

/// Collects log lines, each reduced to what can be compared; names are numbered in order of first sight.
struct LogLineCollector: LogSink {
  var logs = LogLines()
  private var services: [String: Int] = [:]
  private var templates: [String: Int] = [:]
  /// When the example of each template was written (ns since the epoch, 0 when unknown).
  private var exampleTimes: [Int64] = []

  mutating func receive(_ line: LogRecord) {
    let template = LogTemplate.of(line.body)
    let service = LogLineCollector.number(line.service, &services, &logs.services)
    let number = LogLineCollector.number(template, &templates, &logs.templates)
    offerExample(line, number)
    logs.lines.append(
      LogLine(
        time: line.time, traceID: line.traceID, spanID: line.spanID, service: service, template: number,
        isError: line.isError))
  }

  /// The earliest line of a template is its example, ties by what it says: the order of files leaves no trace.
  private mutating func offerExample(_ line: LogRecord, _ template: Int) {
    if template == logs.examples.count {
      logs.examples.append(LogTemplate.statement(of: line.body))
      exampleTimes.append(line.time)
    } else if line.time <= exampleTimes[template] {
      let statement = LogTemplate.statement(of: line.body)
      if line.time == exampleTimes[template],
        !statement.utf8.lexicographicallyPrecedes(logs.examples[template].utf8)
      {
        return
      }
      logs.examples[template] = statement
      exampleTimes[template] = line.time
    }
  }

  private static func number(_ name: String, _ numbers: inout [String: Int], _ names: inout [String]) -> Int {
    if let number = numbers[name] { return number }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }
}

import TraceModel

/// Collects log lines, each reduced to what can be compared.
struct LogLineCollector: LogSink {
  private var lines: [LogLine] = []
  private var services = NumberedNames()
  private var templates = NumberedNames()
  /// By template.
  private var examples: [Example] = []

  /// What the earliest line of a template says, and when it was written (ns since the epoch, 0 when unknown).
  private struct Example {
    var statement: String
    var time: Int64
  }

  mutating func receive(_ line: LogRecord) {
    let template = templates.number(of: LogTemplate.of(line.body))
    offerExample(line, template)
    lines.append(
      LogLine(
        time: line.time, traceID: line.traceID, spanID: line.spanID, service: services.number(of: line.service),
        template: template, isError: line.isError))
  }

  /// The lines, with names numbered in the order of their bytes: the order of files leaves no trace.
  consuming func finish() -> LogLines {
    var logs = LogLines()
    let serviceOrder = services.order
    let templateOrder = templates.order
    logs.services = serviceOrder.map { services.name($0) }
    logs.templates = templateOrder.map { templates.name($0) }
    logs.examples = templateOrder.map { examples[$0].statement }
    let serviceNumbers = NumberedNames.numbers(serviceOrder)
    let templateNumbers = NumberedNames.numbers(templateOrder)
    logs.lines = lines
    lines = []
    for index in logs.lines.indices {
      logs.lines[index].service = serviceNumbers[logs.lines[index].service]
      logs.lines[index].template = templateNumbers[logs.lines[index].template]
    }
    return logs
  }

  /// The earliest line of a template is its example, ties by what it says.
  private mutating func offerExample(_ line: LogRecord, _ template: Int) {
    if template == examples.count {
      examples.append(Example(statement: LogTemplate.statement(of: line.body), time: line.time))
    } else if line.time <= examples[template].time {
      let statement = LogTemplate.statement(of: line.body)
      if line.time == examples[template].time,
        !statement.utf8.lexicographicallyPrecedes(examples[template].statement.utf8)
      {
        return
      }
      examples[template] = Example(statement: statement, time: line.time)
    }
  }
}

/// Names numbered in order of first sight; told apart by their bytes.
private struct NumberedNames {
  private var symbols = SymbolInterner()
  /// By symbol; -1 for one that has none yet.
  private var numbers: [Int] = [-1]
  private var names: [Symbol] = []

  mutating func number(of name: String) -> Int {
    let symbol = symbols.intern(name)
    if Int(symbol.index) == numbers.count { numbers.append(-1) }
    if numbers[Int(symbol.index)] < 0 {
      numbers[Int(symbol.index)] = names.count
      names.append(symbol)
    }
    return numbers[Int(symbol.index)]
  }

  func name(_ number: Int) -> String { String(decoding: symbols.bytes(of: names[number]), as: UTF8.self) }

  /// The numbers in the order of the names' bytes.
  var order: [Int] {
    names.indices.sorted { symbols.bytes(of: names[$0]).lexicographicallyPrecedes(symbols.bytes(of: names[$1])) }
  }

  /// Where each number stands in an order.
  static func numbers(_ order: [Int]) -> [Int] {
    var numbers = [Int](repeating: 0, count: order.count)
    for (index, number) in order.enumerated() { numbers[number] = index }
    return numbers
  }
}

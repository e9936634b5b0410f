import TraceModel

/// One line of a ``Drawing``, taken apart.
struct DrawingLine {
  var indentation: Int
  var trace: UInt64
  /// Column of the bar's first `|`, nil when the bar is given in numbers.
  var firstColumn: Int?
  var hasExplicitParent = false
  private var lastColumn = 0
  private var drawn = DrawnSpan()

  init(_ line: Substring, trace: UInt64) {
    let columns = Array(line)
    self.trace = trace
    indentation = columns.firstIndex { $0 != " " } ?? 0
    drawn.traceID = TraceID(high: 0, low: trace)
    let bar = DrawingLine.bar(of: columns)
    precondition(!bar.isEmpty, "a drawn span needs a bar, |===| or [10..40]: \(line)")
    readNames(columns[..<bar.lowerBound])
    if columns[bar.lowerBound] == "|" {
      firstColumn = bar.lowerBound
      lastColumn = bar.upperBound - 1
    } else {
      let text = String(columns[bar].dropFirst().dropLast())
      let dots = text.firstRange(of: "..")
      precondition(dots != nil, "a bar in numbers is [10..40]: \(line)")
      if let dots {
        drawn.start = DrawingLine.nanoseconds(text[..<dots.lowerBound])
        drawn.end = DrawingLine.nanoseconds(text[dots.upperBound...])
      }
    }
    readMarks(columns[bar.upperBound...])
  }

  /// The span with its own id or `number`, its times counted from `origin`.
  func span(number: UInt64, origin: Int) -> DrawnSpan {
    var span = drawn
    if span.spanID.isNone { span.spanID = SpanID(number) }
    if let firstColumn {
      span.start = Int64(firstColumn - origin) * 1000
      span.end = Int64(lastColumn - origin) * 1000
    }
    span.start += Drawing.epoch
    span.end += Drawing.epoch
    return span
  }

  /// The columns of the bar: the first `|` or `[` behind a space, to the last `|` that only `=` leads to, or the `]`.
  private static func bar(of columns: [Character]) -> Range<Int> {
    for place in columns.indices.dropFirst() where columns[place - 1] == " " {
      if columns[place] == "[", let close = columns[place...].firstIndex(of: "]") { return place..<close + 1 }
      if columns[place] == "|" {
        var last = place
        var next = place + 1
        while next < columns.count, columns[next] == "=" || columns[next] == "|" {
          if columns[next] == "|" { last = next }
          next += 1
        }
        return place..<last + 1
      }
    }
    return 0..<0
  }

  private mutating func readNames(_ columns: ArraySlice<Character>) {
    var words = String(columns).split(separator: " ").map(String.init)
    let kinds: [String: SpanKind] = [
      "S": .server, "C": .client, "P": .producer, "R": .consumer, "I": .internal,
    ]
    if words.count > 1, let last = words.last, let kind = kinds[last] {
      drawn.kind = kind
      words.removeLast()
    }
    drawn.service = words.first ?? ""
    drawn.operation = words.dropFirst().joined(separator: " ")
  }

  private mutating func readMarks(_ columns: ArraySlice<Character>) {
    var marks = DrawingLine.marks(of: columns)[...]
    while let mark = marks.popFirst() {
      if mark == "!" {
        drawn.status = .error
      } else if mark == "ok" {
        drawn.status = .ok
      } else if mark == "~" {
        drawn.followsFrom = true
      } else if mark == "->" {
        readLink(marks.popFirst() ?? "")
      } else if mark.hasPrefix("*") {
        drawn.exceptions.append(String(mark.dropFirst()))
      } else if mark.hasPrefix("@") {
        drawn.spanID = DrawingLine.spanID(mark.dropFirst())
      } else if mark.hasPrefix("^") {
        drawn.parentID = DrawingLine.spanID(mark.dropFirst())
        hasExplicitParent = true
      } else {
        readAttribute(mark)
      }
    }
  }

  private mutating func readLink(_ mark: String) {
    let parts = mark.split(separator: "/")
    let trace = parts.count == 2 ? UInt64(parts[0], radix: 16) ?? 0 : 0
    precondition(parts.last?.hasPrefix("@") == true, "a link is drawn -> @2a or -> 7/@2a: \(mark)")
    drawn.links.append((TraceID(high: 0, low: trace), DrawingLine.spanID((parts.last ?? "").dropFirst())))
  }

  private mutating func readAttribute(_ mark: String) {
    guard let equals = mark.firstIndex(of: "=") else {
      preconditionFailure("behind the bar stands no key=value: \(mark)")
    }
    let key = String(mark[..<equals])
    let text = String(mark[mark.index(after: equals)...])
    switch key {
    case "host": drawn.host = text
    case "version": drawn.version = text
    case "namespace": drawn.namespace = text
    case "environment": drawn.environment = text
    case "instance": drawn.instance = text
    default:
      let value: AttributeValue
      if text.hasPrefix("\"") {
        value = .string(Array(text.dropFirst().dropLast().utf8)[...])
      } else if text == "true" || text == "false" {
        value = .bool(text == "true")
      } else if let number = Int64(text) {
        value = .int(number)
      } else {
        value = .string(Array(text.utf8)[...])
      }
      drawn.attributes.append((key, value))
    }
  }

  /// The words behind the bar; a space between quotes does not part words.
  private static func marks(of columns: ArraySlice<Character>) -> [String] {
    var marks: [String] = []
    var mark = ""
    var quoted = false
    for character in columns {
      if character == "\"" { quoted.toggle() }
      if character == " ", !quoted {
        if !mark.isEmpty { marks.append(mark) }
        mark = ""
      } else {
        mark.append(character)
      }
    }
    if !mark.isEmpty { marks.append(mark) }
    return marks
  }

  private static func spanID(_ digits: Substring) -> SpanID {
    guard let value = UInt64(digits, radix: 16) else { preconditionFailure("no span id in hexadecimal: \(digits)") }
    return SpanID(value)
  }

  /// Microseconds with up to three decimals, as nanoseconds.
  private static func nanoseconds(_ text: Substring) -> Int64 {
    let negative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".")
    var decimals = parts.count > 1 ? String(parts[1]) : ""
    while decimals.count < 3 { decimals += "0" }
    guard parts.count <= 2, decimals.count == 3, let whole = Int64(parts.first ?? ""), let rest = Int64(decimals) else {
      preconditionFailure("no microseconds: \(text)")
    }
    return (negative ? -1 : 1) * (whole * 1000 + rest)
  }
}

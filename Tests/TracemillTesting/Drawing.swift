import TraceModel

/// Traces drawn as text: the fixture of nearly every test. One line is one span.
///
///     gateway POST /checkout   S  |==============|
///       auth check             C    |===|           !
///       cart load              C         |====|     @2a  host=b  db.system=redis
///
/// - Indentation makes the parent: the nearest line above with less of it.
/// - The first word is the service, the rest the operation. A single letter before the bar is the kind: `S` SERVER, `C` CLIENT,
///   `P` PRODUCER, `R` CONSUMER (receives), `I` INTERNAL; none is unspecified.
/// - The bar runs from its first `|` to its last; a column is one microsecond, and the leftmost bar of the drawing
///   starts at ``epoch``. A lone `|` has no length. `[10..40]` and `[10.5..40]` give microseconds in numbers instead.
/// - Behind the bar: `!` status ERROR, `ok` status OK; `*IOException` an exception of that type at the span's end;
///   `@2a` the span id in hexadecimal (else 1, 2, 3 … through the whole drawing); `~` the
///   parent came by FOLLOWS_FROM; `^2a` the parent's id whatever the indentation says; `-> @2a` a link to the span of that id,
///   wherever it is drawn; `-> 7/@2a` a link into trace 7. `host=`, `version=`, `namespace=`, `environment=` and
///   `instance=` describe the resource; any other `key=value` is an attribute: whole numbers and `true`/`false` are
///   typed, `key="a b"` is text.
/// - A line `trace 7` begins the trace of that id (hexadecimal); an empty line between spans begins the next one. A line that
///   begins with `#` is passed over.
///
/// A drawing that breaks these rules stops the test: it is part of the program.
public struct Drawing: Sendable {
  /// Where column 0 of a drawing lies, in ns since the epoch.
  public static let epoch: Int64 = 1_700_000_000_000_000_000

  /// The spans, in the order of the lines.
  public private(set) var spans: [DrawnSpan] = []

  public init(_ text: String) {
    var lines: [DrawingLine] = []
    var trace: UInt64 = 1
    var begun = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.split(separator: " ")
      guard let first = words.first else {
        if begun { trace += 1 }
        begun = false
        continue
      }
      if first.hasPrefix("#") { continue }
      if first == "trace", words.count == 2, let id = UInt64(words[1], radix: 16) {
        trace = id
        begun = false
        continue
      }
      begun = true
      lines.append(DrawingLine(line, trace: trace))
    }
    let origin = lines.compactMap(\.firstColumn).min() ?? 0
    var open: [(indentation: Int, spanID: SpanID)] = []
    for (number, line) in lines.enumerated() {
      var span = line.span(number: UInt64(number + 1), origin: origin)
      if number > 0, lines[number - 1].trace != line.trace { open = [] }
      while let last = open.last, last.indentation >= line.indentation { open.removeLast() }
      if !line.hasExplicitParent { span.parentID = open.last?.spanID ?? .none }
      open.append((line.indentation, span.spanID))
      spans.append(span)
    }
    resolveLinks()
  }

  /// Links are drawn by span id; the trace is that of the span that has it, the own one when none does.
  private mutating func resolveLinks() {
    for place in spans.indices {
      for number in spans[place].links.indices where spans[place].links[number].traceID.isZero {
        let target = spans.first { $0.spanID == spans[place].links[number].spanID }
        spans[place].links[number].traceID = target?.traceID ?? spans[place].traceID
      }
    }
  }
}

public import ReportModel
public import TraceAnalysis
public import TraceModel

extension LogsResult {
  /// The section "Log patterns": what changed first, then what is written most, then the lines of the id.
  ///
  /// - Parameters:
  ///   - top: How many rows a table shows; nil for all.
  ///   - exemplar: How a trace id is shown.
  /// - Returns: The section; a sentence alone when there are no lines.
  public func section(top: Int? = 20, exemplar: (TraceID) -> Text = { $0.prefixText }) -> Section {
    var section = Section("Log patterns", blocks: [.paragraph(summary)])
    if let id = chain.id { section.sections.append(chainSection(id, top, exemplar)) }
    if let changes {
      let more = changes.filter { $0.direction == .new || $0.direction == .risen }
      let less = changes.filter { $0.direction == .vanished || $0.direction == .fallen }
      section.sections.append(
        changeSection("Risen", more, "No pattern is written more often than before.", top, exemplar))
      section.sections.append(
        changeSection("Vanished or fallen", less, "No pattern is written less often than before.", top, exemplar))
    }
    if !patterns.isEmpty {
      section.sections.append(
        Section("Written most", blocks: [.table(patternTable(exemplar).prefix(top))]))
    }
    return section
  }

  private var summary: Text {
    if now.lines + before.lines == 0 {
      return "No log line was read; \(counted(rejected, "value was", "values were")) none."
    }
    var text: Text = "\(strong: .count(now.lines)) \(plural(now.lines, "line"))"
    if let first = now.first, let last = now.last {
      text += " from \(.window(start: first.nanoseconds, end: last.nanoseconds))"
    }
    text +=
      " in \(counted(patterns.count, "pattern")), \(.share(now.errors, of: now.lines)) of them ERROR (n \(now.errors)); \(.share(withTrace, of: now.lines)) name a trace."
    if changes != nil {
      text +=
        " They are compared with \(counted(before.lines, "line")) before: a pattern with the lines of its service, a service with all lines; q is corrected for \(counted(comparisons, "comparison")), and counts lines as if each were written for itself."
    }
    if rejected > 0 { text += " \(counted(rejected, "value was no log line", "values were no log lines"))." }
    if otherLines > 0 {
      text += " \(counted(otherLines, "line of a rare pattern is", "lines of rare patterns are")) only counted."
    }
    return text
  }

  private func changeSection(
    _ title: Text, _ changes: [Change], _ none: Text, _ top: Int?, _ exemplar: (TraceID) -> Text
  ) -> Section {
    if changes.isEmpty { return Section(title, blocks: [.paragraph(none)]) }
    let table = Table(
      columns: [
        Table.Column("Service"), Table.Column("Pattern", maximumWidth: 100), Table.Column("Change"),
        .figures("Lines before → now"), .figures("Expected"), .figures("Lift"), .figures("ERROR now"), .figures("q"),
        Table.Column("First seen now"), Table.Column("Example"),
      ],
      rows: changes.map { change in
        let traces = change.now.lines > 0 ? change.now.exemplars : change.before.exemplars
        return [
          .code(change.service), change.template.isEmpty ? "all its lines" : .code(change.template),
          .text(Text(change.direction.rawValue)), .pair(.count(change.before.lines), .count(change.now.lines)),
          change.direction == .new ? .none : .quantity(.decimal(change.expected, places: 1)),
          change.direction == .new || change.direction == .vanished ? .none : .quantity(.factor(change.lift)),
          .share(change.now.errors, of: change.now.lines), .text(BubbleUpResult.text(q: change.q)),
          change.now.first.map { .time(nanoseconds: $0.nanoseconds) } ?? .none,
          traces.ids.first.map { .text(exemplar($0)) } ?? .none,
        ]
      }, rowsAre: "patterns")
    return Section(title, blocks: [.table(table.prefix(top))])
  }

  private func patternTable(_ exemplar: (TraceID) -> Text) -> Table {
    let hasTraces = patterns.contains { $0.traces != nil }
    return Table(
      columns: [
        Table.Column("Service"), Table.Column("Pattern", maximumWidth: 100), .figures("Lines"), .figures("ERROR"),
      ] + (hasTraces ? [.figures("Failing traces"), .figures("Healthy traces")] : []) + [
        Table.Column("First seen"), Table.Column("Last seen"), Table.Column("Example"),
      ],
      rows: patterns.map { pattern in
        let count = pattern.count
        return [
          .code(pattern.service), .code(pattern.template), .count(count.lines),
          .share(count.errors, of: count.lines),
        ] + (pattern.traces.map { [.count($0.failing), .count($0.healthy)] } ?? []) + [
          count.first.map { .time(nanoseconds: $0.nanoseconds) } ?? .none,
          count.last.map { .time(nanoseconds: $0.nanoseconds) } ?? .none,
          count.exemplars.ids.first.map { .text(exemplar($0)) } ?? .none,
        ]
      }, rowsAre: "patterns")
  }

  private func chainSection(_ id: String, _ top: Int?, _ exemplar: (TraceID) -> Text) -> Section {
    let title: Text = "Lines of \(code: id)"
    guard let start = chain.lines.first(where: { $0.time != 0 })?.time ?? chain.lines.first?.time else {
      return Section(title, blocks: [.paragraph("No line bears it.")])
    }
    let isOfSeveral = Set(chain.lines.map(\.traceID)).count > 1
    var table = Table(
      columns: [
        Table.Column("Time"), .figures("After"), Table.Column("Service"), Table.Column("Severity"),
        Table.Column("Line", maximumWidth: 160),
      ] + (isOfSeveral ? [Table.Column("Trace")] : []),
      rows: chain.lines.map { line in
        [
          line.time == 0 ? .none : .time(nanoseconds: line.time),
          line.time == 0 ? .none : .duration(nanoseconds: line.time.subtractingSaturated(start)), .code(line.service),
          .text(Text(line.severity, line.isError ? .strong : .plain)), .code(line.text),
        ] + (isOfSeveral ? [line.traceID.isZero ? .none : .text(exemplar(line.traceID))] : [])
      }, rowsAre: "lines")
    table.hidden = chain.count - chain.lines.count
    return Section(title, blocks: [.table(table.prefix(top))])
  }
}

public import ReportModel
public import TraceAnalysis
public import TraceModel

extension ErrorsResult {
  /// The section "Errors": what fails and how, the ways of errors, retries, error lines.
  ///
  /// - Parameters:
  ///   - top: How many rows a table shows; nil for all.
  ///   - exemplar: How a trace id is shown.
  /// - Returns: The section; a sentence alone when nothing failed.
  public func section(top: Int? = 20, exemplar: (TraceID) -> Text = { $0.prefixText }) -> Section {
    var section = Section("Errors", blocks: [.paragraph(summary)])
    if counts.failed > 0 {
      section.blocks.append(.table(errorTable(exemplar).prefix(top)))
      section.blocks.append(
        contentsOf: others(otherRows.failed, "\(plural(otherRows.failed, "failing span")) of further kinds"))
      section.sections.append(
        Section(
          "Where errors start",
          blocks: [.table(chainTable(exemplar).prefix(top))]
            + others(
              otherChains,
              "\(plural(otherChains, "error took another way, a rare one: it counts", "errors took other ways, each rare: they count")) as “(others)”"
            )))
    }
    if !retries.isEmpty {
      section.sections.append(
        Section(
          "Retries",
          blocks: [
            .paragraph(
              "The same call made again under one parent after a failure. A failure is hidden when a later attempt succeeded and the caller is healthy."
            ), .table(retryTable(exemplar).prefix(top)),
          ]))
    }
    if let lines = counts.errorLines {
      var blocks: [Block] = [
        .paragraph(
          "\(counts.joinedLines) of \(counted(lines, "error line that names", "error lines that name")) a trace \(plural(counts.joinedLines, "belongs", "belong")) to a trace of the dump."
        )
      ]
      if !logPatterns.isEmpty { blocks.append(.table(logTable(exemplar).prefix(top))) }
      section.sections.append(Section("Error lines", blocks: blocks))
    }
    return section
  }

  /// The section "Where errors start": the commonest ways of errors alone.
  ///
  /// - Parameters:
  ///   - most: How many ways are shown.
  ///   - exemplar: How a trace id is shown.
  /// - Returns: The section; nil when nothing failed.
  public func origins(most: Int = 5, exemplar: (TraceID) -> Text = { $0.prefixText }) -> Section? {
    if counts.failed == 0 { return nil }
    return Section(
      "Where errors start",
      blocks: [.paragraph(summary), .table(chainTable(exemplar).prefix(most))])
  }

  private func others(_ count: Int, _ what: Text) -> [Block] {
    count == 0 ? [] : [.paragraph("… and \(count) \(what).")]
  }

  private var summary: Text {
    if counts.spans == 0 { return "The dump holds no spans." }
    if counts.failed == 0 { return "None of \(counted(counts.spans, "span")) failed." }
    var text: Text =
      "\(strong: .count(counts.failed)) of \(counted(counts.spans, "span")) failed, in \(counts.failingTraces) of \(counted(counts.traces, "trace")) (\(.share(counts.failingTraces, of: counts.traces))): "
    text +=
      "\(counts.origins) without a failing callee, where an error starts, and \(counts.failed - counts.origins) that \(plural(counts.failed - counts.origins, "passes", "pass")) one on."
    if counts.swallowed > 0 {
      text += " Swallowed, the caller being healthy: \(counts.swallowed)."
    }
    if counts.afterHealthyProducer > 0 {
      text +=
        " Failed behind a queue or without being waited for, so that the sender of the request saw nothing: \(counts.afterHealthyProducer)."
    }
    return text
  }

  private func errorTable(_ exemplar: (TraceID) -> Text) -> Table {
    Table(
      columns: [
        Table.Column("Service → operation"), Table.Column("Kind of error"), .figures("Started here"),
        .figures("Passed on"), .figures("Swallowed"), .figures("Failed of calls"), Table.Column("First seen"),
        Table.Column("Example"),
      ],
      rows: rows.map { row in
        [
          .text(row.name.text), .text(row.kind.shown(answeredBy: row.answeredBy)), .count(row.totals.origin),
          .count(row.totals.propagated), .count(row.totals.swallowed),
          .text("\(row.totals.failed) of \(row.calls) (\(.share(row.totals.failed, of: row.calls)))"),
          row.totals.sightings.time, row.totals.sightings.example(exemplar),
        ]
      }, rowsAre: "kinds of errors")
  }

  private func chainTable(_ exemplar: (TraceID) -> Text) -> Table {
    Table(
      columns: [
        Table.Column("Origin → … → entry", maximumWidth: 160), Table.Column("Kind of error"), .figures("Errors"),
        .figures("Share"), Table.Column("First seen"), Table.Column("Example"),
      ],
      rows: chains.map { chain in
        [
          .text(chain.way), .text(chain.kind.shown(answeredBy: chain.answeredBy)), .count(chain.count),
          .share(chain.count, of: counts.origins), chain.sightings.time, chain.sightings.example(exemplar),
        ]
      }, rowsAre: "ways")
  }

  private func retryTable(_ exemplar: (TraceID) -> Text) -> Table {
    Table(
      columns: [
        Table.Column("Caller"), Table.Column("Call"), .figures("Retried calls"), .figures("Extra attempts"),
        .figures("Failures hidden"), .figures("Failed for good"), Table.Column("Example"),
      ],
      rows: retries.map { retry in
        [
          .text(retry.caller.text), .text(retry.call.text), .count(retry.totals.retried),
          .count(retry.totals.extraAttempts),
          .text("\(retry.totals.hidden) of \(retry.totals.failedAttempts)"),
          .text("\(retry.totals.failedForGood) of \(retry.totals.retried)"), retry.totals.sightings.example(exemplar),
        ]
      }, rowsAre: "calls")
  }

  private func logTable(_ exemplar: (TraceID) -> Text) -> Table {
    Table(
      columns: [
        Table.Column("Service"), Table.Column("Pattern", maximumWidth: 100), .figures("Lines"),
        .figures("Failing traces"), .figures("Healthy traces"), Table.Column("First seen"), Table.Column("Example"),
      ],
      rows: logPatterns.map { pattern in
        [
          .code(pattern.service), .code(pattern.template), .count(pattern.totals.lines),
          .count(pattern.totals.failingTraces), .count(pattern.totals.healthyTraces), pattern.totals.sightings.time,
          pattern.totals.sightings.example(exemplar),
        ]
      }, rowsAre: "patterns")
  }
}

extension ErrorsResult.Chain {
  /// `bank charge → shop pay → web POST /pay`, then where it ended if not at the sender of the request.
  var way: Text {
    var text = Text()
    for (place, hop) in hops.enumerated() {
      if place > 0 { text += " → " }
      if left > 0, place == hops.count - 1 { text += "… \(left) more … → " }
      text += hop.text
    }
    switch end {
    case .entry: break
    case .unknownCaller: text += " → (caller not in the dump)"
    case .swallowed(let by): text += ", swallowed by \(by.text)"
    case .queue(let by): text += ", behind \(by.text)"
    }
    return text
  }
}

extension OperationName {
  /// Service and operation, each as code.
  var text: Text { "\(code: service) \(code: operation)" }
}

extension ErrorKind {
  fileprivate func shown(answeredBy callee: OperationName?) -> Text {
    let name: Text = source == .none ? Text(text) : .code(text)
    guard let callee else { return name }
    return name + " answered by " + callee.text
  }
}

extension Sightings {
  /// When it was first seen.
  var time: Cell { first.map { .time(nanoseconds: $0.nanoseconds) } ?? .none }

  /// The first of the example traces.
  func example(_ exemplar: (TraceID) -> Text) -> Cell { exemplars.ids.first.map { .text(exemplar($0)) } ?? .none }
}

public import ReportModel
public import TraceAnalysis
public import TraceModel

extension CriticalPathResult {
  /// The section "Where time goes": the operations that kept callers waiting, the slowest responses, and what the
  /// paths had to assume.
  ///
  /// - Parameters:
  ///   - top: How many rows a table shows; nil for all.
  ///   - baseline: The same of another dump. Its figures then stand beside, and the largest changes come first.
  ///   - exemplar: How a trace id is shown.
  /// - Returns: The section; a single sentence without any response.
  public func section(
    top: Int? = 20, since baseline: CriticalPathResult? = nil, exemplar: (TraceID) -> Text = { $0.prefixText }
  ) -> Section {
    var section = Section("Where time goes")
    guard responseCount > 0 else {
      section.blocks = [.paragraph("There is no root span with a known time: no response to explain.")]
      return section
    }
    section.blocks = [.paragraph(lead)]
    if let baseline {
      section.blocks.append(
        .table(CriticalPathComparison(before: baseline, now: self).table(exemplar: exemplar).prefix(top)))
    } else {
      section.blocks.append(.table(operationTable(exemplar: exemplar).prefix(top)))
    }
    if !responses.isEmpty {
      section.sections.append(
        Section(
          baseline == nil ? "Slowest responses" : "Slowest responses now",
          blocks: [.table(responseTable(top: top, exemplar: exemplar))]))
    }
    if !diagnosticCounts.isEmpty {
      section.sections.append(
        Section(
          baseline == nil ? "What the paths had to assume" : "What the paths of now had to assume",
          blocks: [.table(diagnosticTable(exemplar: exemplar))]))
    }
    return section
  }

  /// One sentence for the first screen: what the callers of the entry point with the most time waited for; nil when there
  /// is none.
  public var headline: Text? {
    guard let entry = entries.first(where: { $0.durations.sum > 0 }), let first = entry.path.first else { return nil }
    let share = Quantity.share(Int(first.exclusiveNanoseconds), of: Int(entry.durations.sum))
    let own = first.service == entry.service && first.operation == entry.operation
    let what: Text = own ? "its own work" : "\(code: "\(first.service) \(first.operation)")"
    return """
      Callers of \(code: "\(entry.service) \(entry.operation)") waited most for \(what): \(strong: share) of the time of \
      \(entry.traces) \(entry.traces == 1 ? "response" : "responses").
      """
  }

  private var lead: Text {
    let orphans = entries.reduce(0) { $0 + $1.orphans }
    var lead: Text = """
      The critical paths of responses (\(responseCount)), by entry point (\(entries.count)): the work that each caller really \
      waited for. Own time is what an operation spent on that path itself, not in what it called.
      """
    if orphans > 0 { lead += " Responses that begin at a span whose parent is missing: \(orphans)." }
    let ambiguous = entries.reduce(0) { $0 + $1.path.reduce(0) { $0 + $1.ambiguous } }
    if ambiguous > 0 {
      lead += " Places where timing alone does not settle which of two calls came first: \(ambiguous)."
    }
    return lead
  }

  private func operationTable(exemplar: (TraceID) -> Text) -> Table {
    var rows: [(nanoseconds: Int64, cells: [Cell])] = []
    for entry in entries {
      for operation in entry.path {
        let cells: [Cell] = [
          .code(entry.name), .code(operation.service), .code(operation.operation),
          .text(Text(operation.kindWord)),
          .share(Int(operation.exclusiveNanoseconds), of: Int(entry.durations.sum)),
          .duration(nanoseconds: operation.exclusive.percentile(50)),
          .duration(nanoseconds: operation.exclusive.percentile(95)),
          .quantity(operation.exclusive.duration(99)), .share(operation.traces, of: entry.traces),
          operation.exemplars.first.map { .text(exemplar($0.traceID)) } ?? .none,
        ]
        rows.append((operation.exclusiveNanoseconds, cells))
      }
    }
    // Stable: equal times stay in the order of the entries.
    let order = rows.indices.sorted { (-rows[$0].nanoseconds, $0) < (-rows[$1].nanoseconds, $1) }
    return Table(
      columns: [
        Table.Column("Entry"), Table.Column("Service"), Table.Column("Operation"), Table.Column("Kind"),
        .figures("Share of entry"), .figures("Own p50"), .figures("Own p95"), .figures("Own p99"),
        .figures("On path in"), Table.Column("Exemplar"),
      ], rows: order.map { rows[$0].cells }, rowsAre: "operations")
  }

  private func responseTable(top: Int?, exemplar: (TraceID) -> Text) -> Table {
    let shown = top.map { Array(responses.prefix(max(0, $0))) } ?? responses
    let rows = shown.map { response -> [Cell] in
      let longest = response.longestOperation
      return [
        .text(exemplar(response.traceID)), .code("\(response.service) \(response.operation)"),
        .duration(nanoseconds: response.duration),
        longest.map { .code("\($0.name.service) \($0.name.operation)") } ?? .none,
        longest.map { .share(Int($0.nanoseconds), of: Int(response.duration)) } ?? .none,
        .count(response.segments.count),
      ]
    }
    return Table(
      columns: [
        Table.Column("Trace"), Table.Column("Entry"), .figures("Duration"), Table.Column("Most time in"),
        .figures("Share"), .figures("Segments"),
      ], rows: rows, hidden: responseCount - shown.count, rowsAre: "responses")
  }

  private func diagnosticTable(exemplar: (TraceID) -> Text) -> Table {
    let rows = diagnosticCounts.map { kind, count -> [Cell] in
      let first = diagnostics.first { $0.kind == kind }
      return [
        .text(Text(kind.sentence)), .count(count), first.map { .text(exemplar($0.traceID)) } ?? .none,
      ]
    }
    return Table(
      columns: [Table.Column("Assumption", maximumWidth: 120), .figures("Spans"), Table.Column("Exemplar")],
      rows: rows, rowsAre: "kinds")
  }
}

extension CriticalPathOperation {
  /// The kind of the span for work, else the kind of the wait; empty when unknown.
  var kindWord: String {
    if kind != .work { return kind.name.replacing("_", with: " ") }
    return spanKind == .unspecified ? "" : spanKind.name
  }
}

import ReportModel
import TraceAnalysis
import TraceModel

extension RootCauseResult {
  /// The sections of the suspects, with what speaks for and against each, and of all evidence for the first.
  ///
  /// - Parameters:
  ///   - top: How many suspects are shown; nil for all that have a score worth showing.
  ///   - exemplar: How a trace id is shown.
  /// - Returns: The two sections; none without candidates.
  func suspectSections(top: Int?, exemplar: (TraceID) -> Text = { $0.prefixText }) -> [Section] {
    guard let first = candidates.first else { return [] }
    let shown = candidates.filter { $0.rank == 1 || $0.score >= 0.01 }.prefix(top ?? candidates.count)
    return [
      Section(
        "Suspects",
        blocks: [
          .table(table(of: shown)), .list(shown.map(\.forAndAgainst)),
          .paragraph(
            "Scores run from 0 to 1 and are no probabilities. What a callee explains is taken off its callers."),
        ]),
      Section(
        "Evidence for \(code: first.service)",
        blocks: [.table(first.evidenceTable(exemplar)), .list(first.evidence.map(\.sentence))]),
    ]
  }

  private func table(of shown: ArraySlice<Candidate>) -> Table {
    Table(
      columns: [
        .figures("#"), Table.Column("Service → operation", maximumWidth: 120), Table.Column("Kind"), .figures("Score"),
        Table.Column("Evidence", maximumWidth: 120),
      ],
      rows: shown.map { candidate in
        [
          .count(candidate.rank), .text(candidate.place), .text(Text(candidate.kindWords)),
          .quantity(.decimal(candidate.score, places: 2)),
          .text(Text(candidate.signals.isEmpty ? "–" : candidate.signals.joined(separator: ", "))),
        ]
      }, hidden: candidates.count - shown.count, rowsAre: "candidates")
  }
}

extension RootCauseResult.Candidate {
  var place: Text {
    var text: Text = operation.isEmpty ? .code(service) : "\(code: service) → \(code: operation)"
    if let resource = resource?.words, resource != operation { text += ", \(code: resource)" }
    return text
  }

  /// What its evidence was measured by, each once, the strongest first.
  fileprivate var signals: [String] {
    evidence.map(\.signal).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  fileprivate var forAndAgainst: Text {
    var text: Text = "\(strong: "\(rank)") \(place). For: \(evidence.first?.detail ?? "–")."
    if !against.isEmpty { text += " Against: \(against.map(\.words).joined(separator: "; "))." }
    return text
  }

  fileprivate func evidenceTable(_ exemplar: (TraceID) -> Text) -> Table {
    Table(
      columns: [
        Table.Column("Signal"), Table.Column("Where", maximumWidth: 120), .figures("Before → now"), .figures("Score"),
        Table.Column("Trace"),
      ],
      rows: evidence.map { item in
        [
          .text(Text(item.signal)), item.operation.isEmpty ? .none : .code(item.operation), item.figures,
          .quantity(.decimal(item.score, places: 2)), item.exemplars.first.map { .text(exemplar($0)) } ?? .none,
        ]
      }, rowsAre: "observations")
  }
}

extension RootCauseResult.Evidence {
  /// Before → now, with what the figure is.
  fileprivate var figures: Cell {
    if let times = observation.latency {
      return "p90 \(Change(from: .duration(nanoseconds: times.before.p90), to: .duration(nanoseconds: times.now.p90)))"
    }
    if let seen = observation.occurrences {
      let change = Change(
        from: .share(seen.before.hits, of: seen.before.calls), to: .share(seen.now.hits, of: seen.now.calls))
      return "\(change) (n \(seen.now.calls))"
    }
    guard let (before, now, places) = observation.values else { return .none }
    return .change(.decimal(before, places: places), .decimal(now, places: places))
  }

  fileprivate var sentence: Text {
    operation.isEmpty ? "\(signal): \(detail)." : "\(signal), \(code: operation): \(detail)."
  }
}

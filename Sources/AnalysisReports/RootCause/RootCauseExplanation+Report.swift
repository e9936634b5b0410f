import ReportModel
import TraceAnalysis

extension RootCauseResult {
  /// What the first candidate makes up of the symptom, and how often nothing at all gives as much; nil without candidates.
  var explanation: Text? {
    guard let first = candidates.first else { return nil }
    var parts: [String] = []
    if symptom.time > 0 {
      parts.append(
        "\(Quantity.share(Int(first.explains.time / 1000), of: Int(symptom.time / 1000))) of the \(Quantity.duration(nanoseconds: Int64(clamping: symptom.time))) by which \(counted(symptom.slower, "request")) took longer"
      )
    }
    if symptom.failures >= 1 {
      parts.append(
        "\(Quantity.decimal(first.explains.failures, places: 0)) of \(Quantity.decimal(symptom.failures, places: 0)) failures more than usual"
      )
    }
    var text: Text = ""
    if !parts.isEmpty { text += "\(code: first.service) explains \(parts.joined(separator: " and ")). " }
    if !quiet.scores.isEmpty {
      text +=
        "\(counted(quiet.scores.count, "stretch", "stretches")) of the baseline held against the rest of it \(plural(quiet.scores.count, "says", "say")) how often nothing at all gives such a first candidate: \(rate)."
    }
    return text
  }

  private var rate: String {
    let millionths = Int(quiet.falseAlarmRate * 1_000_000)
    return millionths < 1000 ? "less than 0.1 %" : "\(Quantity.share(millionths, of: 1_000_000))"
  }

  /// The section "Explanation": of each piece of evidence what was measured, and what was taken from it; of each candidate what it explains.
  ///
  /// - Parameter top: How many candidates are shown; nil for all.
  /// - Returns: Two tables, with a sentence before and behind them.
  func explanationSection(top: Int? = 10) -> Section {
    let shown = candidates.prefix(top ?? candidates.count)
    var blocks: [Block] = explanation.map { [.paragraph($0)] } ?? []
    blocks.append(.table(shares(of: shown)))
    blocks.append(.table(weighings(of: shown)))
    blocks.append(
      .paragraph(
        "A score is what was measured × s²/(s² + q²), with q what quiet stretches reach, × the root of the part of the largest added time. Of each dimension the strongest counts, and becomes s/(s + 1)."
      ))
    return Section("Explanation", blocks: blocks)
  }

  private func shares(of shown: ArraySlice<Candidate>) -> Table {
    Table(
      columns: [
        .figures("#"), Table.Column("Service"), .figures("Time explained"), .figures("Failures explained"),
        .figures("Score"), .figures("Taken away"), Table.Column("For"),
      ],
      rows: shown.map { candidate in
        [
          .count(candidate.rank), .code(candidate.service),
          .quantity(.duration(nanoseconds: Int64(clamping: candidate.explains.time))),
          .quantity(.decimal(candidate.explains.failures, places: 1)),
          .quantity(.decimal(candidate.score, places: 2)), .quantity(.decimal(candidate.discount, places: 2)),
          candidate.explainedBy.map { .code($0) } ?? .none,
        ]
      }, hidden: candidates.count - shown.count, rowsAre: "candidates")
  }

  private func weighings(of shown: ArraySlice<Candidate>) -> Table {
    Table(
      columns: [
        Table.Column("Service"), Table.Column("Signal"), Table.Column("Where", maximumWidth: 120), .figures("n"),
        .figures("Measured"), .figures("Quiet"), .figures("Added time"), .figures("Part"), .figures("Score"),
      ],
      rows: shown.flatMap { candidate in
        candidate.evidence.filter { $0.measured > 0 }.map { item in
          [
            .code(item.service), .text(Text(item.signal)), item.operation.isEmpty ? .none : .code(item.operation),
            item.calls.map { .count($0) } ?? .none, .quantity(.decimal(item.measured, places: 2)),
            .quantity(.decimal(item.quietLevel, places: 2)),
            item.excess > 0 ? .quantity(.duration(nanoseconds: Int64(clamping: item.excess))) : .none,
            item.dimension == .time ? .quantity(.decimal(item.part, places: 2)) : .none,
            .quantity(.decimal(item.score, places: 2)),
          ]
        }
      }, rowsAre: "observations")
  }
}

extension RootCauseResult.Evidence {
  /// On how many calls of the incident it rests; nil where it is not told by calls.
  var calls: Int? { observation.latency?.now.count ?? observation.occurrences?.now.calls }
}

extension Int64 {
  /// The nearest whole number; the largest where there is none.
  init(clamping value: Double) {
    self = value >= 9.2e18 ? .max : value <= -9.2e18 ? -.max : value.isNaN ? 0 : Int64(value.rounded())
  }
}

public import ReportModel
public import TraceAnalysis
public import TraceModel

extension AntiPatternResult {
  /// The section "Anti-patterns on the critical path": what costs most first, what can be done, and what counted.
  ///
  /// - Parameters:
  ///   - top: How many rows a table shows; nil for all.
  ///   - exemplar: How a trace id is shown.
  /// - Returns: The section; two sentences when nothing was found.
  public func section(top: Int? = 20, exemplar: (TraceID) -> Text = { $0.prefixText }) -> Section {
    var section = Section("Anti-patterns on the critical path")
    if findings.isEmpty {
      section.blocks = [.paragraph("None was found. " + thresholds)]
      return section
    }
    section.blocks = [
      .paragraph(
        """
        Ways of waiting that have a known remedy (\(findings.count)), by what they cost. Costs are time on the critical path; those of \
        different rows may be the same time.
        """),
      .table(table(exemplar: exemplar).prefix(top)),
      .list(remedies(top: top)),
      .paragraph(thresholds),
    ]
    return section
  }

  /// One sentence for the first screen: the costliest finding that is sure; nil when none takes a twentieth of its entry point's time.
  public var headline: Text? {
    for worst in findings {
      guard let whole = worst.entryNanoseconds, Int128(worst.cost.sum) * 20 >= Int128(whole), !isUnsure(worst) else {
        continue
      }
      return """
        \(code: worst.operation.name) loses \(strong: .share(Int(worst.cost.sum), of: Int(whole))) of the time of \
        \(code: worst.entry.name): \(worst.kind.title), \(worst.calleeText(isUnsure: false)).
        """
    }
    return nil
  }

  private func table(exemplar: (TraceID) -> Text) -> Table {
    Table(
      columns: [
        Table.Column("What"), Table.Column("Entry"), Table.Column("Where"), Table.Column("Calls", maximumWidth: 90),
        .figures("Requests"), .figures("Each"), .figures("Cost p50"), .figures("Cost p95"), .figures("Total"),
        .figures("Of these requests"), .figures("Share of entry"), Table.Column("Exemplar"),
      ],
      rows: findings.map { finding in
        [
          .text(Text(finding.kind.title)), .code(finding.entry.name), .code(finding.operation.name),
          .text(finding.calleeText(isUnsure: isUnsure(finding))), .count(finding.traces),
          .quantity(.decimal(Double(finding.calls * 10 / max(1, finding.traces)) / 10, places: 1)),
          .duration(nanoseconds: finding.cost.percentile(50)), .duration(nanoseconds: finding.cost.percentile(95)),
          .duration(nanoseconds: finding.cost.sum),
          .share(Int(finding.cost.sum), of: Int(finding.pathNanoseconds)),
          finding.entryNanoseconds.map { .share(Int(finding.cost.sum), of: Int($0)) } ?? .none,
          finding.exemplars.first.map { .text(exemplar($0.traceID)) } ?? .none,
        ]
      }, rowsAre: "findings")
  }

  /// What is to be done about each kind that is shown.
  private func remedies(top: Int?) -> [Text] {
    let shown = findings.prefix(top ?? findings.count)
    return AntiPatternKind.allCases.filter { kind in shown.contains { $0.kind == kind } }.map { kind in
      var text: Text = "\(strong: kind.title): \(kind.advice)"
      if shown.contains(where: { $0.kind == kind && isUnsure($0) }) {
        text +=
          " Marked (?): never seen in another order or at once, so the second may need the first; only the code tells."
      }
      return text
    }
  }

  /// Whether the two calls of a row may depend on each other, for all that was seen.
  private func isUnsure(_ finding: AntiPatternFinding) -> Bool {
    finding.kind == .serialFanOut && finding.otherOrders < options.leastOtherOrders
  }

  /// What counted as a finding.
  private var thresholds: Text {
    var text: Text = """
      A response counts where it lost \(Quantity.duration(nanoseconds: options.leastNanoseconds)) or more, and \
      \(Int(options.leastPercent)) % or more of its time; the same call counts from \(options.leastRepeats) times on; calls in a row with a \
      pause of at most \(Int(options.mostPausePercent)) % of the shorter, in rows of \(options.leastRun) other services or where the two were \
      seen in another order \(options.leastOtherOrders) times. Listed is what takes \
      \(Quantity.share(Int(options.leastEntryPermille), of: 1000)) or more of its entry point's time; smaller ones not listed: \(smallFindings).
      """
    if isCut {
      text +=
        " There were more kinds of findings than \(options.maxFindings): a part of them, chosen by a fixed hash, is counted."
    }
    return text
  }
}

extension AntiPatternFinding.Operation {
  /// `inventory SELECT stock`
  var name: String { "\(service) \(operation)" }

  /// The name as seen from another operation, without a service that both share.
  func name(in caller: Self) -> String { service == caller.service ? operation : name }
}

extension AntiPatternFinding {
  /// What was called, in a few words.
  func calleeText(isUnsure: Bool) -> Text {
    guard let first else { return "a batch, of \((calls + count / 2) / max(1, count)) messages in the mean" }
    switch (kind, second) {
    case (.gaps, let second?):
      return "between \(code: first.name(in: operation)) and \(code: second.name(in: operation))"
    case (.serialFanOut, let second?):
      return "\(code: first.name(in: operation)), then \(code: second.name(in: operation))" + (isUnsure ? " (?)" : "")
    default: return .code(first.name(in: operation))
    }
  }
}

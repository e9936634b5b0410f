public import ReportModel
import TraceModel

extension RootCauseResult {
  /// The verdict in one sentence.
  public var sentence: Text {
    if search == .nothing {
      return "\(strong: "No incident:") no stretch of the dump stands out by the failures or durations of its requests."
    }
    guard verdict != .noIncident, let first = candidates.first else {
      return "\(strong: "No incident:") the two windows do not differ by more than stretches of the baseline do."
    }
    let score = Quantity.decimal(first.score, places: 2)
    let since: Text = onset.map { ", since \(.time(nanoseconds: $0.nanoseconds))" } ?? ""
    let why: Text = first.evidence.first.map { ": \($0.detail)." } ?? "."
    if verdict == .likely {
      return "\(strong: "Likely origin:") \(first.place) (score \(score)\(since))\(why)"
    }
    return
      "\(strong: "Unclear:") something changed, but nothing stands out enough; the first candidate is \(first.place) (score \(score)\(since))\(why)"
  }

  /// The section "Root cause": the sentence, the suspects with for and against, who is hurt, what could not be told.
  ///
  /// - Parameter top: How many suspects are shown; nil for all.
  /// - Returns: The sentence first; no tables when there are no candidates.
  public func section(top: Int? = 10) -> Section {
    var section = Section("Root cause", blocks: [.note([sentence])])
    if search == .nothing { return section }
    section.blocks.append(.paragraph(windows))
    if candidates.isEmpty { return section }
    section.sections = suspectSections(top: top)
    if !impact.entryPoints.isEmpty {
      section.sections.append(Section("Who is hurt", blocks: [.table(entryPoints.prefix(top))]))
    }
    if let openSection { section.sections.append(openSection) }
    return section
  }

  /// The suspects with for and against, and all evidence for the first; none without candidates.
  func suspectSections(top: Int?) -> [Section] {
    guard let first = candidates.first else { return [] }
    return [
      Section(
        "Suspects",
        blocks: [
          .table(suspects.prefix(top)),
          .paragraph(
            "Scores run from 0 to 1 and are no probabilities. What a callee explains is taken off its callers."),
        ]),
      Section("Evidence for \(code: first.service)", blocks: [.table(first.evidenceTable)]),
    ]
  }

  /// What could not be told; nil when nothing was missing.
  var openSection: Section? {
    var open = unexplained.map { Text($0) }
    if !missingData.isEmpty { open.append("Not given: \(missingData.joined(separator: ", ")).") }
    return open.isEmpty ? nil : Section("Not explained, or not to be checked", blocks: [.list(open)])
  }

  private var windows: Text {
    guard case .found(let window) = search else { return change }
    return
      "The stretch \(.window(start: window.start.nanoseconds, end: window.end.nanoseconds)) was found to be the worst of the dump, and is compared with the rest. \(change)"
  }

  private var change: Text {
    "\(impact.baseline.calls) requests before, \(impact.incident.calls) in the incident; p99 \(Change(from: impact.baseline.durations.duration(99), to: impact.incident.durations.duration(99))); failed \(Change(from: .share(impact.baseline.errors, of: impact.baseline.calls), to: .share(impact.incident.errors, of: impact.incident.calls)))."
  }

  private var suspects: Table {
    Table(
      columns: [
        .figures("#"), Table.Column("Service → operation"), Table.Column("Kind"), .figures("Score"),
        Table.Column("For", maximumWidth: 120), Table.Column("Against", maximumWidth: 120),
      ],
      rows: candidates.filter { $0.rank == 1 || $0.score >= 0.01 }.map { candidate in
        [
          .count(candidate.rank), .text(candidate.place), .text(Text(candidate.kind.rawValue)),
          .quantity(.decimal(candidate.score, places: 2)), .text(Text(candidate.evidence.first?.detail ?? "–")),
          .text(Text(candidate.against.isEmpty ? "–" : candidate.against.joined(separator: "; "))),
        ]
      }, rowsAre: "candidates")
  }

  private var entryPoints: Table {
    Table(
      columns: [
        Table.Column("Entry point"), .figures("Requests"), .figures("Failed"), .figures("p99"),
      ],
      rows: impact.entryPoints.map { entry in
        [
          .text("\(code: entry.name.service) \(code: entry.name.operation)"),
          .change(.count(entry.before.calls), .count(entry.now.calls)),
          .change(
            .share(entry.before.errors, of: entry.before.calls), .share(entry.now.errors, of: entry.now.calls)),
          .change(entry.before.durations.duration(99), entry.now.durations.duration(99)),
        ]
      }, rowsAre: "entry points")
  }
}

extension RootCauseResult.Candidate {
  var place: Text {
    var text: Text = operation.isEmpty ? .code(service) : "\(code: service) → \(code: operation)"
    if let resource, resource != operation { text += ", \(code: resource)" }
    return text
  }

  var evidenceTable: Table {
    Table(
      columns: [
        Table.Column("Signal"), Table.Column("Where"), .figures("Before → now"), .figures("Score"),
        Table.Column("Detail", maximumWidth: 120), Table.Column("Trace"),
      ],
      rows: evidence.map { item in
        [
          .text(Text(item.signal)), item.operation.isEmpty ? .none : .code(item.operation),
          .change(item.before, item.now), .quantity(.decimal(item.score, places: 2)), .text(Text(item.detail)),
          item.exemplars.first.map { .text($0.prefixText) } ?? .none,
        ]
      }, rowsAre: "observations")
  }
}

public import ReportModel
public import TraceAnalysis
import TraceModel

extension RootCauseResult.Window {
  /// From when to when, and how many traces.
  var text: Text {
    guard let extent else { return "without spans" }
    return "\(.window(start: extent.start.nanoseconds, end: extent.end.nanoseconds)) (\(counted(traces, "trace")))"
  }
}

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
  /// - Parameters:
  ///   - top: How many suspects are shown; nil for all.
  ///   - isExplained: Whether to say how the scores came about.
  /// - Returns: The sentence first; no tables when there are no candidates.
  public func section(top: Int? = 10, isExplained: Bool = false) -> Section {
    var section = Section("Root cause", blocks: [.note([sentence])])
    if search == .nothing { return section }
    section.blocks.append(.paragraph(windows))
    if candidates.isEmpty { return section }
    if verdict != .noIncident, let explanation { section.blocks.append(.paragraph(explanation)) }
    section.sections = suspectSections(top: top)
    if !impact.entryPoints.isEmpty {
      section.sections.append(Section("Who is hurt", blocks: [.table(entryPoints.prefix(top))]))
    }
    if isExplained { section.sections.append(explanationSection(top: top)) }
    if let openSection { section.sections.append(openSection) }
    return section
  }

  /// What could not be told; nil when nothing was missing.
  var openSection: Section? {
    var open = unexplained.map { Text($0.ofService) }
    if !missingData.isEmpty { open.append("Not given: \(missingData.map(\.rawValue).joined(separator: ", ")).") }
    return open.isEmpty ? nil : Section("Not explained, or not to be checked", blocks: [.list(open)])
  }

  private var windows: Text {
    guard case .found(let window) = search else { return change }
    return
      "The stretch \(.window(start: window.start.nanoseconds, end: window.end.nanoseconds)) was found to be the worst of the dump, and is compared with the rest. \(change)"
  }

  /// Both windows with their traces.
  var covered: Text { "Baseline \(impact.windows.baseline.text), incident \(impact.windows.incident.text)." }

  private var change: Text {
    "\(covered) \(counted(impact.baseline.calls, "request")) before, \(impact.incident.calls) in the incident; p99 \(Change(from: impact.baseline.durations.duration(99), to: impact.incident.durations.duration(99))); failed \(Change(from: .share(impact.baseline.errors, of: impact.baseline.calls), to: .share(impact.incident.errors, of: impact.incident.calls)))."
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

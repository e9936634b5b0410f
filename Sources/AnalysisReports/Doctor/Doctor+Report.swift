public import ReportModel
public import TraceAnalysis
public import TraceModel

extension DoctorResult {
  /// The section "Data quality": what the dump holds, what is wrong with it, and what to do at the exporter.
  ///
  /// - Parameter quality: What decoding and assembly counted over the same dump.
  /// - Returns: The section; says so when nothing is wrong.
  public func section(quality: DataQuality) -> Section {
    var section = Section("Data quality")
    section.blocks += quality.damage.map { .paragraph($0) }
    section.blocks.append(.paragraph(holdings(quality)))
    let found = Defect.allCases.map { (defect: $0, count: count(of: $0, quality)) }.filter { $0.count > 0 }
    if found.isEmpty {
      section.blocks.append(.paragraph("Nothing is wrong with it: every span, parent, link and time is usable."))
      return section
    }
    let severities: [Defect.Severity] = [.error, .warning, .note]
    let rows: [[Cell]] = severities.flatMap { severity in
      found.filter { $0.defect.severity == severity }.map { defect, count in
        [
          .text(Text(severity.rawValue, severity == .error ? .strong : .plain)), .count(count),
          .text(Text(defect.sentence)), .text(Text(defect.remedy)),
        ]
      }
    }
    section.blocks.append(
      .table(
        Table(
          columns: [
            Table.Column("Severity"), .figures("Count"), Table.Column("What", maximumWidth: 120),
            Table.Column("What to do", maximumWidth: 120),
          ], rows: rows, rowsAre: "defects")))
    if !quality.rejects.isEmpty { section.blocks.append(.table(RejectReasons(quality.rejects).table)) }
    if spansWithDefects > 0 {
      section.blocks.append(
        .paragraph(
          "\(Quantity.share(spansWithDefects, of: spans)) of the spans (\(spansWithDefects)) bear at least one of these."
        ))
    }
    return section
  }

  private func holdings(_ quality: DataQuality) -> Text {
    var text: Text =
      "The dump holds \(strong: .count(distinctSpans)) spans of \(services) services in \(traces) traces"
    if let first, let last {
      text += " from \(.window(start: first.nanoseconds, end: last.nanoseconds))"
    }
    text += ". \(errors) spans failed; \(roots) are roots"
    if orphans > 0 { text += ", \(orphans) name a parent that is not in their trace" }
    if links > 0 {
      text += "; \(linksResolved) of \(links) links lead to a span of the dump"
      if linksSampledOut > 0 { text += ", \(linksSampledOut) to what was not sampled" }
      if linksAbsent > 0 { text += ", \(linksAbsent) to what is not in the dump for another reason" }
      if linksCut > 0 { text += ", \(linksCut) were cut" }
      if journeys < traces { text += " and join the traces into \(journeys) journeys" }
    }
    text += "."
    if quality.bytesRejected > 0 {
      text += " \(.bytes(quality.bytesRejected)) of \(.bytes(quality.bytesRead)) could not be read."
    }
    return text
  }
}

extension Defect {
  /// What to do about it where the spans come from, as one sentence.
  public var remedy: String {
    switch self {
    case .brokenStream:
      "Copy it again from where it was written, and compare sizes; \"gzip -t\" or \"zstd -t\" tests it."
    case .rejectedValue:
      "Look at the bytes with --rejects FILE; a cut last line means that the dump was copied while written."
    case .rejectedSpan: "Look at them with --rejects FILE; a span needs a 16-digit id and times as whole numbers."
    case .passedOverSignal: "Nothing; give logs and metrics by their own options where a command takes them."
    case .duplicateSpan: "Look for two exporters in one pipeline, or retries of a collector without a queue."
    case .sameIDOtherContent: "Seed the id generator of forked processes anew (pre-fork servers copy its state)."
    case .negativeDuration: "Check that clocks are kept by NTP or chrony and that spans end by a monotonic clock."
    case .missingTime: "Check the exporter of the services concerned; spans that were never ended have no end."
    case .parentCycle: "Check hand-written context propagation; a span must not become its own ancestor."
    case .orphan:
      "Sample whole traces (at the tail, or by parent), flush before exit, and dump a little later than the last request."
    case .unresolvedLink: "Dump producers and consumers together, and sample both sides alike."
    case .cutLink: "Nothing; or raise --max-journey when there is the memory for it."
    case .missingService: "Set OTEL_SERVICE_NAME (or service.name) in the services concerned."
    case .traceIDForms: "Turn on 128-bit ids in the older tracers."
    case .rejectedLink: "Look at them with --rejects FILE; a link needs a trace id and a span id."
    case .rejectedAttribute: "Look at them with --rejects FILE; a value is a string, number, boolean, list or map."
    case .rejectedStatus: "Look at what the exporter writes; a status code is 0, 1, 2 or UNSET, OK, ERROR."
    case .rejectedKind:
      "Look at what the exporter writes; a kind is 0 to 5 or INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER."
    case .rejectedEvent: "Look at what the exporter writes; an event is an object with a name and a time."
    }
  }
}

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
    if let unsetFailureSentence { section.blocks.append(.paragraph(unsetFailureSentence)) }
    if spans > 0, namedServices == 0 {
      section.blocks.append(
        .paragraph(
          "No span names its service: all that is told by service is told of one. Set \(code: "OTEL_SERVICE_NAME") (or \(code: "service.name"))."
        ))
    }
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
          "\(Quantity.share(spansWithDefects, of: spans)) of the spans (\(spansWithDefects)) \(plural(spansWithDefects, "bears", "bear")) at least one of these."
        ))
    }
    return section
  }

  /// What fails without counting as failed, and the flag that counts it; nil when there is nothing.
  public var unsetFailureSentence: Text? {
    if unsetFailures == 0 { return nil }
    return
      "\(Quantity.count(unsetFailures)) spans have the status UNSET though their answer is an error by the conventions (HTTP 5xx, of CLIENT spans 4xx too, or a failure of gRPC): they count as healthy; \(code: "--errors conventions") counts them as failed."
  }

  private func holdings(_ quality: DataQuality) -> Text {
    var text: Text =
      "The dump holds \(strong: .count(distinctSpans)) \(plural(distinctSpans, "span")) of \(counted(services, "service")) in \(counted(traces, "trace"))"
    if let first, let last {
      text += " from \(.window(start: first.nanoseconds, end: last.nanoseconds))"
    }
    text += ". \(counted(errors, "span")) failed; \(counted(roots, "is a root", "are roots"))"
    if orphans > 0 {
      text += ", \(counted(orphans, "names a parent that is not in its", "name a parent that is not in their")) trace"
    }
    if links > 0 {
      text +=
        "; \(linksResolved) of \(counted(links, "link")) \(plural(linksResolved, "leads", "lead")) to a span of the dump"
      if linksSampledOut > 0 { text += ", \(linksSampledOut) to what was not sampled" }
      if linksAbsent > 0 { text += ", \(linksAbsent) to what is not in the dump for another reason" }
      if linksCut > 0 { text += ", \(counted(linksCut, "was", "were")) cut" }
      if journeys < traces { text += " and join the traces into \(counted(journeys, "journey"))" }
    }
    text += "."
    if quality.bytesRejected > 0 {
      text += " \(.bytes(quality.bytesRejected)) of \(.bytes(quality.bytesRead)) could not be read."
    }
    return text
  }
}

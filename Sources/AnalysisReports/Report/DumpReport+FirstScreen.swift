import ReportModel
import TraceAnalysis
import TraceModel

/// What a reader sees first: what the dump covers, who is hurt, what changed most, where the time goes, how far to trust it.
extension DumpReport {
  var title: Text {
    let doctor = now.result.doctor
    guard let first = doctor.first, let last = doctor.last else { return "Trace report: no spans" }
    let window = Quantity.window(start: first.nanoseconds, end: last.nanoseconds)
    if let ranking, before != nil, ranking.verdict != .noIncident { return "Incident \(window)" }
    return before == nil ? "Trace report \(window)" : "Before and now \(window)"
  }

  var lead: [Text] {
    var lead = damage
    if let ranking, before != nil { lead.append(ranking.sentence) }
    if let stretch { lead.append(stretch) }
    lead.append(requests)
    if let before { lead.append(windows(before)) }
    for consumer in now.result.queues.phantoms { lead.append(consumer.finding) }
    lead += now.result.queues.lagging.prefix(3)
    if let before {
      lead += change(since: before)
      if let edge = incident?.worstEdge { lead.append(edge) }
    } else if let failing {
      lead.append(failing)
    }
    let paths = now.result.criticalPath
    if let headline = before.map({ CriticalPathComparison(before: $0.result.criticalPath, now: paths).headline })
      ?? paths.headline
    {
      lead.append(headline)
    }
    if before == nil, let headline = now.result.antiPatterns.headline { lead.append(headline) }
    if let incident {
      if let action = incident.firstAction { lead.append(action) }
      if let goal = incident.goal { lead.append(goal) }
    }
    lead.append(trust)
    return lead
  }

  /// What of the input is lost behind the break of a compressed stream.
  private var damage: [Text] {
    // The rest of the same dump has the same breaks.
    guard let before, before.quality != now.quality else { return now.quality.damage }
    return now.quality.damage + before.quality.damage.map { "Of the dump before: " + $0 }
  }

  private var stretch: Text? {
    guard let whole = findings.whole, case .found(let stretch) = ranking?.search else { return nil }
    return """
      The requests of the dump were worst \(.window(start: stretch.start.nanoseconds, end: stretch.end.nanoseconds)); \
      what stands here compares that stretch with the rest of the \(counted(whole.result.red.requests.calls, "request")).
      """
  }

  private var requests: Text {
    let requests = now.result.red.requests
    guard requests.calls > 0 else {
      return
        "The dump holds no requests: \(counted(now.quality.spansRead, "span was", "spans were")) read. Is it a dump of spans? See \(code: "tracemill doctor")."
    }
    let rate = Quantity.rate(requests.calls, nanoseconds: now.result.red.activeNanoseconds)
    guard let before else {
      let durations = requests.durations
      return """
        \(strong: .count(requests.calls)) \(plural(requests.calls, "request")) (\(rate)) through \(counted(now.result.doctor.services, "service")): \
        \(strong: .share(requests.errors, of: requests.calls)) failed, p50 \
        \(durations.duration(50)), p99 \(durations.duration(99)).
        """
    }
    let earlier = before.result.red.requests
    return """
      \(strong: .count(requests.calls)) \(plural(requests.calls, "request")) (\(rate)) against \(earlier.calls) before: failed \
      \(Change(from: .share(earlier.errors, of: earlier.calls), to: .share(requests.errors, of: requests.calls))), p50 \
      \(percentile(earlier, requests, 50)), p99 \(percentile(earlier, requests, 99)).
      """
  }

  /// What is compared with what.
  private func windows(_ before: DumpFindings.Side) -> Text {
    "Compared: now \(DumpReport.window(now)), before \(DumpReport.window(before))."
  }

  private static func window(_ side: DumpFindings.Side) -> Text {
    let doctor = side.result.doctor
    guard let first = doctor.first, let last = doctor.last else { return "no spans" }
    let red = side.result.red
    var text: Text =
      "\(.window(start: first.nanoseconds, end: last.nanoseconds)) (\(counted(doctor.traces, "trace"))"
    if red.activeNanoseconds < red.coveredNanoseconds {
      text +=
        ", requests in \(.duration(nanoseconds: red.activeNanoseconds)) of \(.duration(nanoseconds: red.coveredNanoseconds))"
    }
    return text + ")"
  }

  private func percentile(_ before: CallStatistics, _ now: CallStatistics, _ percent: Int) -> Change {
    Change(from: before.durations.duration(percent), to: now.durations.duration(percent))
  }

  /// The operation that fails most often, when one does.
  private var failing: Text? {
    let worst = now.result.red.entryPoints.filter { $0.statistics.errors > 0 }
      .max { $0.statistics.errors < $1.statistics.errors }
    guard let worst else { return nil }
    return """
      Most failures: \(code: worst.service) → \(code: worst.operation), \(worst.statistics.errors) of \
      \(counted(worst.statistics.calls, "request")) (\(.share(worst.statistics.errors, of: worst.statistics.calls))).
      """
  }

  /// The three operations that changed most, what got worse before what got better.
  private func change(since before: DumpFindings.Side) -> [Text] {
    let comparison = REDComparison(before: before.result.red, now: now.result.red)
    let changed = comparison.notable.enumerated().sorted {
      ($0.element.direction, $0.offset) < ($1.element.direction, $1.offset)
    }.prefix(3).map(\.element)
    if changed.isEmpty { return ["No operation changed much: see the tables below."] }
    return changed.map { row in
      var text: Text =
        "\(row.direction == .better ? "Got better" : "Changed"): \(code: row.service) → \(code: row.operation)"
      if row.before.calls == 0 { return text + " is new (\(counted(row.now.calls, "call")))." }
      if row.now.calls == 0 { return text + " is not seen any more (\(counted(row.before.calls, "call")) before)." }
      text += """
        : p50 \(percentile(row.before, row.now, 50)), p99 \(percentile(row.before, row.now, 99)), failed \
        \(Change(from: .share(row.before.errors, of: row.before.calls), to: .share(row.now.errors, of: row.now.calls))) \
        (n \(row.before.calls) → \(row.now.calls)).
        """
      return text
    }
  }

  private var trust: Text {
    let doctor = now.result.doctor
    let whole = doctor.spans - doctor.spansWithDefects
    var text: Text =
      "Trust: \(.share(whole, of: doctor.spans)) of \(counted(doctor.spans, "span is", "spans are")) without a defect"
    if doctor.orphans > 0 { text += ", \(.share(doctor.orphans, of: doctor.spans)) miss their parent" }
    if doctor.links > doctor.linksResolved {
      text += ", \(.share(doctor.links - doctor.linksResolved, of: doctor.links)) of the links lead out of the dump"
    }
    if now.quality.bytesRejected > 0 {
      text += ", \(.bytes(now.quality.bytesRejected)) of \(.bytes(now.quality.bytesRead)) were unreadable"
    }
    if doctor.unsetFailures > 0 {
      text +=
        ", \(Quantity.count(doctor.unsetFailures)) answered with an error by the conventions but have the status UNSET (\(code: "--errors conventions") counts them)"
    }
    return text + "."
  }

  /// The section "Who is served": each entry point, before → now where there is a before.
  var entrySection: Section {
    let entries = now.result.red.entryPoints.sorted { $0.statistics.calls > $1.statistics.calls }
    let table = Table(
      columns: [
        Table.Column("Service"), Table.Column("Operation"), .figures("Requests"), .figures("Failed"), .figures("p50"),
        .figures("p99"),
      ],
      rows: entries.map(cells), rowsAre: "entry points")
    return Section(before == nil ? "Who is served" : "Who is hurt", blocks: [.table(table.prefix(top))])
  }

  private func cells(_ entry: REDResult.EntryPoint) -> [Cell] {
    let now = entry.statistics
    let names: [Cell] = [.code(entry.service), .code(entry.operation)]
    let earlier = before?.result.red.entryPoints.first {
      $0.service == entry.service && $0.operation == entry.operation
    }
    guard let earlier = earlier?.statistics else {
      return names + [
        .count(now.calls), .share(now.errors, of: now.calls), .quantity(now.durations.duration(50)),
        .quantity(now.durations.duration(99)),
      ]
    }
    return names + [
      .pair(.count(earlier.calls), .count(now.calls)),
      .change(.share(earlier.errors, of: earlier.calls), .share(now.errors, of: now.calls)),
      .change(earlier.durations.duration(50), now.durations.duration(50)),
      .change(earlier.durations.duration(99), now.durations.duration(99)),
    ]
  }
}

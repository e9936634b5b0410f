public import ReportModel
public import TraceAnalysis
import TraceModel

/// The whole report about one dump, about one dump beside an earlier one, or about a stretch of one dump beside the rest of it: what stands
/// first, and in which order.
public struct DumpReport: Sendable {
  public var findings: DumpFindings
  /// How many rows a table shows; nil for all.
  public var top: Int?
  /// Address of a trace in a tracing UI, `{traceId}` standing for its id; nil shows ids only.
  public var traceURL: String?
  /// The path of the drawn graph beside the report; nil shows the graph as text only.
  public var picture: String?
  /// The path of the flame graph beside the report; nil when there is none.
  public var flameGraph: String?

  public init(
    _ findings: DumpFindings, top: Int?, traceURL: String? = nil, picture: String? = nil, flameGraph: String? = nil
  ) {
    self.findings = findings
    self.top = top
    self.traceURL = traceURL
    self.picture = picture
    self.flameGraph = flameGraph
  }

  var now: DumpFindings.Side { findings.now }
  var before: DumpFindings.Side? { findings.before }
  var ranking: RootCauseResult? { findings.ranking }

  /// The document that people read.
  public var document: Report {
    Report(title: title, lead: lead, sections: incidentSections ?? plainSections)
  }

  /// One dump by itself, or beside one before without a difference that asks for an explanation.
  private var plainSections: [Section] {
    var sections: [Section] = []
    if let ranking, before != nil { sections.append(ranking.section()) }
    sections.append(entrySection)
    if let before {
      sections.append(REDComparison(before: before.result.red, now: now.result.red).section(top: top))
    }
    if let origins = now.result.errors.origins(exemplar: exemplar) { sections.append(origins) }
    if let logPatterns = findings.logPatterns { sections.append(logPatterns.section(top: top, exemplar: exemplar)) }
    sections += pathSections(top: top)
    if let ranking, before == nil { sections.append(ranking.section(top: 3)) }
    return sections + referenceSections
  }

  /// What an incident asks for, in that order: what to do, whom to suspect, what changed, who is hurt, where the time goes, how far it reaches,
  /// what sets bad traces apart, what to open, what is not known; then the tables to look things up in. Nil unless there is something to explain.
  private var incidentSections: [Section]? {
    guard let incident else { return nil }
    var sections = [incident.actionSection] + incident.ranking.suspectSections(top: 10, exemplar: exemplar)
    sections += [incident.changeSection, incident.entrySection] + pathSections(top: min(10, top ?? 10))
    if let blast = incident.blastSection { sections.append(blast) }
    if let origins = now.result.errors.origins(exemplar: exemplar) { sections.append(origins) }
    if let logPatterns = findings.logPatterns {
      sections.append(logPatterns.section(top: min(10, top ?? 10), exemplar: exemplar))
    }
    sections += findings.associations.map { $0.section(top: min(10, top ?? 10), exemplar: exemplar) }
    if let exemplars = incident.exemplarSection { sections.append(exemplars) }
    if let open = incident.ranking.openSection { sections.append(open) }
    sections.append(incident.incident.operations.section(top: top))
    return sections + referenceSections
  }

  /// Nil unless there is something to explain.
  var incident: IncidentReport? {
    findings.incident.map { IncidentReport(incident: $0, top: top, exemplar: exemplar) }
  }

  private func pathSections(top: Int?) -> [Section] {
    var paths = now.result.criticalPath.section(top: top, since: before?.result.criticalPath, exemplar: exemplar)
    if let flameGraph {
      let caption = before == nil ? "Time on critical paths" : "Time on critical paths, before and now"
      paths.blocks.insert(.picture(path: flameGraph, caption: caption), at: min(1, paths.blocks.count))
    }
    var sections = [paths]
    if now.result.completions.crossesQueues {
      sections.append(now.result.completions.section(top: top, exemplar: exemplar))
    }
    sections.append(now.result.antiPatterns.section(top: top.map { min($0, 8) }, exemplar: exemplar))
    return sections
  }

  /// Tables to look things up in.
  private var referenceSections: [Section] {
    let now = findings.whole ?? now
    var dependencies = now.result.dependencies.section(top: top)
    if let picture {
      dependencies.blocks.insert(.picture(path: picture, caption: "Service dependencies"), at: 0)
    }
    var sections = [dependencies]
    if !now.result.queues.consumers.isEmpty || !now.result.queues.topics.isEmpty {
      sections.append(now.result.queues.section(top: top, exemplar: exemplar))
    }
    sections.append(now.result.red.section(top: top))
    sections.append(now.result.doctor.section(quality: now.quality))
    return sections
  }

  /// Writes `tracemill/report/1`: what the single commands write, under one roof, `baseline` with the same for the dump before;
  /// `rootCause`, `associations` and `logs` where there are any.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("schema", "tracemill/report/1")
      if let ranking {
        json.key("rootCause")
        ranking.write(to: &json)
      }
      if !findings.associations.isEmpty {
        json.array("associations") { json in for association in findings.associations { association.write(to: &json) } }
      }
      if let logPatterns = findings.logPatterns {
        json.key("logs")
        logPatterns.write(to: &json, top: 100)
      }
      DumpReport.write(findings.whole ?? now, to: &json)
      if let before, findings.whole == nil { json.object("baseline") { json in DumpReport.write(before, to: &json) } }
    }
  }

  private static func write(_ side: DumpFindings.Side, to json: inout JSONWriter) {
    json.key("doctor")
    side.result.doctor.write(to: &json, quality: side.quality)
    json.key("red")
    side.result.red.write(to: &json)
    json.key("criticalPath")
    side.result.criticalPath.write(
      to: &json, completions: side.result.completions, antiPatterns: side.result.antiPatterns)
    json.key("dependencies")
    side.result.dependencies.write(to: &json)
    json.key("queues")
    side.result.queues.write(to: &json)
    json.key("errors")
    side.result.errors.write(to: &json, top: 100)
  }

  private func exemplar(_ id: TraceID) -> Text {
    guard let traceURL, let place = traceURL.firstRange(of: "{traceId}") else { return id.prefixText }
    return .link(id.description, to: traceURL.replacingCharacters(in: place, with: id.description))
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}

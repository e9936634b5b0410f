import ReportModel
import TraceAnalysis
import TraceModel

/// What the incident report says of an incident; a section a file.
struct IncidentReport {
  let incident: Incident
  /// How many rows a table shows; nil for all.
  let top: Int?
  /// How a trace is referred to.
  let exemplar: (TraceID) -> Text

  var before: ReportFold.Result { incident.before }
  var now: ReportFold.Result { incident.now }
  var ranking: RootCauseResult { incident.ranking }
  var edges: DependencyComparison { incident.edges }
}

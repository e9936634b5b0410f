import ReportModel
import TraceAnalysis
import TraceModel

extension TraceAssociation {
  func section(top: Int?, exemplar: (TraceID) -> Text) -> Section {
    switch kind {
    case .failed:
      result.section(
        "What sets failed requests apart", whichAreBad: "their request failed", top: top, exemplar: exemplar)
    case .slow:
      result.section(
        "What sets slow requests apart",
        whichAreBad:
          "their request took longer than 99 % of those of its entry point before (95 % where there were few)",
        top: top, exemplar: exemplar)
    }
  }

  func write(to json: inout JSONWriter) { result.write(to: &json, condition: kind.rawValue, top: 100) }
}

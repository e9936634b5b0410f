public import ReportModel
public import TraceAnalysis
import TraceModel

extension JourneyListFold.Result {
  /// A table of the journeys that meet the condition.
  public func section(condition: String) -> Section {
    let table = Table(
      columns: [
        .init("trace"), .init("start"), .figures("duration"), .init("service"), .init("operation"), .figures("traces"),
        .figures("spans"), .figures("failed"),
      ],
      rows: journeys.map { journey in
        [
          .code(journey.traceID.description), .time(nanoseconds: journey.start),
          .duration(nanoseconds: journey.duration), .code(journey.entry.service), .code(journey.entry.operation),
          .count(journey.traces), .count(journey.spans), .count(journey.failed),
        ]
      }, hidden: total - journeys.count, rowsAre: "journeys")
    return Section(
      "Journeys",
      blocks: [
        .paragraph("\(.count(total)) with a trace that meets \(.code(condition)), the longest first."), .table(table),
      ])
  }

  /// Writes `tracemill/journeys/1`.
  public func write(to json: inout JSONWriter, condition: String) {
    json.object { json in
      json.field("schema", "tracemill/journeys/1")
      json.field("where", condition)
      json.field("total", total)
      json.array("journeys") { json in
        for journey in journeys {
          json.object { json in
            json.field("traceId", journey.traceID.description)
            json.field("service", journey.entry.service)
            json.field("operation", journey.entry.operation)
            json.field("startUnixNano", quoted: journey.start)
            json.field("durationNs", journey.duration)
            json.field("traces", journey.traces)
            json.field("spans", journey.spans)
            json.field("failed", journey.failed)
          }
        }
      }
    }
  }
}

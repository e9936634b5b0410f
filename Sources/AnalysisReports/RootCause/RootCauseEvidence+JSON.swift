import ReportModel
import TraceAnalysis
import TraceModel

extension RootCauseResult.Evidence {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("signal", signal)
      json.field("dimension", dimension.rawValue)
      json.field("operation", operation)
      json.field("resource", resource?.words)
      json.field("score", decimal: score)
      writeFigures(to: &json)
      if let callee { json.field("callee", callee.id) }
      json.field("detail", detail)
      json.field("exemplars", exemplars.map(\.description))
    }
  }

  private func writeFigures(to json: inout JSONWriter) {
    if let times = observation.latency {
      json.field("baseline", times.before.p90)
      json.field("incident", times.now.p90)
      json.field("unit", "ns")
      json.field("statistic", "p90")
      return
    }
    if let seen = observation.occurrences {
      for (name, side) in [("baseline", seen.before), ("incident", seen.now)] {
        json.field(name, ratio: side.hits, max(1, side.calls))
        json.field(name + "Count", side.hits)
        json.field(name + "Calls", side.calls)
      }
      json.field("unit", "share")
      return
    }
    let values = observation.values
    for (name, value) in [("baseline", values?.before), ("incident", values?.now)] {
      if let value {
        json.field(name, decimal: value)
      } else {
        json.key(name)
        json.null()
      }
    }
    json.field("unit", "value")
  }
}

extension RootCauseResult.Observation {
  /// The bare numbers of what is told neither by durations nor by hits: calls a request, a metric. Nil where there are none.
  var values: (before: Double, now: Double, places: Int)? {
    switch self {
    case .repeatedCalls(let seen, _): (seen.before.rate, seen.now.rate, 2)
    case .metric(let shift): (shift.median, shift.highest, 3)
    default: nil
    }
  }
}

public import ReportModel
public import TraceAnalysis
import TraceModel

extension SLOResult {
  /// Writes `tracemill/slo/1` as one object.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("schema", "tracemill/slo/1")
      json.field("endUnixNano", extent.isEmpty ? nil : String(extent.end))
      json.field("coveredNs", extent.length)
      json.array("slos") { json in
        for objective in objectives { json.object { objective.write(to: &$0) } }
      }
      if let alerts {
        json.array("alerts") { json in
          for alert in alerts {
            json.object { json in
              json.field("slo", alert.objective)
              json.field("severity", alert.severity.rawValue)
              json.field("firedAtUnixNano", quoted: alert.fired.nanoseconds)
              json.field("resolvedAtUnixNano", alert.resolved.map { String($0.nanoseconds) })
            }
          }
        }
      }
    }
  }
}

extension SLOResult.Objective {
  fileprivate func write(to json: inout JSONWriter) {
    json.field("name", objective.name)
    json.field("service", objective.service)
    json.field("operation", objective.operation?.text)
    json.field("objective", decimal: objective.percentValue, places: 15)
    json.field("latencyNs", objective.latency)
    json.field("windowNs", objective.window)
    json.field("total", window.total)
    json.field("bad", window.bad)
    json.field("compliance", decimal: compliance ?? .nan, places: 9)
    json.field("budgetConsumed", decimal: budgetConsumed ?? .nan, places: 9)
    json.field("verdict", verdict.rawValue)
    json.array("pairs") { json in
      for pair in pairs { json.object { pair.write(to: &$0, objective) } }
    }
    json.field("exemplars", exemplars.map(\.description))
    json.field("sampledRequests", sampledRequests)
  }
}

extension SLOResult.Pair {
  fileprivate func write(to json: inout JSONWriter, _ objective: ServiceObjective) {
    json.field("severity", pair.severity.rawValue)
    json.field("factor", decimal: pair.factor)
    json.field("longNs", pair.longNanoseconds)
    json.field("shortNs", pair.shortNanoseconds)
    json.field("longTotal", long.total)
    json.field("longBad", long.bad)
    json.field("longBurnRate", decimal: long.burnRate(objective) ?? .nan, places: 9)
    json.field("shortTotal", short.total)
    json.field("shortBad", short.bad)
    json.field("shortBurnRate", decimal: short.burnRate(objective) ?? .nan, places: 9)
    json.field("covered", isCovered)
    json.field("thin", isThin)
    json.key("firing")
    if let isFiring { json.bool(isFiring) } else { json.null() }
  }
}

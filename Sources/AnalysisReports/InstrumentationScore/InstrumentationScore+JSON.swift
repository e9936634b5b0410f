public import ReportModel
public import TraceAnalysis
import TraceModel

extension InstrumentationScoreResult {
  /// Writes the scores as the value of a key.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("specification", InstrumentationRule.specification)
      json.field("rulesNotEvaluated", InstrumentationRule.notEvaluated)
      json.array("services") { json in
        for service in services {
          json.object { json in
            json.field("service", service.service)
            json.field("score", decimal: service.score)
            json.field("category", service.category.rawValue)
            json.array("rules") { json in
              for outcome in service.outcomes {
                json.object { json in
                  json.field("id", outcome.rule.rawValue)
                  json.field("impact", outcome.rule.impact.rawValue)
                  json.field("passed", outcome.isPassed)
                  json.field("failing", outcome.failing)
                  json.field("exemplars", outcome.exemplars.map(\.description))
                  if outcome.rule == .attributeLevels { json.field("keys", outcome.keys) }
                }
              }
            }
          }
        }
      }
    }
  }
}

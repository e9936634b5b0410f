import ReportModel
import TraceAnalysis

extension RootCauseResult {
  /// Writes the member `explain`: the symptom, quiet stretches, and of each candidate what it explains and what was taken away.
  func writeExplanation(to json: inout JSONWriter, top: Int?) {
    json.object("explain") { json in
      json.object("symptom") { symptom.write(to: &$0) }
      json.field("falseAlarmRate", decimal: quiet.falseAlarmRate)
      json.array("quiet") { json in
        for lead in quiet.scores {
          json.object { json in
            json.field("first", decimal: lead.first)
            json.field("second", decimal: lead.second)
          }
        }
      }
      json.array("candidates") { json in
        for candidate in candidates.prefix(top ?? candidates.count) {
          json.object { json in
            json.field("service", candidate.service)
            json.object("explains") { candidate.explains.write(to: &$0) }
            json.field("discount", decimal: candidate.discount)
            json.field("discountedFor", candidate.explainedBy)
            json.array("evidence") { json in
              for item in candidate.evidence where item.measured > 0 { item.writeWeighing(to: &json) }
            }
          }
        }
      }
    }
  }
}

extension RootCauseResult.Symptom {
  fileprivate func write(to json: inout JSONWriter) {
    json.field("addedNanos", Int64(clamping: time))
    json.field("slowerRequests", slower)
    json.field("addedFailures", decimal: failures)
  }
}

extension RootCauseResult.Evidence {
  fileprivate func writeWeighing(to json: inout JSONWriter) {
    json.object { json in
      json.field("signal", signal)
      json.field("operation", operation)
      if let calls { json.field("calls", calls) }
      json.field("measured", decimal: measured)
      json.field("quietLevel", decimal: quietLevel)
      json.field("addedNanos", Int64(clamping: excess))
      json.field("part", decimal: part)
      json.field("score", decimal: score)
    }
  }
}

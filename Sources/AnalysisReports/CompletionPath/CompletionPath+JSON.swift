public import ReportModel
public import TraceAnalysis
import TraceModel

extension RequestPathsFold.Result {
  /// Writes responses, completions, what-if and anti-patterns as one value of the shape `tracemill/critical-path/1`.
  ///
  /// `baseline` is what the responses are compared with, nil for nothing.
  public func write(to json: inout JSONWriter, since baseline: CriticalPathResult? = nil) {
    responses.write(
      to: &json, completions: completions, whatIf: whatIf, antiPatterns: antiPatterns, since: baseline)
  }
}

extension CompletionSlack {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("service", service)
      json.field("operation", operation)
      json.field("offPath", nanoseconds.count)
      json.field("p50Ns", nanoseconds.percentile(50))
      json.field("p95Ns", nanoseconds.percentile(95))
      json.field("minNs", nanoseconds.minimum)
      json.field("maxNs", nanoseconds.maximum)
    }
  }
}

extension CompletionPath {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.object("origin") { json in
        json.field("traceId", originTraceID.description)
        json.field("spanId", originSpanID.description)
      }
      json.object("terminal") { json in
        json.field("traceId", terminalTraceID.description)
        json.field("spanId", terminalSpanID.description)
      }
      json.field("service", service)
      json.field("operation", operation)
      json.field("durationNs", duration)
      json.array("segments") { json in
        for segment in segments {
          json.object { json in
            json.field("kind", segment.kind.name)
            json.field("traceId", segment.traceID.description)
            json.field("spanId", segment.spanID.description)
            json.field("service", segment.service)
            json.field("operation", segment.operation)
            json.field("startUnixNano", quoted: segment.start)
            json.field("endUnixNano", quoted: segment.end)
            if segment.isAmbiguous { json.field("ambiguous", true) }
          }
        }
      }
    }
  }
}

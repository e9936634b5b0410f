public import ReportModel
import TraceModel

extension RequestPathsFold.Result {
  /// Writes responses and completions as one value of the shape `tracemill/critical-path/1`.
  public func write(to json: inout JSONWriter) {
    responses.write(to: &json, completions: completions, antiPatterns: antiPatterns)
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

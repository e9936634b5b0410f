public import ReportModel
public import TraceAnalysis
import TraceModel

extension SamplingResult {
  /// Writes `tracemill/sampling/1` as one object; `top` is how many traces to write, nil for all.
  public func write(to json: inout JSONWriter, top: Int? = nil) {
    let shown = decisions.traces.prefix(top ?? decisions.traces.count)
    json.object { json in
      json.field("schema", "tracemill/sampling/1")
      json.array("policies") { json in
        for policy in decisions.policies {
          json.object { json in
            json.field("name", policy.name)
            json.field("type", policy.type)
            json.field("sampled", policy.sampled)
            json.field("decided", policy.decided)
          }
        }
      }
      json.key("total")
      decisions.total.write(to: &json)
      json.key("kept")
      decisions.kept.write(to: &json)
      json.object("coverage") { json in
        json.field("errors", decisions.errors)
        json.field("slow", decisions.slow)
        json.field("rarePaths", rarePaths)
        json.field("edges", edges)
        json.object("links") { json in
          json.field("total", decisions.links.total)
          json.field("kept", decisions.links.kept)
          json.field("broken", decisions.brokenLinks)
        }
      }
      json.array("bias") { json in
        for entry in decisions.entries {
          json.object { json in
            json.field("service", entry.service)
            json.field("operation", entry.operation)
            json.field("all", entry.all)
            json.field("kept", entry.kept)
            json.field("adjusted", entry.adjusted)
          }
        }
      }
      json.array("traces") { json in
        for trace in shown {
          json.object { json in
            json.field("traceId", trace.id.description)
            json.field("kept", trace.isKept)
            json.field("decision", trace.decision.rawValue)
            json.field("policy", trace.policy.map { decisions.policies[$0].name })
          }
        }
      }
      json.field("tracesHidden", decisions.traces.count - shown.count)
    }
  }
}

extension SamplingDecisions.Volume {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("traces", traces)
      json.field("spans", spans)
      json.field("bytes", bytes)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func field(_ name: String, _ share: SamplingDecisions.Share) {
    object(name) { json in
      json.field("total", share.total)
      json.field("kept", share.kept)
    }
  }

  fileprivate mutating func field(_ name: String, _ figures: SamplingBias.Figures?) {
    key(name)
    guard let figures else { return null() }
    object { json in
      json.field("traces", figures.count)
      json.field("errorRate", decimal: figures.errorRate)
      json.field("p50Ns", figures.p50)
      json.field("p99Ns", figures.p99)
    }
  }
}

public import ReportModel
public import TraceAnalysis
import TraceModel

extension AntiPatternResult {
  /// Writes the value of the member `antiPatterns` of `tracemill/critical-path/1`.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.object("thresholds") { json in
        json.field("leastNs", options.leastNanoseconds)
        json.field("leastPercent", options.leastPercent)
        json.field("leastEntryPermille", options.leastEntryPermille)
        json.field("leastRepeats", options.leastRepeats)
        json.field("leastRun", options.leastRun)
        json.field("mostPausePercent", options.mostPausePercent)
        json.field("leastOtherOrders", options.leastOtherOrders)
      }
      json.field("smallFindings", smallFindings)
      if isCut { json.field("cut", true) }
      json.array("findings") { json in
        for finding in findings { finding.write(to: &json, options: options) }
      }
    }
  }
}

extension AntiPatternFinding {
  func write(to json: inout JSONWriter, options: AntiPatternOptions) {
    json.object { json in
      json.field("kind", kind.name)
      entry.write("entry", to: &json)
      operation.write("operation", to: &json)
      first?.write("call", to: &json)
      second?.write("nextCall", to: &json)
      json.field("count", count)
      json.field("calls", calls)
      json.field("traces", traces)
      json.field("costNs", cost.sum)
      json.field("pathNs", pathNanoseconds)
      if let entryNanoseconds { json.field("share", ratio: Int(cost.sum), Int(entryNanoseconds)) }
      json.field("p50Ns", cost.percentile(50))
      json.field("p95Ns", cost.percentile(95))
      json.field("maxNs", cost.maximum)
      if kind == .serialFanOut {
        json.field("otherOrders", otherOrders)
        json.field("confidence", otherOrders >= options.leastOtherOrders ? "strong" : "guess")
      }
      json.array("exemplars") { json in
        for exemplar in exemplars { json.string(exemplar.traceID.description) }
      }
    }
  }
}

extension AntiPatternFinding.Operation {
  fileprivate func write(_ name: String, to json: inout JSONWriter) {
    json.object(name) { json in
      json.field("service", service)
      json.field("operation", operation)
      json.field("spanKind", kind.name)
    }
  }
}

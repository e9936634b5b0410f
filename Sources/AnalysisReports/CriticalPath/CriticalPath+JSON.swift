public import ReportModel
public import TraceAnalysis
import TraceModel

extension CriticalPathResult {
  /// Writes the result as one value of the shape `tracemill/critical-path/1`.
  ///
  /// Beyond what that shape fixes: `orphan` and `ambiguous` where true; `spanKind`, `traces`, `frequency`, percentiles and
  /// exemplars of aggregated operations; `bands`, `bandDifference` and `tree` of an entry point, `treeDepth` where trees were cut; `amountNs` of a diagnostic; how often each kind of diagnostic occurred, as at
  /// most a hundred of each are listed.
  ///
  /// - Parameters:
  ///   - json: Where to write.
  ///   - completions: The paths across queues; without them the member is empty.
  ///   - whatIf: Becomes the member `whatIf`, which is left out without it.
  ///   - antiPatterns: Becomes the member of that name, which is left out without it.
  ///   - baseline: Another dump, whose `responseCount` and `aggregate` become those of the member `baseline`, which is left out without it.
  public func write(
    to json: inout JSONWriter, completions: CompletionPathResult? = nil, whatIf: WhatIfResult? = nil,
    antiPatterns: AntiPatternResult? = nil, since baseline: CriticalPathResult? = nil
  ) {
    json.object { json in
      json.field("schema", "tracemill/critical-path/1")
      json.field("responseCount", responseCount)
      json.array("responses") { json in
        for response in responses { response.write(to: &json) }
      }
      if let completions { json.field("completionCount", completions.completionCount) }
      json.array("completions") { json in
        for completion in completions?.completions ?? [] { completion.write(to: &json) }
      }
      if let treeDepth { json.field("treeDepth", treeDepth) }
      json.array("aggregate") { json in
        for entry in entries { entry.write(to: &json) }
      }
      if let completions {
        json.array("completionAggregate") { json in
          for entry in completions.entries { entry.write(to: &json) }
        }
        json.array("slack") { json in
          for slack in completions.slack { slack.write(to: &json) }
        }
      }
      if let baseline {
        json.object("baseline") { json in
          json.field("responseCount", baseline.responseCount)
          json.array("aggregate") { json in
            for entry in baseline.entries { entry.write(to: &json) }
          }
        }
      }
      whatIf?.write(to: &json)
      if let antiPatterns {
        json.key("antiPatterns")
        antiPatterns.write(to: &json)
      }
      json.object("diagnosticCounts") { json in
        for (kind, count) in diagnosticCounts + (completions?.diagnosticCounts ?? []) { json.field(kind.name, count) }
      }
      json.array("diagnostics") { json in
        for finding in diagnostics + (completions?.diagnostics ?? []) { finding.write(to: &json) }
      }
    }
  }
}

extension CriticalPathResponse {
  func write(to json: inout JSONWriter) {
    let traceID = traceID.description
    json.object { json in
      json.field("traceId", traceID)
      json.field("rootSpanId", rootSpanID.description)
      json.field("service", service)
      json.field("operation", operation)
      json.field("durationNs", duration)
      if isOrphan { json.field("orphan", true) }
      json.array("segments") { json in
        for segment in segments {
          json.object { json in
            json.field("kind", segment.kind.name)
            json.field("traceId", traceID)
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

extension CriticalPathEntry {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.object("entry") { json in
        json.field("service", service)
        json.field("operation", operation)
        if let value { json.field("value", value) }
      }
      json.field("traces", traces)
      json.field("orphans", orphans)
      json.field("totalNs", durations.sum)
      json.field("p50Ns", durations.percentile(50))
      json.field("p95Ns", durations.percentile(95))
      json.field("p99Ns", durations.percentile(99))
      json.array("exemplars") { json in
        for exemplar in slowest { json.string(exemplar.traceID.description) }
      }
      json.array("path") { json in
        for operation in path { operation.write(to: &json, entry: self) }
      }
      writeTree(to: &json)
      writeSlacks(to: &json)
    }
  }
}

extension CriticalPathOperation {
  func write(to json: inout JSONWriter, entry: CriticalPathEntry) {
    json.object { json in
      json.field("service", service)
      json.field("operation", operation)
      json.field("kind", kind.name)
      json.field("spanKind", spanKind.name)
      json.field("exclusiveNs", exclusiveNanoseconds)
      json.field("share", ratio: Int(exclusiveNanoseconds), Int(entry.durations.sum))
      json.field("traces", traces)
      json.field("frequency", ratio: traces, entry.traces)
      json.field("p50Ns", exclusive.percentile(50))
      json.field("p95Ns", exclusive.percentile(95))
      json.field("p99Ns", exclusive.percentile(99))
      json.field("maxNs", exclusive.maximum)
      if ambiguous > 0 { json.field("ambiguous", ambiguous) }
      json.array("exemplars") { json in
        for exemplar in exemplars { json.string(exemplar.traceID.description) }
      }
    }
  }
}

extension CriticalPathFinding {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("traceId", traceID.description)
      json.field("spanId", spanID.description)
      json.field("kind", kind.name)
      json.field("detail", kind.sentence)
      json.field("amountNs", nanoseconds)
    }
  }
}

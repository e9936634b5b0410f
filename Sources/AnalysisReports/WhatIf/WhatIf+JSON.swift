import ReportModel
import TraceAnalysis
import TraceModel

extension WhatIfResult {
  /// Writes the member `whatIf` of `tracemill/critical-path/1`.
  func write(to json: inout JSONWriter) {
    json.object("whatIf") { json in
      json.array("changes") { json in
        for change in changes { change.write(to: &json) }
      }
      json.array("responses") { json in
        for entry in responses { entry.write(to: &json) }
      }
      json.array("completions") { json in
        for entry in completions { entry.write(to: &json) }
      }
      json.array("gains") { json in
        for gain in gains { gain.write(to: &json) }
      }
    }
  }
}

extension WhatIfResult.Change {
  func write(to json: inout JSONWriter) {
    json.object { json in
      if let service {
        json.field("service", service)
        json.field("operation", name)
      } else {
        json.field("topic", name)
      }
      json.field("kept", ratio: Int(change.keptMillionths), 1_000_000)
      json.field("addedNs", change.added)
      json.field("met", met)
    }
  }
}

extension WhatIfResult.Entry {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.object("entry") { json in
        json.field("service", service)
        json.field("operation", operation)
      }
      json.field("traces", before.count)
      for (name, durations) in [("before", before), ("after", after)] {
        json.object(name) { json in
          json.field("p50Ns", durations.percentile(50))
          json.field("p95Ns", durations.percentile(95))
          json.field("p99Ns", durations.percentile(99))
          json.field("totalNs", durations.sum)
        }
      }
    }
  }
}

extension WhatIfResult.Gain {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.object("entry") { json in
        json.field("service", entryService)
        json.field("operation", entryOperation)
      }
      json.field("service", service)
      json.field("operation", operation)
      json.field("samples", samples)
      json.field("responses", responses)
      for (name, values) in [("before", before), ("after", after)] {
        json.object(name) { json in
          for (percent, value) in zip(["p50Ns", "p95Ns", "p99Ns"], values) { json.field(percent, value) }
        }
      }
      json.field("meanGainNs", meanGain)
      json.field("estimatedGainNs", estimatedGain)
    }
  }
}

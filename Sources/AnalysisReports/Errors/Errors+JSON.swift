public import ReportModel
public import TraceAnalysis
import TraceModel

extension ErrorsResult {
  /// Writes `tracemill/errors/1` as one object.
  ///
  /// - Parameters:
  ///   - json: Takes the object.
  ///   - top: How many rows of each list to write; nil for all. The others are counted.
  public func write(to json: inout JSONWriter, top: Int? = nil) {
    json.object { json in
      json.field("schema", "tracemill/errors/1")
      json.object("spans") { json in
        json.field("total", counts.spans)
        json.field("failed", counts.failed)
        json.field("origin", counts.origins)
        json.field("propagated", counts.failed - counts.origins)
        json.field("swallowed", counts.swallowed)
        json.field("afterHealthyProducer", counts.afterHealthyProducer)
      }
      json.object("traces") { json in
        json.field("total", counts.traces)
        json.field("failing", counts.failingTraces)
      }
      json.list("errors", rows, top) { row, json in
        row.name.write(to: &json)
        json.write(row.kind)
        json.field("calls", row.calls)
        json.field("failureRate", ratio: row.totals.failed, max(1, row.calls))
        row.totals.write(to: &json)
        if let callee = row.answeredBy { json.object("answeredBy") { callee.write(to: &$0) } }
        json.write(row.totals.sightings)
      }
      json.object("errorsOthers") { otherRows.write(to: &$0) }
      json.list("chains", chains, top) { chain, json in chain.write(to: &json) }
      json.field("chainsOthers", otherChains)
      json.list("retries", retries, top) { retry, json in
        json.object("caller") { retry.caller.write(to: &$0) }
        json.object("call") { retry.call.write(to: &$0) }
        retry.totals.write(to: &json)
        json.write(retry.totals.sightings)
      }
      json.object("retriesOthers") { otherRetries.write(to: &$0) }
      guard let errorLines = counts.errorLines else { return }
      json.object("logs") { json in
        json.field("errorLinesWithTraceId", errorLines)
        json.field("joined", counts.joinedLines)
        json.list("patterns", logPatterns, top) { pattern, json in
          json.field("service", pattern.service)
          json.field("template", pattern.template)
          json.field("lines", pattern.totals.lines)
          json.field("failingTraces", pattern.totals.failingTraces)
          json.field("healthyTraces", pattern.totals.healthyTraces)
          json.write(pattern.totals.sightings)
        }
      }
    }
  }
}

extension ErrorsResult.Chain {
  fileprivate func write(to json: inout JSONWriter) {
    json.array("hops") { json in
      for hop in hops { json.object { hop.write(to: &$0) } }
    }
    if left > 0 { json.field("hopsLeftOut", left) }
    json.write(kind)
    if let callee = answeredBy { json.object("answeredBy") { callee.write(to: &$0) } }
    switch end {
    case .entry: json.field("end", "entry")
    case .unknownCaller: json.field("end", "unknown_caller")
    case .swallowed(let by):
      json.field("end", "swallowed")
      json.object("by") { by.write(to: &$0) }
    case .queue(let by):
      json.field("end", "queue")
      json.object("by") { by.write(to: &$0) }
    }
    json.field("count", count)
    json.write(sightings)
  }
}

extension ErrorTotals {
  fileprivate func write(to json: inout JSONWriter) {
    json.field("failed", failed)
    json.field("origin", origin)
    json.field("propagated", propagated)
    json.field("swallowed", swallowed)
    json.field("reachedEntry", reachedEntry)
    json.field("afterHealthyProducer", afterHealthyProducer)
  }
}

extension RetryTotals {
  fileprivate func write(to json: inout JSONWriter) {
    json.field("retried", retried)
    json.field("extraAttempts", extraAttempts)
    json.field("failedAttempts", failedAttempts)
    json.field("hidden", hidden)
    json.field("failedForGood", failedForGood)
  }
}

extension OperationName {
  /// Writes `service` and `operation` into the object at hand.
  func write(to json: inout JSONWriter) {
    json.field("service", service)
    json.field("operation", operation)
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ kind: ErrorKind) {
    field("kind", kind.source == .none ? nil : kind.text)
    field("kindFrom", kind.source.rawValue)
  }

  /// Writes `firstSeenUnixNano` (null when unknown) and `exemplars` into the object at hand.
  mutating func write(_ sightings: Sightings) {
    if let first = sightings.first {
      field("firstSeenUnixNano", quoted: first.nanoseconds)
    } else {
      key("firstSeenUnixNano")
      null()
    }
    field("exemplars", sightings.exemplars.ids.map(\.description))
  }

  /// Writes an array of objects, the first `top` of them, and how many are left out as `…Hidden`.
  mutating func list<Element>(
    _ name: String, _ elements: [Element], _ top: Int?, _ body: (Element, inout JSONWriter) -> Void
  ) {
    let shown = elements.prefix(top ?? elements.count)
    array(name) { json in
      for element in shown { json.object { json in body(element, &json) } }
    }
    field(name + "Hidden", elements.count - shown.count)
  }
}

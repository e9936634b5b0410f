public import ReportModel
public import TraceAnalysis
import TraceModel

extension LogsResult {
  /// Writes `tracemill/logs/1` as one object.
  ///
  /// - Parameters:
  ///   - json: Takes the object.
  ///   - top: How many rows of each list to write; nil for all. The others are counted.
  public func write(to json: inout JSONWriter, top: Int? = nil) {
    json.object { json in
      json.field("schema", "tracemill/logs/1")
      json.object("lines") { json in
        now.write(to: &json)
        json.field("withTraceId", withTrace)
        json.field("untimed", untimed)
        json.field("rejected", rejected)
      }
      json.list("patterns", patterns, top) { pattern, json in
        json.field("service", pattern.service)
        json.field("template", pattern.template)
        pattern.count.write(to: &json)
        json.field("errorShare", ratio: pattern.count.errors, max(1, pattern.count.lines))
        json.field("exemplars", pattern.count.exemplars.ids.map(\.description))
        if let traces = pattern.traces {
          json.field("failingTraces", traces.failing)
          json.field("healthyTraces", traces.healthy)
        }
      }
      json.field("patternsOtherLines", otherLines)
      if let changes {
        json.object("baseline") { before.write(to: &$0) }
        json.field("comparisons", comparisons)
        json.list("changes", changes, top) { change, json in
          json.field("change", change.direction.rawValue)
          json.field("service", change.service)
          json.field("template", change.template.isEmpty ? nil : change.template)
          json.object("before") { change.before.write(to: &$0) }
          json.object("now") { change.now.write(to: &$0) }
          json.field("expected", decimal: change.expected, places: 3)
          json.field("lift", decimal: change.lift, places: 3)
          json.field("p", decimal: change.p, places: 12)
          json.field("q", decimal: change.q, places: 12)
          let traces = change.now.lines > 0 ? change.now.exemplars : change.before.exemplars
          json.field("exemplars", traces.ids.map(\.description))
        }
      }
      guard let id = chain.id else { return }
      json.object("chain") { json in
        json.field("id", id)
        json.field("lineCount", chain.count)
        json.list("lines", chain.lines, top) { line, json in
          if line.time == 0 {
            json.key("timeUnixNano")
            json.null()
          } else {
            json.field("timeUnixNano", quoted: line.time)
          }
          json.field("service", line.service)
          json.field("severity", line.severity)
          json.field("isError", line.isError)
          json.field("traceId", line.traceID.isZero ? nil : line.traceID.description)
          json.field("spanId", line.spanID == .none ? nil : line.spanID.description)
          json.field("text", line.text)
        }
      }
    }
  }
}

extension LogPatternCount {
  fileprivate func write(to json: inout JSONWriter) {
    json.field("lines", lines)
    json.field("errors", errors)
    for (name, time) in [("firstSeenUnixNano", first), ("lastSeenUnixNano", last)] {
      if let time {
        json.field(name, quoted: time.nanoseconds)
      } else {
        json.key(name)
        json.null()
      }
    }
  }
}

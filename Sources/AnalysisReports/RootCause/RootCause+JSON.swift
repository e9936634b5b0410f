public import ReportModel
public import TraceAnalysis
import TraceModel

extension RootCauseResult {
  /// Writes `tracemill/root-cause/1` as one object.
  ///
  /// A figure is an integer of ns with unit `ns`, a share with unit `share` and its two counts, or a bare number with unit `value`.
  ///
  /// - Parameters:
  ///   - json: Takes the object.
  ///   - top: How many candidates to write; nil for all. The others are counted.
  ///   - isExplained: Whether to say how the scores came about.
  public func write(to json: inout JSONWriter, top: Int? = nil, isExplained: Bool = false) {
    let shown = candidates.prefix(top ?? candidates.count)
    json.object { json in
      json.field("schema", "tracemill/root-cause/1")
      json.field("verdict", verdict.rawValue)
      if let onset {
        json.field("onset", quoted: onset.nanoseconds)
      } else {
        json.key("onset")
        json.null()
      }
      if case .found(let window) = search {
        json.object("window") { json in
          json.field("startUnixNano", quoted: window.start.nanoseconds)
          json.field("endUnixNano", quoted: window.end.nanoseconds)
        }
      }
      json.array("candidates") { json in
        for candidate in shown { candidate.write(to: &json) }
      }
      json.field("candidatesHidden", candidates.count - shown.count)
      json.object("impact") { json in
        json.object("baseline") { json in
          impact.baseline.write(to: &json)
          impact.windows.baseline.write(to: &json)
        }
        json.object("incident") { json in
          impact.incident.write(to: &json)
          impact.windows.incident.write(to: &json)
        }
        json.array("entryPoints") { json in
          for entry in impact.entryPoints.prefix(top ?? impact.entryPoints.count) {
            json.object { json in
              json.field("service", entry.name.service)
              json.field("operation", entry.name.operation)
              json.object("baseline") { entry.before.write(to: &$0) }
              json.object("incident") { entry.now.write(to: &$0) }
            }
          }
        }
      }
      json.field("unexplained", unexplained.map(\.ofService))
      json.field("missingData", missingData.map(\.rawValue))
      if isExplained { writeExplanation(to: &json, top: top) }
    }
  }
}

extension RootCauseResult.Window {
  func write(to json: inout JSONWriter) {
    json.field("traces", traces)
    guard let extent else { return }
    json.field("startUnixNano", quoted: extent.start.nanoseconds)
    json.field("endUnixNano", quoted: extent.end.nanoseconds)
  }
}

extension RootCauseResult.Candidate {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("rank", rank)
      json.field("service", service)
      json.field("operation", operation)
      json.field("resource", resource?.words)
      json.field("kind", kind.rawValue)
      json.field("score", decimal: score)
      json.field("confidence", confidence.rawValue)
      json.field("steadyScore", decimal: steadyScore)
      json.field("discount", decimal: discount)
      json.array("evidence") { json in
        for item in evidence { item.write(to: &json) }
      }
      json.field("against", against.map(\.words))
    }
  }
}

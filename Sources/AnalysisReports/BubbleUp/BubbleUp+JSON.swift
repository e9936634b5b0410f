public import ReportModel
public import TraceAnalysis
import TraceModel

extension BubbleUpResult {
  /// Writes `tracemill/bubbleup/1` as one object.
  ///
  /// - Parameters:
  ///   - json: Takes the object.
  ///   - condition: Which traces are bad, as the user wrote it.
  ///   - top: How many rows of each list to write; nil for all. The others are counted.
  public func write(to json: inout JSONWriter, condition: String? = nil, top: Int? = nil) {
    json.object { json in
      json.field("schema", "tracemill/bubbleup/1")
      if let condition { json.field("where", condition) }
      json.object("traces") { json in
        json.field("bad", bad)
        json.field("good", good)
      }
      json.list("entries", entries, top) { entry, json in
        entry.name.write(to: &json)
        json.field("traces", entry.traces)
        json.field("bad", entry.bad)
        json.field("badShare", ratio: entry.bad, max(1, entry.traces))
      }
      json.field("healthyEntries", healthyEntries)
      json.list("findings", findings, top) { finding, json in write(finding, to: &json) }
      json.list("symptoms", symptoms, top) { finding, json in write(finding, to: &json) }
      json.list("pairs", pairs, top) { pair, json in
        json.object("first") { pair.first.write(to: &$0) }
        json.object("second") { pair.second.write(to: &$0) }
        write(pair.figures, to: &json)
        json.field("exemplars", pair.exemplars.map(\.description))
      }
      json.field("comparisons", comparisons)
      json.field("mostValues", mostValues)
      json.array("leftOut") { json in
        for key in leftOut {
          json.object { json in
            json.field("kind", key.kind.rawValue)
            json.field("key", key.key)
            json.field("reason", key.reason.rawValue)
            json.field("values", key.values)
          }
        }
      }
    }
  }

  private func write(_ finding: Finding, to json: inout JSONWriter) {
    finding.item.write(to: &json)
    write(finding.figures, to: &json)
    json.array("alike") { json in
      for item in finding.alike { json.object { item.write(to: &$0) } }
    }
    json.field("exemplars", finding.exemplars.map(\.description))
  }

  private func write(_ figures: Figures, to json: inout JSONWriter) {
    json.field("bad", figures.bad)
    json.field("badShare", ratio: figures.bad, max(1, bad))
    json.field("good", figures.good)
    json.field("goodShare", ratio: figures.good, max(1, good))
    json.field("expectedBad", decimal: figures.expected, places: 3)
    json.field("excess", decimal: figures.excess, places: 3)
    json.field("lift", decimal: figures.lift, places: 3)
    json.field("z", decimal: figures.z, places: 3)
    json.field("p", decimal: figures.p, places: 12)
    json.field("q", decimal: figures.q, places: 12)
  }
}

extension BubbleUpResult.Item {
  fileprivate func write(to json: inout JSONWriter) {
    json.field("kind", kind.rawValue)
    json.field("key", key)
    json.field("op", comparison.rawValue)
    json.field("value", value)
  }
}

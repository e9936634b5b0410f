public import ReportModel
public import TraceAnalysis
import TraceModel

extension DependencyComparison {
  /// Writes one object: nodes by id, edges by what matters most, each with how it changed.
  ///
  /// `top` is how many edges to write; nil for all. The others are counted.
  public func write(to json: inout JSONWriter, top: Int? = nil) {
    let shown = edges.prefix(top ?? edges.count)
    json.object { json in
      json.object("roots") { json in
        json.field("before", rootsBefore)
        json.field("now", rootsNow)
      }
      for (name, count) in [("nodeCounts", nodeCount), ("edgeCounts", edgeCount)] {
        json.object(name) { json in
          for change in Difference.allCases { json.field(change.rawValue, count(change)) }
        }
      }
      json.array("nodes") { json in
        for node in nodes {
          json.object { json in
            json.field("id", node.node.id)
            json.field("type", node.node.category.name)
            json.field("name", node.node.name)
            json.field("change", node.change.rawValue)
          }
        }
      }
      json.array("edges") { json in
        for edge in shown { write(edge, to: &json) }
      }
      json.field("edgesHidden", edges.count - shown.count)
    }
  }

  private func write(_ edge: Edge, to json: inout JSONWriter) {
    json.object { json in
      json.field("source", nodes[edge.source].node.id)
      json.field("target", nodes[edge.target].node.id)
      json.field("kind", edge.kind.name)
      json.field("change", edge.change.rawValue)
      json.field("score", ratio: edge.score, 1000, places: 3)
      if let shift = edge.shift {
        json.field("rateChanged", shift.hasRateChanged)
        json.field("errorsChanged", shift.haveErrorsChanged)
        if let latency = shift.latency {
          json.object("latency") { json in
            json.field("clock", latency.clock.rawValue)
            json.field("percentile", latency.percent)
            json.field("beforeNs", latency.before)
            json.field("nowNs", latency.now)
            json.field("ratio", decimal: Double(latency.now) / Double(max(1, latency.before)), places: 3)
          }
        }
      }
      for (name, traffic, roots) in [("before", edge.before, rootsBefore), ("now", edge.now, rootsNow)] {
        guard let traffic else {
          json.key(name)
          json.null()
          continue
        }
        json.object(name) { json in
          if roots > 0 { json.field("callsPerRoot", ratio: traffic.calls, roots) }
          traffic.write(to: &json)
        }
      }
    }
  }
}

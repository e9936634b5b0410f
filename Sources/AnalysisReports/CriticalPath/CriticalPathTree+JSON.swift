import ReportModel
import TraceAnalysis
import TraceModel

extension CriticalPathEntry {
  /// `bands`, `bandDifference` and `tree`; nothing for completions.
  func writeTree(to json: inout JSONWriter) {
    if tree.nodes.isEmpty { return }
    json.array("bands") { json in
      for band in bands {
        json.object { json in
          json.field("band", band.band.name)
          json.field("traces", band.traces)
          json.field("fromNs", band.lowest)
          json.field("belowNs", band.limit)
          json.field("totalNs", band.total)
        }
      }
    }
    json.array("bandDifference") { json in
      guard let (low, high) = comparedBands else { return }
      for difference in bandDifferences() {
        json.object { json in
          json.field("node", difference.node)
          json.field("low", low.band.name)
          json.field("high", high.band.name)
          json.field("lowMeanNs", difference.lowMean)
          json.field("highMeanNs", difference.highMean)
          json.field("lowShare", ratio: Int(difference.low.exclusive), Int(low.total))
          json.field("highShare", ratio: Int(difference.high.exclusive), Int(high.total))
        }
      }
    }
    json.array("tree") { json in
      for node in tree.nodes { node.write(to: &json, bands: bands) }
    }
  }
}

extension CriticalPathEntry {
  /// `slack`; nothing unless it was asked for.
  func writeSlacks(to json: inout JSONWriter) {
    if slacks.isEmpty { return }
    json.array("slack") { json in
      for row in slacks {
        json.object { json in
          json.field("service", row.service)
          json.field("operation", row.operation)
          json.field("spanKind", row.spanKind.name)
          json.field("deciding", row.slack.deciding)
          json.field("dragNs", row.slack.drag)
          json.field("meanDragNs", row.slack.meanDrag)
          json.field("maxDragNs", row.slack.mostDrag)
          json.field("spare", row.slack.spare)
          json.field("slackNs", row.slack.slack)
          json.field("meanSlackNs", row.slack.meanSlack)
          json.field("minSlackNs", row.slack.leastSlack)
        }
      }
    }
  }
}

extension CriticalPathTree.Node {
  func write(to json: inout JSONWriter, bands: [CriticalPathBandSummary]) {
    json.object { json in
      json.field("service", service)
      json.field("operation", operation)
      json.field("spanKind", spanKind.name)
      json.field("parent", parent)
      json.field("depth", depth)
      json.field("traces", traces)
      json.field("inclusiveNs", inclusiveNanoseconds)
      json.field("exclusiveNs", exclusiveNanoseconds)
      json.field("p50Ns", exclusive?.percentile(50))
      json.field("p95Ns", exclusive?.percentile(95))
      json.field("p99Ns", exclusive?.percentile(99))
      if isCut { json.field("cut", true) }
      json.array("bands") { json in
        for band in bands {
          let totals = self.bands[Int(band.band.rawValue)]
          json.object { json in
            json.field("traces", totals.traces)
            json.field("inclusiveNs", totals.inclusive)
            json.field("exclusiveNs", totals.exclusive)
          }
        }
      }
      json.array("exemplars") { json in
        for exemplar in exemplars { json.string(exemplar.traceID.description) }
      }
    }
  }
}

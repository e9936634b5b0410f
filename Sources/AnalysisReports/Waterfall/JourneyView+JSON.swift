public import ReportModel
public import TraceAnalysis
import TraceModel

extension JourneyView {
  /// Writes `tracemill/trace/1`: one journey, its spans in the order of drawing.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("schema", "tracemill/trace/1")
      json.field("traceIds", traceIDs.map(\.description))
      json.field("spans", spanCount)
      json.field("failed", failedCount)
      json.field("services", serviceCount)
      json.field("startUnixNano", quoted: start)
      json.field("endUnixNano", quoted: end)
      json.field("otherMatches", otherMatches)
      if let origin = whole.origin {
        json.object("origin") { json in
          json.field("traceId", origin.traceID.description)
          json.field("spanId", origin.spanID.description)
        }
      }
      if let asked {
        json.object("asked") { json in
          json.field("traceId", asked.traceID.description)
          if let spanID = asked.spanID { json.field("spanId", spanID.description) }
        }
      }
      json.object("pathNs") { json in
        for (kind, nanoseconds) in whole.parts { json.field(kind.name, nanoseconds) }
      }
      json.array("rows") { json in
        for row in whole.rows { row.write(to: &json) }
      }
    }
  }
}

extension JourneyView.Row {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("depth", depth)
      json.field("traceId", traceID.description)
      json.field("spanId", spanID.description)
      json.field("service", service)
      json.field("operation", operation)
      json.field("kind", kind.name)
      json.field("startUnixNano", quoted: start)
      json.field("endUnixNano", quoted: end)
      json.field("failed", isFailed)
      json.field("byMessage", isByMessage)
      if let wait { json.field("waitNs", wait) }
      json.field("pathNs", critical.reduce(Int64(0)) { $0 &+ ($1.end &- $1.start) })
      json.field("pathWaitNs", criticalWait.reduce(Int64(0)) { $0 &+ ($1.end &- $1.start) })
    }
  }
}

public import ReportModel
public import TraceAnalysis
import TraceModel

extension REDResult {
  /// Writes `tracemill/red/1` as one object.
  ///
  /// `top` is how many rows to write, those of the longest total time; nil for all. The others are counted.
  public func write(to json: inout JSONWriter, top: Int? = nil) {
    let rows = operationsByTime.prefix(top ?? operations.count)
    json.object { json in
      json.field("schema", "tracemill/red/1")
      json.array("rows") { json in
        for row in rows {
          json.object { json in
            json.field("service", row.service)
            json.field("operation", row.operation)
            json.field("kind", row.kind.name)
            row.statistics.write(to: &json)
          }
        }
      }
      json.field("rowsHidden", operations.count - rows.count)
      json.array("services") { json in
        for service in services {
          json.object { json in
            json.field("service", service.service)
            json.field("countedBy", service.topmostSpans ? "topmost" : "incoming")
            service.statistics.write(to: &json)
          }
        }
      }
      json.field("polls", polls)
      json.field("coveredNs", coveredNanoseconds)
      json.field("bucketNs", bucketWidth)
      json.array("buckets") { json in
        for bucket in buckets {
          json.object { json in
            json.field("startUnixNano", quoted: bucket.start.nanoseconds)
            json.field("calls", bucket.statistics.calls)
            json.field("errors", bucket.statistics.errors)
            json.field("p50Ns", bucket.statistics.durations.percentile(50))
            json.field("p99Ns", bucket.statistics.durations.percentile(99))
          }
        }
      }
    }
  }
}

extension CallStatistics {
  /// The figures as fields of the object at hand.
  func write(to json: inout JSONWriter) {
    json.field("calls", calls)
    json.field("errors", errors)
    json.field("errorRate", ratio: errors, max(1, calls))
    json.field("p50Ns", durations.percentile(50))
    json.field("p90Ns", durations.percentile(90))
    json.field("p99Ns", durations.percentile(99))
    json.field("p999Ns", durations.percentile(999, 1000))
    json.field("maxNs", durations.maximum)
    json.field("totalNs", durations.sum)
    json.field("timed", durations.count)
  }
}

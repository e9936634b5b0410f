public import ReportModel
public import TraceAnalysis
import TraceModel

extension DumpComparison {
  /// Writes `tracemill/diff/1` as one object; every list by what changed most.
  ///
  /// `top` is how many elements of each list to write; nil for all. The others are counted.
  public func write(to json: inout JSONWriter, top: Int? = nil) {
    json.object { json in
      json.field("schema", "tracemill/diff/1")
      json.object("requests") { json in
        json.object("before") { json in before.requests.write(to: &json) }
        json.object("now") { json in now.requests.write(to: &json) }
      }
      json.object("coveredNs") { json in
        json.field("before", before.coveredNanoseconds)
        json.field("now", now.coveredNanoseconds)
      }
      entryPoints.write("entryPoints", withKinds: false, to: &json, top: top)
      operations.write("operations", withKinds: true, to: &json, top: top)
      json.key("dependencies")
      dependencies.write(to: &json, top: top)
    }
  }
}

extension REDComparison {
  /// Writes the rows as the array `name`, and how many were left out.
  func write(_ name: String, withKinds: Bool, to json: inout JSONWriter, top: Int?) {
    let shown = rows.prefix(top ?? rows.count)
    json.array(name) { json in
      for row in shown {
        json.object { json in
          json.field("service", row.service)
          json.field("operation", row.operation)
          if withKinds { json.field("kind", row.kind.name) }
          json.field("score", ratio: row.score, 1000, places: 3)
          for (side, statistics) in [("before", row.before), ("now", row.now)] {
            json.object(side) { json in statistics.write(to: &json) }
          }
        }
      }
    }
    json.field("\(name)Hidden", rows.count - shown.count)
  }
}

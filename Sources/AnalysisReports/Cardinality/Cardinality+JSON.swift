public import ReportModel
public import TraceAnalysis

extension CardinalityResult {
  /// Writes `tracemill/cardinality/1` as one object; `top` is how many offenders to write, nil for all.
  public func write(to json: inout JSONWriter, top: Int? = nil) {
    let shown = offenders.prefix(top ?? offenders.count)
    json.object { json in
      json.field("schema", "tracemill/cardinality/1")
      json.array("sets") { json in
        for set in sets {
          json.object { json in
            json.field("by", set.by)
            json.field("observed", set.observed)
            json.field("overCap", set.isOverCap)
            json.field("productBound", set.productBound)
            json.array("labels") { json in
              for label in set.labels {
                json.object { json in
                  json.field("key", label.key)
                  json.field("values", label.values)
                  json.field("overCap", label.isOverCap)
                }
              }
            }
          }
        }
      }
      json.array("offenders") { json in
        for offender in shown {
          json.object { json in
            json.field("level", offender.level.rawValue)
            json.field("key", offender.key)
            json.field("values", offender.values)
            json.field("overCap", offender.isOverCap)
            json.field("spans", offender.spans)
            json.field("templates", offender.templates.map(\.text))
          }
        }
      }
      json.field("offendersHidden", offenders.count - shown.count)
    }
  }
}

public import ReportModel
public import TraceAnalysis
import TraceModel

extension FunnelResult {
  /// Writes `tracemill/funnel/1` as one object.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("schema", "tracemill/funnel/1")
      json.field("journeys", journeys)
      json.array("steps") { json in
        for (number, step) in steps.enumerated() {
          json.object { json in
            json.field("service", step.step.service)
            json.field("operation", step.step.operation)
            json.field("journeys", step.journeys)
            json.field("conversion", ratio: step.journeys, number == 0 ? 0 : steps[number - 1].journeys, places: 9)
            json.field("ofFirst", ratio: step.journeys, steps[0].journeys, places: 9)
            json.field("lost", step.lost)
            json.field("value", millionths: step.worth)
            json.field("valueAtRisk", millionths: step.worthLost)
            json.field("exemplarsLost", step.exemplarsLost.map(\.description))
          }
        }
      }
    }
  }
}

extension JSONWriter {
  /// A sum of millionths as a decimal number, exact as far as 64 bits go; or `null`.
  fileprivate mutating func field(_ name: String, millionths: Int128?) {
    key(name)
    guard let millionths else { return null() }
    if let small = Int(exactly: millionths) { return ratio(small, 1_000_000) }
    decimal(Double(millionths) / 1e6)
  }
}

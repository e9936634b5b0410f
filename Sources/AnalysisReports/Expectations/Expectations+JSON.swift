public import ReportModel
public import TraceAnalysis

extension [ExpectationResult] {
  /// Writes the expectations as the value of a key.
  public func write(to json: inout JSONWriter) {
    json.array { json in
      for result in self {
        json.object { json in
          json.field("kind", result.kind)
          json.field("subject", result.subject)
          json.field("passed", result.isMet)
          json.key("observed")
          if let observed = result.observed { observed.write(to: &json) } else { json.null() }
          json.key("expected")
          result.expected.write(to: &json)
        }
      }
    }
  }
}

extension ExpectationResult.Figure {
  fileprivate func write(to json: inout JSONWriter) {
    switch self {
    case .count(let count): json.integer(count)
    case .percent(let percent): json.decimal(percent, places: 9)
    case .duration(let duration): json.integer(duration)
    }
  }
}

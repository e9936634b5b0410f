import ReportModel
import TraceAnalysis

extension RootCauseResult.Doubt {
  /// The doubt as a clause without a full stop.
  var words: String {
    switch self {
    case .explained(let callee, let share):
      "\(callee), which it calls, stands out itself: \(Int((share * 100).rounded())) % of the score was taken away"
    case .unsteady: "in one half of the incident window it does not stand out"
    case .load(let factor, let slower, let services):
      "requests came \(Quantity.decimal(factor, places: 1)) times as often, and \(slower) of \(services) \(plural(services, "service")) got slower: it may be the load"
    case .closeSecond: "the second candidate is nearly as strong"
    case .lacks(let dimension, let isWeak): "\(isWeak ? "only weak" : "no") evidence in \(dimension.rawValue)"
    case .fewCalls(let telling):
      "its strongest evidence rests on \(telling.hits) of \(telling.calls) \(plural(telling.calls, "call"))"
    }
  }
}

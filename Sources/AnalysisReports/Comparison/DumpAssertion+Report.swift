import ReportModel
public import TraceAnalysis
import TraceModel

extension DumpAssertion {
  /// What it speaks of, in words.
  public var subject: String {
    switch selector {
    case .everything: "all requests"
    case .service(let service): "\"\(service)\""
    case .operation(let service, let operation): "\"\(operation)\" of \"\(service)\""
    case .edges(let change): "edges \(change.rawValue)"
    }
  }

  /// Why it does not hold, in a sentence that names the figures, without a full stop.
  public func sentence(_ failure: Failure) -> String {
    switch failure {
    case .nothingNow: return "\(text) does not hold: the dump now has no calls at all"
    case .nothingBefore: return "\(text) does not hold: the dump before has no calls to compare with"
    case .edgesAreCounted: return "\(text): edges are counted; compare with a number"
    case .edges(let count, let examples):
      let names = examples.map { "\($0.source) → \($0.target)" }.joined(separator: ", ")
      let shown = names.isEmpty ? "" : " (\(names)\(count > examples.count ? ", …" : ""))"
      return "\(text) does not hold: \(Quantity.count(count)) \(change)\(shown)"
    case .noSpans: return "\(text) does not hold: neither dump has spans of \(subject)"
    case .noCalls: return "\(text) does not hold: there are no calls of \(subject) now"
    case .untimed: return "\(text) does not hold: \(subject) has no timed calls now"
    case .noCallsBefore: return "\(text) does not hold: \(subject) has no calls before to compare with"
    case .measured(let figure, let calls, let before):
      let reference = before.map { " (before: \($0.figure.quantity), \(counted($0.calls, "call")))" } ?? ""
      return
        "\(text) does not hold: \(metric.rawValue) of \(subject) is \(figure.quantity) over \(counted(calls, "call"))\(reference)"
    }
  }

  /// How the edges changed that it speaks of; empty when it speaks of none.
  private var change: String {
    if case .edges(let change) = selector { return change.rawValue }
    return ""
  }
}

extension DumpAssertion.Figure {
  fileprivate var quantity: Quantity {
    switch self {
    case .duration(let nanoseconds): .duration(nanoseconds: nanoseconds)
    case .count(let count): .count(count)
    case .rate(let count, let nanoseconds): .rate(count, nanoseconds: nanoseconds)
    case .share(let part, let whole): .share(part, of: whole)
    }
  }
}

import ReportModel
public import TraceAnalysis
import TraceModel

/// What sets the bad traces of an incident apart from its good ones.
public struct TraceAssociation: Sendable {
  /// Which traces are called bad.
  public enum Kind: String, Sendable, CaseIterable {
    case failed
    case slow
  }

  public var kind: Kind
  public var result: BubbleUpResult

  public init(kind: Kind, result: BubbleUpResult) {
    self.kind = kind
    self.result = result
  }

  func section(top: Int?, exemplar: (TraceID) -> Text) -> Section {
    switch kind {
    case .failed:
      result.section(
        "What sets failed requests apart", whichAreBad: "their request failed", top: top, exemplar: exemplar)
    case .slow:
      result.section(
        "What sets slow requests apart",
        whichAreBad:
          "their request took longer than 99 % of those of its entry point before (95 % where there were few)",
        top: top, exemplar: exemplar)
    }
  }

  func write(to json: inout JSONWriter) { result.write(to: &json, condition: kind.rawValue, top: 100) }
}

extension DumpReport {
  /// Which traces of an incident are worth telling apart: the failed ones where more fail, the slow ones where entry points got slower.
  public var selections: [(kind: TraceAssociation.Kind, selection: TraceSelection)] {
    guard let incident else { return [] }
    var selections: [(kind: TraceAssociation.Kind, selection: TraceSelection)] = []
    if incident.hurt.contains(where: \.failsMore) { selections.append((.failed, .failed)) }
    let slower = incident.hurt.filter { !$0.failsMore }
    if !slower.isEmpty {
      let limits = slower.map { ($0.name, incident.usualLimit(of: $0)) }
      selections.append((.slow, .slow(Dictionary(limits, uniquingKeysWith: min))))
    }
    return selections
  }
}

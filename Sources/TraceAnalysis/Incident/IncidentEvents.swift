import TraceModel

extension Incident {
  /// What happened around the onset.
  public enum Event: Sendable {
    /// Requests begin to differ.
    case onset
    /// A version (the name's operation) of a service is seen for the first time.
    case newVersion(OperationName)
    /// A deployment that counts for a candidate.
    case deployment(RootCauseResult.Evidence)
    case newOperation(OperationName)
    case goneOperation(OperationName)
  }

  /// Calls from which on it is news that an operation came or went.
  private static let fewestCalls = 20

  /// New versions, deployments as far as the evidence names them, operations that came or went, the onset: each with when (ns since the epoch; nil
  /// where there is no one time) and how many calls it concerns.
  public var events: [(event: Event, time: Int64?, count: Int)] {
    var events: [(event: Event, time: Int64?, count: Int)] = []
    if let old = before.rootCause, let new = now.rootCause {
      for (name, firstSeen) in new.newVersions(since: old) {
        events.append((.newVersion(name), firstSeen, calls(of: name.service)))
      }
    }
    for candidate in ranking.candidates {
      guard let evidence = candidate.evidence.first(where: { $0.time != nil }) else { continue }
      events.append((.deployment(evidence), evidence.time?.nanoseconds, calls(of: candidate.service)))
    }
    for row in operations.rows {
      let name = OperationName(service: row.service, operation: row.operation)
      if row.before.calls == 0, row.now.calls >= Incident.fewestCalls {
        events.append((.newOperation(name), nil, row.now.calls))
      } else if row.now.calls == 0, row.before.calls >= Incident.fewestCalls {
        events.append((.goneOperation(name), nil, row.before.calls))
      }
    }
    if let onset = ranking.onset { events.append((.onset, onset.nanoseconds, now.red.requests.calls)) }
    return events
  }

  private func calls(of service: String) -> Int {
    now.red.services.first { $0.service == service }?.statistics.calls ?? 0
  }

  /// The edge that got worse most: of those out of the first suspect's service where one did, else of all; nil where none did.
  public var worstEdge: DependencyComparison.Edge? {
    let worse = edges.edges.filter { $0.shift?.isWorse ?? false }
    return worse.first { edges.nodes[$0.source].node.name == suspects.first?.service } ?? worse.first
  }

  /// Which traces are worth telling apart: the failed ones where more fail, the slow ones where entry points got slower.
  public var selections: [(kind: TraceAssociation.Kind, selection: TraceSelection)] {
    var selections: [(kind: TraceAssociation.Kind, selection: TraceSelection)] = []
    if hurt.contains(where: \.failsMore) { selections.append((.failed, .failed)) }
    let slower = hurt.filter { !$0.failsMore }
    if !slower.isEmpty {
      let limits = slower.map { ($0.name, usualLimit(of: $0)) }
      selections.append((.slow, .slow(Dictionary(limits, uniquingKeysWith: min))))
    }
    return selections
  }
}

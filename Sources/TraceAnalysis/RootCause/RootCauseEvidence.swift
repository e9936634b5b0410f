public import TraceModel

extension RootCauseResult {
  public enum Kind: String, Sendable {
    case latency, error, missing, resource, change
  }

  /// The kinds of evidence of which the strongest each counts.
  public enum Dimension: String, Sendable, CaseIterable {
    case time, behaviour, errors, metrics
  }

  /// One observation that speaks for a service.
  public struct Evidence: Sendable {
    public var service: String
    /// Empty when it concerns the service as a whole.
    public var operation = ""
    public var observation: Observation
    /// How far it goes beyond the noise; 0 is nothing, 1 about a factor of *e*. See ``RootCauseNoise``.
    public var score: Double
    /// Traces that show it; empty where none is known.
    public var exemplars: [TraceID] = []
    /// Of the score, how sure the change is: 0 to 1.
    public var certainty = 1.0
    /// The time (ns) that it adds to all calls of the window together; 0 where it is not about time.
    public var excess = 0.0
    /// Failures beyond the baseline's rate; 0 where it is not about errors.
    public var failures = 0.0
    /// The score as it was measured, before anything was taken from it.
    public var measured = 0.0
    /// What stretches of the baseline reach by the same signal: the root of the mean square of the strongest of each.
    public var quietLevel = 0.0
    /// The part (0 to 1) of the largest time added at any place; 1 where it is not about time.
    public var part = 1.0

    /// The name of what was measured; see ``Observation/name``.
    public var signal: String { observation.name }
    public var kind: Kind { observation.kind }
    public var dimension: Dimension { observation.dimension }
  }

  /// What is slow, short or missing.
  public enum Resource: Sendable, Equatable {
    /// A client operation, a topic, a metric.
    case named(String)
    /// What lies between two services.
    case network(caller: String, callee: String)
    case place(Place)
  }
}

extension RootCauseResult.Evidence {
  /// Nil for the service's own work.
  public var resource: RootCauseResult.Resource? {
    switch observation {
    case .clientTime: .named(operation)
    case .networkGap(_, let caller, let callee, _): .network(caller: caller, callee: callee)
    case .acknowledgementOrder(_, let topic, _), .lostAcknowledgements(_, let topic), .lostMessages(_, let topic),
      .repeatedDeliveries(_, let topic):
      .named(topic)
    case .repeatedCalls(_, let client): .named(client)
    case .callsGivenUp(_, let callee): .named(callee)
    case .errorsOriginated(_, let origin): origin.client.map { .named($0.name) }
    case .metric(let shift): .named(shift.name)
    case .place(let place, _): .place(place)
    case .ownTime, .serviceTime, .silentTime, .queueWait, .newChildSet, .stopsEarly, .unansweredCalls, .logRisen,
      .logDropped,
      .callsRefused, .rollout:
      nil
    }
  }

  /// The topic that it speaks of; nil where there is none.
  public var topic: String? {
    switch observation {
    case .acknowledgementOrder(_, let topic, _), .lostAcknowledgements(_, let topic), .lostMessages(_, let topic),
      .repeatedDeliveries(_, let topic):
      topic
    default: nil
    }
  }

  /// What is called that is not traced itself; nil where nothing is, or nobody knows.
  public var callee: RootCauseResult.Callee? {
    switch observation {
    case .clientTime(_, let callee): callee
    case .errorsOriginated(_, let origin): origin.client?.callee
    default: nil
    }
  }

  /// When it happened, of a deployment; nil where it is no event.
  public var time: Timestamp? {
    if case .rollout(.deployment(_, _, let time)) = observation { return time }
    return nil
  }
}

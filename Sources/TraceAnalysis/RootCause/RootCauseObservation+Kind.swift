extension RootCauseResult.Observation {
  /// The name of what was measured, as reports and JSON spell it.
  public var name: String {
    switch self {
    case .ownTime: "own_time"
    case .clientTime: "client_time"
    case .serviceTime: "service_time"
    case .networkGap: "network_gap"
    case .silentTime: "silent_time"
    case .queueWait: "queue_wait"
    case .acknowledgementOrder: "acknowledgement_order"
    case .lostAcknowledgements: "lost_acknowledgements"
    case .lostMessages: "lost_messages"
    case .repeatedDeliveries: "repeated_deliveries"
    case .newChildSet: "new_child_set"
    case .stopsEarly: "stops_early"
    case .unansweredCalls: "unanswered_calls"
    case .repeatedCalls: "repeated_calls"
    case .logRisen: "log_risen"
    case .logDropped: "log_dropped"
    case .errorsOriginated: "errors_originated"
    case .callsRefused: "calls_refused"
    case .callsGivenUp: "calls_given_up"
    case .metric: "metric"
    case .place: "place"
    case .rollout: "deployment"
    }
  }

  /// The kind of fault that it speaks for.
  public var kind: RootCauseResult.Kind {
    switch self {
    case .ownTime, .serviceTime, .networkGap, .silentTime, .queueWait: .latency
    case .clientTime, .metric: .resource
    case .acknowledgementOrder, .errorsOriginated, .callsRefused, .callsGivenUp: .error
    case .lostAcknowledgements, .lostMessages, .repeatedDeliveries, .unansweredCalls: .missing
    case .newChildSet, .stopsEarly, .repeatedCalls, .logRisen, .logDropped, .rollout: .change
    case .place(let place, let contrast):
      switch contrast {
      case .slower: place.part == .version ? .change : .resource
      case .failing: .error
      }
    }
  }

  /// Of each dimension the strongest observation counts.
  public var dimension: RootCauseResult.Dimension {
    switch self {
    case .ownTime, .clientTime, .serviceTime, .networkGap, .silentTime, .queueWait: .time
    case .acknowledgementOrder, .lostAcknowledgements, .lostMessages, .repeatedDeliveries, .newChildSet, .stopsEarly,
      .unansweredCalls, .repeatedCalls, .logRisen, .logDropped, .place, .rollout:
      .behaviour
    case .errorsOriginated, .callsRefused, .callsGivenUp: .errors
    case .metric: .metrics
    }
  }

  /// Its durations; nil where it is told by something else.
  public var latency: RootCauseResult.LatencyShift? {
    switch self {
    case .ownTime(let times, _), .clientTime(let times, _), .serviceTime(let times, _),
      .networkGap(let times, _, _, _), .silentTime(let times, _), .queueWait(let times), .place(_, .slower(let times)):
      times
    default: nil
    }
  }

  /// Its hits among calls, each at most once; nil where it is told by something else.
  public var occurrences: RootCauseResult.Occurrences? {
    switch self {
    case .acknowledgementOrder(let hits, _, _), .lostAcknowledgements(let hits, _), .lostMessages(let hits, _),
      .repeatedDeliveries(let hits, _), .newChildSet(let hits, _, _), .stopsEarly(let hits),
      .unansweredCalls(let hits, _), .logRisen(let hits, _), .logDropped(let hits, _), .errorsOriginated(let hits, _),
      .callsRefused(let hits), .callsGivenUp(let hits, _), .place(_, .failing(let hits)):
      hits
    case .ownTime, .clientTime, .serviceTime, .networkGap, .silentTime, .queueWait, .repeatedCalls, .metric, .place,
      .rollout:
      nil
    }
  }

  /// On how many of now's calls it rests: those that lack the line where a line is missed, else the hits. Nil where it is not told by hits.
  var telling: Int? {
    guard let now = occurrences?.now else { return nil }
    if case .logDropped = self { return now.calls - now.hits }
    return now.hits
  }
}

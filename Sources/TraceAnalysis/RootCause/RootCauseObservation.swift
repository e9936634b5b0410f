public import TraceModel

extension RootCauseResult {
  /// What was seen that speaks for a service, with its figures: the closed list of all kinds of evidence. The service and, where it concerns
  /// one, the operation are those of the ``Evidence``.
  public enum Observation: Sendable {
    /// The operation's own time grew; against that of the service's other operations where the baseline never saw it.
    case ownTime(LatencyShift, againstOthers: Bool)
    /// Calls of the operation, a client's, out of the traced services got slower; where they go is nil where nobody knows.
    case clientTime(LatencyShift, to: Callee?)
    /// The own time of so many operations with few calls each grew, all taken together.
    case serviceTime(LatencyShift, operations: Int)
    /// The time between client and server grew, on links of the service of which this one is the slowest.
    case networkGap(LatencyShift, caller: String, callee: String, GapSide)
    /// Calls of a client operation that have no span of the service got slower.
    case silentTime(LatencyShift, by: OperationName)
    /// The time between publishing and consuming grew.
    case queueWait(LatencyShift)
    /// Acknowledgements were overtaken by those of later deliveries, of those that were made; so many messages were marked failed for it
    /// though they were processed well, nil where that does not show.
    case acknowledgementOrder(Occurrences, topic: String, failedThoughDelivered: Int?)
    /// Deliveries were never acknowledged.
    case lostAcknowledgements(Occurrences, topic: String)
    /// Published messages never reached the service.
    case lostMessages(Occurrences, topic: String)
    /// Published messages came again.
    case repeatedDeliveries(Occurrences, topic: String)
    /// Calls have children never seen before: what the commonest such set lacks and has more than the nearest known one, by name.
    case newChildSet(Occurrences, missing: [OperationName], added: [OperationName])
    /// Calls end without calling anybody.
    case stopsEarly(Occurrences)
    /// Calls of a client operation have no span of the service, which used to answer them.
    case unansweredCalls(Occurrences, by: OperationName)
    /// Requests of the operation make more calls of a client span's name: hits are calls made, and may be more than the requests.
    case repeatedCalls(Occurrences, of: String)
    /// Calls write a log line more often than before.
    case logRisen(Occurrences, LogTemplate)
    /// Calls write a log line less often than before.
    case logDropped(Occurrences, LogTemplate)
    /// Calls fail with no failing callee.
    case errorsOriginated(Occurrences, ErrorOrigin)
    /// Calls to the service failed without an answer.
    case callsRefused(Occurrences)
    /// Calls to another service were given up after a time that many took before.
    case callsGivenUp(Occurrences, callee: String)
    /// A metric lies far above its median.
    case metric(MetricShift)
    /// One version, instance or host of the service fares worse than its others. It names, and counts for nothing.
    case place(Place, Contrast)
    /// A version was rolled out. It raises a score, and is none.
    case rollout(Rollout)
  }

  /// Where the time between client and server lies for the most part.
  public enum GapSide: Sendable, Equatable {
    /// Before the server began, after it had ended, or on both ways.
    case request, response, both
  }

  /// A log template, with what one of its lines says where the template does not.
  public struct LogTemplate: Sendable, Equatable {
    public var template: String
    public var example: String?
  }

  /// What is known of errors where they start.
  public struct ErrorOrigin: Sendable {
    /// Of the hits now, those of which only a log line of severity ERROR says so.
    public var onlyLogged: Int
    /// Failed calls now that only passed an error on; no hits.
    public var passedOn: Int
    /// The failed call out of the traced services that most of them come with: the client span's name, with how many, and what it calls as far
    /// as it is known. Nil where there is none.
    public var client: (name: String, hits: Int, callee: Callee?)?
  }

  /// A metric now against its median before.
  public struct MetricShift: Sendable {
    public var name: String
    public var pod: String
    /// In the metric's own unit.
    public var median: Double
    /// The highest value now.
    public var highest: Double
    /// By how many robust standard deviations it is higher than the median.
    public var deviations: Double
    /// How many values there are before and now.
    public var valuesBefore: Int
    public var valuesNow: Int
  }

  /// A part of a service's processes, told by one resource attribute.
  public struct Place: Sendable, Equatable {
    public enum Part: String, Sendable, CaseIterable {
      case version = "service.version"
      case instance = "service.instance.id"
      case host = "host.name"
    }

    public var part: Part
    public var value: String
  }

  /// How a place fares (now) against the service's others (before), both in the incident's window.
  public enum Contrast: Sendable, Equatable {
    case slower(LatencyShift)
    case failing(Occurrences)
  }

  /// A version that came.
  public enum Rollout: Sendable, Equatable {
    /// Its spans are seen for the first time.
    case newVersion(String)
    /// A deployment says so; the note may be empty.
    case deployment(version: String, note: String, time: Timestamp)
  }
}

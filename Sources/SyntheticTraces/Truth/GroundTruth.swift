/// What truly happened in a run: which faults were at work, and how much of everything there was.
public struct GroundTruth: Sendable {
  /// A fault as a tool should find it.
  public struct FaultTruth: Sendable {
    public var name: String
    public var sentence: String
    public var isControl: Bool
    /// `latency`, `error`, `missing`, `resource`, `change`, or `none` for a control.
    public var kind: String
    public var service: String?
    public var operation: String?
    public var alsoRight: [String]
    /// Attributes with the values that set what is affected apart.
    public var resource: [SyntheticAttribute]
    public var onsetUnixNano: Int
    /// `nil` when it lasts to the end.
    public var clearedUnixNano: Int?
    public var intensityPerMille: Int
  }

  /// What one consumer group did.
  public struct GroupCounts: Sendable, Equatable {
    /// Messages processed, those delivered again included.
    public var consumed = 0
    /// Messages that never came.
    public var dropped = 0
    /// `settle` spans.
    public var acknowledged = 0
    /// Sent late on purpose.
    public var deferred = 0
    /// Sent after that of a later delivery of the same partition.
    public var inverted = 0
    public var markedFailed = 0
    public var markedFailedInverted = 0
    /// Never sent; the message was delivered again.
    public var lostAcknowledgements = 0
  }

  public let scenario: SyntheticScenario
  public let faults: [FaultTruth]
  public internal(set) var spans = 0
  public internal(set) var traces = 0
  /// By `ShopOperation.rawValue`.
  public internal(set) var requests = [Int](repeating: 0, count: ShopOperation.allCases.count)
  /// Requests whose entry point did not answer with success, refusals included; by `ShopOperation.rawValue`.
  public internal(set) var failedRequests = [Int](repeating: 0, count: ShopOperation.allCases.count)
  /// Spans of status ERROR by `ShopService.rawValue`.
  public internal(set) var errorSpans = [Int](repeating: 0, count: ShopService.allCases.count)
  /// Calls that reached a server, by caller, then callee.
  public internal(set) var calls = [[Int]](
    repeating: [Int](repeating: 0, count: ShopService.allCases.count), count: ShopService.allCases.count)
  /// Messages by `ShopTopic.rawValue`.
  public internal(set) var published = [Int](repeating: 0, count: ShopTopic.allCases.count)
  /// By `ConsumerGroup.rawValue`.
  public internal(set) var groups = [GroupCounts](repeating: GroupCounts(), count: ConsumerGroup.allCases.count)
  /// End of the latest span, ns since the epoch.
  public internal(set) var lastTime: Int

  init(scenario: ResolvedScenario) {
    self.scenario = scenario.scenario
    lastTime = scenario.start
    faults = scenario.incidents.map { incident in
      FaultTruth(
        name: incident.fault.name, sentence: incident.fault.sentence, isControl: incident.fault.isControl,
        kind: incident.plan.kind.rawValue, service: incident.plan.service?.name, operation: incident.plan.operation,
        alsoRight: incident.plan.alsoRight, resource: incident.plan.resource, onsetUnixNano: incident.onset,
        clearedUnixNano: incident.cleared, intensityPerMille: incident.intensityPerMille)
    }
  }

  public func calls(from caller: ShopService, to callee: ShopService) -> Int {
    calls[caller.rawValue][callee.rawValue]
  }

  public func counts(of group: ConsumerGroup) -> GroupCounts { groups[group.rawValue] }

  /// Pairs of producer and consumer spans, one a message and group.
  public var deliveries: Int { groups.reduce(0) { $0 + $1.consumed } }
}

/// What a run of the shop is to be: how much traffic from when on, and what goes wrong.
public struct SyntheticScenario: Sendable, Equatable {
  public enum Length: Sendable, Equatable {
    /// That many requests by users; what they cause is always finished.
    case requests(Int)
    /// Requests arrive for that long.
    case seconds(Int)
  }

  /// A fault from `Fault.all`, where and when.
  public struct Injection: Sendable, Equatable {
    public var fault: String
    /// Name of a service; `nil` leaves the choice to the fault.
    public var service: String?
    /// Name of an operation of `service`, as its span is called.
    public var operation: String?
    /// Seconds after the start; `nil` is a third of the length.
    public var onsetSeconds: Int?
    /// Seconds after the start; `nil` is never.
    public var clearedSeconds: Int?
    /// 1000 is the fault's ordinary strength.
    public var intensityPerMille: Int

    public init(
      _ fault: String, service: String? = nil, operation: String? = nil, onsetSeconds: Int? = nil,
      clearedSeconds: Int? = nil, intensityPerMille: Int = 1_000
    ) {
      self.fault = fault
      self.service = service
      self.operation = operation
      self.onsetSeconds = onsetSeconds
      self.clearedSeconds = clearedSeconds
      self.intensityPerMille = intensityPerMille
    }
  }

  /// An operation whose own time is multiplied throughout: the truth for a what-if question.
  public struct OwnTimeScale: Sendable, Equatable {
    public var service: String
    public var operation: String
    /// 500 makes the operation's own time half as long.
    public var perMille: Int

    public init(service: String, operation: String, perMille: Int) {
      self.service = service
      self.operation = operation
      self.perMille = perMille
    }
  }

  /// What the spans of a consumer say of where its messages came from.
  public enum MessageEvidence: String, Sendable, CaseIterable {
    /// Links, or the producer as parent; and message ids, partitions and offsets.
    case links
    /// Every consumption begins a trace of its own without links; ids, partitions and offsets are left.
    case ids
    /// The same, and ids are used again in every partition: only partition and offset tell messages apart.
    case offsets
    /// Nothing but the topic and the time.
    case none
  }

  public var seed: UInt64
  public var length: Length
  /// Mean rate; arrivals are a Poisson process. The shop is sized so that it runs at 40 % of what it can bear.
  public var requestsPerMinute: Int
  public var faults: [Injection]
  public var ownTimes: [OwnTimeScale]
  public var messageEvidence: MessageEvidence
  /// Nanoseconds since the epoch.
  public var startUnixNano: Int

  /// 2026-03-15T10:00:00Z.
  public static let standardStart = 1_773_568_800_000_000_000

  public init(
    seed: UInt64 = 1, length: Length = .requests(2_000), requestsPerMinute: Int = 600, faults: [Injection] = [],
    ownTimes: [OwnTimeScale] = [], messageEvidence: MessageEvidence = .links,
    startUnixNano: Int = SyntheticScenario.standardStart
  ) {
    self.seed = seed
    self.length = length
    self.requestsPerMinute = requestsPerMinute
    self.faults = faults
    self.ownTimes = ownTimes
    self.messageEvidence = messageEvidence
    self.startUnixNano = startUnixNano
  }
}

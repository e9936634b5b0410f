public import TraceModel

/// A service and one of its operations, by name: the same in every window.
public struct OperationName: Hashable, Comparable, Sendable {
  public var service: String
  public var operation: String

  public init(service: String, operation: String) {
    self.service = service
    self.operation = operation
  }

  public static func < (left: OperationName, right: OperationName) -> Bool {
    (left.service, left.operation) < (right.service, right.operation)
  }
}

/// What a ``RootCauseFold`` saw of one window, by name and by block: stretches of time with about equally many traces.
public struct RootCauseWindow: Sendable {
  /// A caller and whom it calls.
  struct Link: Hashable, Comparable, Sendable {
    var caller: String
    var callee: String

    static func < (left: Link, right: Link) -> Bool { (left.caller, left.callee) < (right.caller, right.callee) }
  }

  struct Parent: Hashable, Comparable, Sendable {
    var name: OperationName
    var kind: SpanKind

    static func < (left: Parent, right: Parent) -> Bool {
      (left.name, left.kind.rawValue) < (right.name, right.kind.rawValue)
    }
  }

  /// How often a parent had one set of children.
  struct SetCount: Sendable {
    /// The children by the fixed hash of their names, rising: equal in all windows, and cheap where there are a million sets.
    var members: [UInt64]
    /// By block.
    var counts: [Int]
    var example: TraceID

    /// What tells sets apart: a fixed hash of the members.
    static func digest(of members: [UInt64]) -> UInt64 {
      var hash = FixedHash()
      for member in members { hash.add(member) }
      return hash.value
    }
  }

  struct Template: Hashable, Comparable, Sendable {
    var name: OperationName
    /// Number in the log index that all windows share.
    var template: Int

    static func < (left: Template, right: Template) -> Bool {
      (left.name, left.template) < (right.name, right.template)
    }
  }

  struct Outgoing: Hashable, Sendable {
    var name: OperationName
    /// Nil: the call left the traced services, or nobody answered.
    var callee: String?
  }

  /// A call out of an entry operation, by the client span's name.
  struct Leaf: Hashable, Comparable, Sendable {
    var name: OperationName
    var client: String

    static func < (left: Leaf, right: Leaf) -> Bool { (left.name, left.client) < (right.name, right.client) }
  }

  /// An entry operation, and who gave up waiting for it.
  struct Abandonment: Hashable, Comparable, Sendable {
    var name: OperationName
    var caller: String

    static func < (left: Abandonment, right: Abandonment) -> Bool {
      (left.name, left.caller) < (right.name, right.caller)
    }
  }

  /// A process of a service; what is not known is empty.
  struct Place: Hashable, Sendable {
    var service: String
    var instance: String
    var version: String
    var host: String
  }

  /// One consumer of one topic.
  struct Consumer: Sendable {
    var topic: String
    var service: String
    var published: Int
    var deliveries: Int
    var order: AcknowledgementOrder
  }

  var blockCount = 0
  /// Every array below has ``blockCount`` elements.
  var traces: [Int] = []
  var own: [OperationName: [Histogram]] = [:]
  var leaf: [OperationName: [Histogram]] = [:]
  var wait: [OperationName: [Histogram]] = [:]
  var gap: [Link: [Histogram]] = [:]
  var requestGap: [Link: [SignedHistogram]] = [:]
  var responseGap: [Link: [SignedHistogram]] = [:]
  var served: [OperationName: [Histogram]] = [:]
  var abandoned: [Abandonment: [AbandonedCalls]] = [:]
  var outcomes: [OperationName: [EntryOutcome]] = [:]
  var logged: [Template: [Int]] = [:]
  /// By parent, by ``SetCount/digest(of:)``.
  var sets: [Parent: [UInt64: SetCount]] = [:]
  /// The names of the members of ``sets``, by their hash.
  var memberNames: [UInt64: OperationName] = [:]
  var outgoing: [Outgoing: [Int]] = [:]
  var links: [Link: [Int]] = [:]
  /// Calls that failed while a call out of theirs failed that nobody answered.
  var refused: [Leaf: [Int]] = [:]
  /// Calls out of the traced services.
  var leafCalls: [Leaf: [Int]] = [:]
  /// Where the calls of each service were served, and how they fared.
  var places: [Place: PlaceStatistics] = [:]
  /// Consumers of topics; empty without messages.
  var consumers: [Consumer] = []
  /// Start (ns since the epoch) of each block.
  var blockStarts: [Int64] = []
  /// When each version of a service was first seen.
  var versions: [OperationName: Int64] = [:]
  var slowest: [OperationName: TraceID] = [:]
  var failing: [OperationName: TraceID] = [:]
  var widest: [Link: TraceID] = [:]
  /// The longest call of each client operation out of the traced services, and whom it called.
  var slowestLeaf: [OperationName: LeafExemplar] = [:]
  var longestWait: [OperationName: TraceID] = [:]
  /// A few traces with calls of each entry operation, and with its lines of a template.
  var calledIn: [OperationName: [TraceID]] = [:]
  var loggedIn: [Template: [TraceID]] = [:]
  /// Requests by entry point, sorted by name; failed when the root has the status ERROR.
  public internal(set) var requests: [(name: OperationName, statistics: CallStatistics)] = []
  /// The same over time: buckets with requests, by start (ns since the epoch).
  var requestsOverTime: [OperationName: [(start: Int64, statistics: CallStatistics)]] = [:]
  /// Requests over time; failed when anything in their trace did, by a span or a line of severity ERROR.
  public internal(set) var timeline: [(start: Int64, statistics: CallStatistics)] = []
  /// Width (ns) of the timeline's buckets.
  public internal(set) var timelineWidth: Int64 = 0
  /// From the earliest start to the latest end of its spans; nil without spans.
  public internal(set) var extent: TimeWindow?
  /// The log lines that all windows share; nil without logs.
  var logs: LogIndex?

  /// How many traces were seen.
  public var traceCount: Int { traces.reduce(0, +) }

  /// The first block that begins at or after `onset`; 0 when fewer than two blocks would be left.
  func firstBlock(from onset: Timestamp?) -> Int {
    guard let onset else { return 0 }
    let block = blockStarts.firstIndex { $0 >= onset.nanoseconds } ?? blockStarts.count
    return block + 2 <= blockCount ? block : 0
  }

  /// From the first bucket with a request to the end of the last; nil without requests.
  public var span: TimeWindow? {
    guard let first = timeline.first, let last = timeline.last else { return nil }
    return TimeWindow(
      start: Timestamp(nanoseconds: first.start), end: Timestamp(nanoseconds: last.start + timelineWidth))
  }
}

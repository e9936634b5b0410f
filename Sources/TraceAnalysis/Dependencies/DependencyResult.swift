public import TraceModel

/// Who calls whom: nodes and edges of a dump, its cycles, and what led nowhere.
public struct DependencyResult: Sendable {
  /// By id.
  public internal(set) var nodes: [DependencyNode] = []
  /// By source id, target id, kind.
  public internal(set) var edges: [DependencyEdge] = []
  /// Calls in a circle first, then those through a topic; each by the ids of its nodes.
  public internal(set) var cycles: [DependencyCycle] = []
  public internal(set) var unresolved = UnresolvedDependencies()
  /// Traced requests: spans that have no parent. Rates of two dumps are compared per root.
  public internal(set) var roots = 0
  public internal(set) var deepest = DeepestPath()
  /// Receives that took no message: no requests, no deliveries.
  public internal(set) var polls = 0
}

/// A service, or something that services use.
public struct DependencyNode: Sendable, Equatable {
  public enum Category: UInt8, Sendable, CaseIterable {
    case service, database, topic, broker, external, user

    /// The lower-case word that ids, reports and JSON use.
    public var name: String {
      switch self {
      case .service: "service"
      case .database: "database"
      case .topic: "topic"
      case .broker: "broker"
      case .external: "external"
      case .user: "user"
      }
    }
  }

  /// `type:name`; with the system (`topic:kafka/orders`) where two systems have a topic of one name.
  public var id: String
  public var category: Category
  public var name: String
  /// The namespace of a service, the system of a topic; empty when there is none.
  public var group: String
  /// How often the service was entered: requests and consumed messages. 0 for what is no service.
  public internal(set) var requests = 0
  /// Requests that nothing traced set off: here requests come in from outside.
  public internal(set) var entries = 0
  /// How many calls, queries and publishes each request makes, those that make none included.
  public internal(set) var callsPerRequest = Histogram()
  /// How many nodes it stands for.
  public internal(set) var members = 1
  /// What it stands for beside itself.
  public internal(set) var details: [Detail] = []

  /// What was taken into a node.
  public enum Detail: Sendable, Equatable {
    /// Nodes, how many by category (its raw value is the index).
    case members([Int])
    /// Calls among its members.
    case callsInside(Int)
    /// A database that nobody else uses, and how often it is queried.
    case database(name: String, queries: Int)
  }

  init(id: String, category: Category, name: String, group: String) {
    self.id = id
    self.category = category
    self.name = name
    self.group = group
  }

  /// Adds a node that turned out to be the same.
  mutating func merge(_ other: DependencyNode) {
    if Array(group.utf8).lexicographicallyPrecedes(Array(other.group.utf8)) { group = other.group }
    addRequests(of: other)
  }

  /// Adds the requests of a node that turned out to be the same.
  mutating func addRequests(of other: DependencyNode) {
    requests += other.requests
    entries += other.entries
    callsPerRequest.merge(other.callsPerRequest)
  }
}

/// All traffic of one kind from one node to another.
public struct DependencyEdge: Sendable {
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// A request to a service or an external system.
    case call
    /// To a topic or broker; or straight to the consumer where neither is known or wanted.
    case publish
    /// From the destination that a producer names to the one its consumer names: an exchange and a queue, a topic and a subscription.
    case route
    /// From a topic or broker to a consumer.
    case consume
    /// To a database.
    case query
    /// A parent in one service and a child in another, with no sign of how the one reached the other.
    case inferred

    /// Whether messages flow along it: nobody waits for the other end.
    public var isMessages: Bool {
      switch self {
      case .publish, .route, .consume: true
      case .call, .query, .inferred: false
      }
    }

    /// The lower-case word that reports and JSON use.
    public var name: String {
      switch self {
      case .call: "call"
      case .publish: "publish"
      case .route: "route"
      case .consume: "consume"
      case .query: "query"
      case .inferred: "inferred"
      }
    }
  }

  /// How sure the edge is: the weakest evidence among its calls.
  public enum Confidence: UInt8, Sendable, CaseIterable, Comparable {
    /// Both sides were seen.
    case exact
    /// One side was seen and names the other, or the hand-over itself was not seen.
    case strong
    /// Told by time alone.
    case guess

    public var name: String {
      switch self {
      case .exact: "exact"
      case .strong: "strong"
      case .guess: "guess"
      }
    }

    public static func < (left: Confidence, right: Confidence) -> Bool { left.rawValue < right.rawValue }
  }

  /// Index into ``DependencyResult/nodes``.
  public var source: Int
  /// Index into ``DependencyResult/nodes``.
  public var target: Int
  public var kind: Kind
  public var traffic: DependencyTraffic
}

/// The figures of an edge, as sums that add up exactly. Durations in ns.
public struct DependencyTraffic: Mergeable {
  /// Operations: one a server span, query, publish or consume span.
  public internal(set) var calls = 0
  /// How often the calls were attempted, each at least once.
  public internal(set) var attempts = 0
  /// Calls that failed on either side; of several attempts the last one tells.
  public internal(set) var errors = 0
  /// Messages that went along; 0 where there are none.
  public internal(set) var messages = 0
  /// The true number of calls in millionths, from the sampling threshold of each.
  public internal(set) var estimatedMillionths = 0
  /// Durations of the calling span.
  public internal(set) var client = Histogram()
  /// Durations of the called span.
  public internal(set) var server = Histogram()
  /// Calling less called span, for pairs where it is not negative.
  public internal(set) var gap = Histogram()
  public internal(set) var negativeGaps = 0
  /// From the producer's end to the consumer's start, where it is not negative.
  public internal(set) var queueWait = Histogram()
  public internal(set) var negativeWaits = 0
  public internal(set) var confidence = DependencyEdge.Confidence.exact
  /// Calls into a service that is already further up on the same path.
  public internal(set) var reentries = 0
  /// How many calls a request of the source makes, of the requests that make any.
  public var perRequest: Histogram { requestCalls.histogram }
  var requestCalls = CallCounts()

  public init() {}

  /// Keeps a share of the counts; the distributions stay whole.
  mutating func scale(_ part: Int, of whole: Int) {
    if part == whole { return }
    func scaled(_ count: Int) -> Int { whole.dividingFullWidth(count.multipliedFullWidth(by: part)).quotient }
    calls = scaled(calls)
    attempts = scaled(attempts)
    errors = scaled(errors)
    messages = scaled(messages)
    estimatedMillionths = scaled(estimatedMillionths)
  }

  public mutating func merge(_ other: DependencyTraffic) {
    calls += other.calls
    attempts += other.attempts
    errors += other.errors
    messages += other.messages
    estimatedMillionths += other.estimatedMillionths
    client.merge(other.client)
    server.merge(other.server)
    gap.merge(other.gap)
    negativeGaps += other.negativeGaps
    queueWait.merge(other.queueWait)
    negativeWaits += other.negativeWaits
    confidence = max(confidence, other.confidence)
    reentries += other.reentries
    requestCalls.merge(other.requestCalls)
  }
}

/// Services that call each other in a circle, with one shortest way round.
public struct DependencyCycle: Sendable, Equatable {
  /// Indices into ``DependencyResult/nodes`` of all that can reach each other, rising.
  public var members: [Int]
  /// One shortest circle, from its lowest member; the last calls the first.
  public var witness: [Int]
  /// Whether a topic or a direct message is on the way round; else every step waits for the next.
  public var throughMessages: Bool
  /// Whether some path of the dump really came back to a service it had left; else the circle exists only when paths
  /// are laid over each other.
  public var seenInOnePath: Bool
}

/// What would have been an edge, had the other side been known.
public struct UnresolvedDependencies: Sendable, Equatable {
  /// Spans whose parent is not in the dump.
  public internal(set) var missingParents = 0
  /// Calls without an answering span or a name of what was called.
  public internal(set) var clientsWithoutPeer = 0
  /// Consumed where neither the topic nor the producer is known.
  public internal(set) var consumersWithoutSource = 0
  /// Published where neither the topic nor a consumer is known.
  public internal(set) var producersWithoutTarget = 0
  /// Messages whose producer's span is linked but not in the dump.
  public internal(set) var messagesWithoutProducer = 0

  mutating func merge(_ other: UnresolvedDependencies) {
    missingParents += other.missingParents
    clientsWithoutPeer += other.clientsWithoutPeer
    consumersWithoutSource += other.consumersWithoutSource
    producersWithoutTarget += other.producersWithoutTarget
    messagesWithoutProducer += other.messagesWithoutProducer
  }
}

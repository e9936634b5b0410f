import TraceModel

/// What a messaging span does, by the words of OpenTelemetry (`send` is `publish`).
enum MessageRole: UInt8, Sendable {
  case publish, create, receive, process, settle

  var isConsumption: Bool { self == .receive || self == .process }
  /// Whether consumers may link to it as the context a message was made in.
  var isContext: Bool { self == .publish || self == .create }
}

/// A messaging span of a journey. Its names are symbols of ``MessageReading/names``, empty where it has none.
struct MessageSpan: Sendable {
  var row: Int
  var role: MessageRole
  /// Whether the span says itself what it does; else its kind alone tells.
  var isSaid: Bool
  /// The service that owns it.
  var owner: ServiceKey
  var system = Symbol.empty
  /// The topic or queue as it is drawn: by its template, its name, or what the peer is called.
  var topic = Symbol.empty
  /// The destination that the span names; a template and a peer are none.
  var destination = Symbol.empty
  var hasTemplate = false
  /// The broker that holds the topic.
  var broker = Symbol.empty
  /// What the other side is called.
  var peer = Symbol.empty
  /// The consumer group or subscription.
  var group = Symbol.empty
  /// A hash of its message id, 0 without one.
  var messageID: UInt64 = 0
  /// How many messages it says it is about, -1 when it does not say.
  var batchCount = -1

  /// Whether its topic is but what the peer is called, or it has none.
  var isUnnamed: Bool { destination.isEmpty && !hasTemplate }

  mutating func takeTopic(of other: MessageSpan) {
    system = other.system
    topic = other.topic
    destination = other.destination
    hasTemplate = other.hasTemplate
    if broker.isEmpty { broker = other.broker }
    if peer.isEmpty { peer = other.peer }
  }
}

/// A service: its name, and its namespace where it has one.
struct ServiceKey: PackedKey, Hashable, Comparable {
  var name: Symbol
  var namespace: Symbol

  static let none = ServiceKey(name: .empty, namespace: .empty)

  var words: TableWords { TableWords(UInt64(name.index) &<< 32 | UInt64(namespace.index)) }

  /// Whether the two are one service: the namespace tells services of one name apart only where both have one.
  @inline(__always)
  func isOne(with other: ServiceKey) -> Bool {
    name == other.name && (namespace == other.namespace || namespace.isEmpty || other.namespace.isEmpty)
  }

  static func < (left: ServiceKey, right: ServiceKey) -> Bool {
    (left.name, left.namespace) < (right.name, right.namespace)
  }
}

extension SpanTable {
  /// The service that owns a span; `none` when neither it nor an ancestor that it may belong to has a name.
  ///
  /// SERVER and CONSUMER spans belong to nobody else. Looks at most 1000 spans up.
  func owner(of row: Int) -> ServiceKey {
    var row = row
    var steps = 0
    while columns.services[row].isEmpty {
      let kind = columns.kinds[row]
      let parent = Int(columns.parents[row])
      steps += 1
      if kind == .server || kind == .consumer || parent < 0 || steps > 1000 { return .none }
      row = parent
    }
    let service = columns.services[row]
    let resource = Int(columns.resources[row])
    let belongs = resource < resources.count && resources[resource].service == service
    return ServiceKey(name: service, namespace: belongs ? resources[resource].namespace : .empty)
  }

  /// Whether two spans, the one below the other, belong to one service.
  @inline(__always)
  func isWithinOneService(_ above: Int, _ below: Int) -> Bool {
    if columns.services[above] == columns.services[below], columns.resources[above] == columns.resources[below] {
      return !columns.services[above].isEmpty
    }
    let owner = owner(of: below)
    return !owner.name.isEmpty && owner.isOne(with: self.owner(of: above))
  }
}

import TraceModel

/// What the spans of one journey do with messages: who sent them, who got them, and which spans are one delivery.
///
/// Consumers are matched with producers by links and parents, else by what assembly stitched. Reused from journey to journey.
struct MessageReading: Sendable {
  /// The span attributes it reads.
  static let requiredAttributes =
    [
      AttributeConcept.messagingSystem, .messagingDestination, .messagingDestinationTemplate, .messagingOperationType,
      .messagingOperationName, .messagingMessageID, .messagingTemporary, .messagingAnonymous, .messagingBatchCount,
      .messagingConsumerGroup, .peerService, .serverAddress,
    ].flatMap(\.names)

  /// Names of topics, systems, groups and peers: of all journeys that were read.
  private(set) var names = SymbolInterner()
  /// In the order of rows.
  var spans: [MessageSpan] = []
  /// By span, the index of the outermost span of the same publish: SDKs nest two PRODUCER spans for one message.
  var outermost: [Int32] = []
  /// By span, how many messages it published that were created before.
  var created: [Int32] = []
  /// By span, of a `create` the index of the span that sent its message; -1 for none.
  var senders: [Int32] = []
  /// By span, the index of the nearest consumer span of its service that it lies within; -1 for none.
  var above: [Int32] = []
  /// By span: how it counts as a consumption.
  var consumptions: [Consumption] = []
  /// By consumer, in the order of ``spans``.
  var deliveries: [Delivery] = []
  /// `deliveries[offsets[i]..<offsets[i + 1]]` are those of `spans[i]`.
  var offsets: [Int32] = [0]

  private let symbols: SymbolTable
  private var peers: PeerNames
  /// By row of the journey: index in ``spans`` plus 1, or 0.
  private var indices: [Int32] = []
  private(set) var rows = 0..<0
  private var isRead = false
  var scratch = Scratch()

  /// Arrays that are of use within one step only.
  struct Scratch: Sendable {
    var order: [Int] = []
    var marks: [Int32] = []
    var walk: [Int32] = []
    var isBelow: [Bool] = []
  }

  init(symbols: SymbolTable) {
    self.symbols = symbols
    peers = PeerNames(symbols: symbols)
  }

  /// Reads a journey, once until ``forget()``. O(*n* log *n*) in its messaging spans and their links, O(*n*) in its spans.
  mutating func read(_ journey: borrowing Journey) {
    if isRead { return }
    isRead = true
    let table = journey.table
    rows = journey.rows
    for row in rows {
      switch table.columns.kinds[row] {
      case .producer, .consumer: append(row, table)
      case .client, .internal, .unspecified:
        if peers.isMessagingSpan(row, in: table) { append(row, table) }
      case .server: break
      }
    }
    if spans.isEmpty { return }
    findSenders(in: table)
    joinNestedPublishes(in: table)
    findNesting(in: table)
    findDeliveries(in: table)
    joinDeliveries(in: table)
    findConsumptions(in: table)
  }

  /// Forgets the journey that was read.
  mutating func forget() {
    if !isRead { return }
    isRead = false
    for span in spans { indices[span.row - rows.lowerBound] = 0 }
    spans.removeAll(keepingCapacity: true)
    outermost.removeAll(keepingCapacity: true)
    created.removeAll(keepingCapacity: true)
    senders.removeAll(keepingCapacity: true)
    above.removeAll(keepingCapacity: true)
    consumptions.removeAll(keepingCapacity: true)
    deliveries.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    offsets.append(0)
  }

  private mutating func append(_ row: Int, _ table: SpanTable) {
    let kind = table.columns.kinds[row]
    peers.read(row, in: table)
    let name = symbols.bytes(of: table.columns.names[row])
    let said = peers.saidRole(kind: kind, name: name)
    guard let role = said?.role ?? (kind == .producer ? .publish : kind == .consumer ? .process : nil) else { return }
    if kind == .internal || kind == .unspecified {
      // Sending and taking are told of by their own kinds, save where an attribute says outright that a message was taken.
      guard role == .settle || (role.isConsumption && said?.isAttribute == true) else { return }
    }
    var span = MessageSpan(row: row, role: role, isSaid: said != nil, owner: table.owner(of: row))
    if let (system, name) = peers.topic {
      span.system = names.intern(system)
      span.topic = names.intern(name)
    }
    if let destination = peers.destination { span.destination = names.intern(destination) }
    span.hasTemplate = peers.hasTemplate
    if let broker = peers.brokerName { span.broker = names.intern(broker) }
    if let peer = peers.peerService { span.peer = names.intern(peer) }
    if let group = peers.consumerGroup { span.group = names.intern(group) }
    span.messageID = peers.messageID
    span.batchCount = peers.batchCount ?? -1
    spans.append(span)
    while indices.count <= row - rows.lowerBound { indices.append(0) }
    indices[row - rows.lowerBound] = Int32(spans.count)
  }

  /// The index in ``spans`` of the span of `row`; nil for one that has nothing to do with messages.
  @inline(__always)
  func index(of row: Int) -> Int? {
    let offset = row - rows.lowerBound
    guard offset >= 0, offset < indices.count, indices[offset] > 0 else { return nil }
    return Int(indices[offset]) - 1
  }

  /// Whether the span of `row` took no message, or may have taken none.
  func isPoll(_ row: Int) -> Bool {
    guard let index = index(of: row) else { return false }
    switch consumptions[index] {
    case .poll, .perhapsPoll: return true
    default: return false
    }
  }

  /// How many messages a publish stands for: what it says, else those that were created before, else one.
  func publishedCount(_ index: Int) -> Int {
    spans[index].batchCount >= 0 ? spans[index].batchCount : max(1, Int(created[index]))
  }

  /// Whether the span is a publish of its own, not one within another of the same message.
  func isPublish(_ index: Int) -> Bool { spans[index].role == .publish && Int(outermost[index]) == index }

  /// The publish of a message: the span itself, the one around it of the same message, or the one that sent what it created.
  func publish(of index: Int) -> Int {
    let sender = senders[index] >= 0 ? Int(senders[index]) : index
    return Int(outermost[sender])
  }
}

extension MessageReading {
  enum Evidence: UInt8, CaseIterable, Sendable {
    case link, parent, messageID, offset, time

    var isExact: Bool { self == .link || self == .parent }

    /// How sure an edge is that this tells of.
    var confidence: DependencyEdge.Confidence {
      switch self {
      case .link, .parent: .exact
      case .messageID, .offset: .strong
      case .time: .guess
      }
    }

    init(_ evidence: StitchedDelivery.Evidence) {
      switch evidence {
      case .messageID: self = .messageID
      case .offset: self = .offset
      case .time: self = .time
      }
    }
  }

  /// One message as one consumer span got it.
  struct Delivery: Sendable {
    /// Index of the consumer in ``MessageReading/spans``.
    var consumer: Int
    /// Row of the producer's span (the outermost of its message), -1 when it is linked but not in the dump.
    var producer: Int
    var by: Evidence
    /// False where another span of the same delivery counts.
    var counts = true
    /// Its producer was not sampled: the link says so.
    var isSampledOut = false
    /// Tells messages apart: the producer's row, or the ids of a span that is not in the dump.
    var message: (UInt64, UInt64, UInt64)
    /// The earliest start after the producer's end among the spans of the delivery, else the consumer's start (ns since the epoch).
    var taken: Int64 = .max
  }

  /// How a consumer span counts.
  enum Consumption: Sendable, Equatable {
    /// It is no consumption.
    case none
    /// It got messages of known producers.
    case delivers
    /// It got so many messages of which nothing tells who sent them.
    case unmatched(Int)
    /// Its messages are counted at another span.
    case within
    /// It asked for messages and got none.
    case poll
    /// It asked, and nothing tells that it got one: a poll, if others of its service and destination tell what they got.
    case perhapsPoll(Int)
  }

  /// From the producer's end to where its message was taken (ns), negative under skewed clocks; nil without both times.
  func wait(of delivery: Delivery, in table: SpanTable) -> Int64? {
    guard delivery.producer >= 0, delivery.taken != .max,
      !table.columns.flags[delivery.producer].contains(.missingTime)
    else { return nil }
    return delivery.taken &- table.columns.ends[delivery.producer]
  }

  /// The topics that a message was sent to and taken from, as they are drawn: a side that names none has the other's; empty where neither does.
  func topics(of delivery: Delivery) -> (sent: Symbol, taken: Symbol) {
    let taken = spans[delivery.consumer]
    guard delivery.producer >= 0, let index = index(of: delivery.producer) else { return (taken.topic, taken.topic) }
    let sent = spans[spans[index].topic.isEmpty ? publish(of: index) : index]
    if !taken.topic.isEmpty, sent.topic.isEmpty || (sent.isUnnamed && !taken.destination.isEmpty) {
      return (taken.topic, taken.topic)
    }
    if taken.topic.isEmpty || (taken.isUnnamed && !sent.isUnnamed) { return (sent.topic, sent.topic) }
    if isRouted(sent, taken) { return (sent.topic, taken.topic) }
    let isDrawnByTemplate = sent.hasTemplate && !taken.hasTemplate && sent.destination == taken.destination
    return (sent.topic, isDrawnByTemplate ? sent.topic : taken.topic)
  }

  /// Whether the topics of a delivery's two ends are two destinations with a route between them.
  func isRouted(_ producer: MessageSpan, _ consumer: MessageSpan) -> Bool {
    !producer.destination.isEmpty && !consumer.destination.isEmpty && producer.destination != consumer.destination
      && producer.topic != consumer.topic
  }
}

extension JourneyReading {
  /// Finds ``messages``.
  mutating func findMessages() { messages.read(journey) }
}

import TraceAssembly
public import TraceModel

/// Every message that a consumer of the dump got: from which producer, by which evidence, after how long.
///
/// Unlike the other folds its result grows with the dump: one element a delivery.
public struct DeliveryFold: TraceFold {
  /// The span attributes the fold reads.
  public static let requiredAttributes: [String] =
    [
      AttributeConcept.messagingSystem, .messagingDestination, .messagingDestinationTemplate, .messagingOperationType,
      .messagingOperationName, .messagingMessageID, .messagingTemporary, .messagingAnonymous, .messagingBatchCount,
      .peerService,
    ].flatMap(\.names) + MessageKeys.requiredAttributes

  private let symbols: SymbolTable
  private var peers: PeerNames
  private var messages = MessageMatching()
  private var topics: [String?] = []
  private var deliveries: [MessageDelivery] = []

  public init(options: Void, prior: Void, symbols: SymbolTable) {
    self.symbols = symbols
    peers = PeerNames(symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    messages.begin(journey.rows)
    topics.removeAll(keepingCapacity: true)
    for row in journey.rows {
      switch table.columns.kinds[row] {
      case .client, .producer, .consumer: read(row, table)
      case .server, .internal, .unspecified: break
      }
    }
    if messages.spans.isEmpty { return }
    messages.match(in: table)
    for delivery in messages.deliveries where delivery.counts && delivery.producer >= 0 { add(delivery, table) }
    messages.end()
  }

  private mutating func read(_ row: Int, _ table: SpanTable) {
    let kind = table.columns.kinds[row]
    peers.read(row, in: table)
    if kind == .client && !peers.isMessaging { return }
    let named = peers.role(kind: kind, name: symbols.bytes(of: table.columns.names[row]))
    guard let role = named ?? (kind == .producer ? .publish : kind == .consumer ? .process : nil) else { return }
    messages.append(
      MessageSpan(
        row: row, role: role, service: Int32(truncatingIfNeeded: table.columns.services[row].index), topic: -1,
        messageID: peers.messageID, batchCount: peers.batchCount ?? -1))
    topics.append(peers.topic.map { String(decoding: $0.name, as: UTF8.self) })
  }

  private mutating func add(_ delivery: MessageMatching.Delivery, _ table: SpanTable) {
    let consumer = SpanIndex(row: messages.spans[delivery.consumer].row)
    let producer = SpanIndex(row: delivery.producer)
    let unknown = table.columns.flags[consumer.row].union(table.columns.flags[producer.row]).contains(.missingTime)
    let own = topics[delivery.consumer]
    deliveries.append(
      MessageDelivery(
        producer: MessageDelivery.End(table.traceID(of: producer), table.columns.spanIDs[producer.row]),
        consumer: MessageDelivery.End(table.traceID(of: consumer), table.columns.spanIDs[consumer.row]),
        topic: own ?? messages.place(of: producer.row).flatMap { topics[$0] } ?? "",
        by: evidence(of: delivery, consumer, in: table),
        wait: unknown ? nil : table.columns.starts[consumer.row] &- table.columns.ends[producer.row]))
  }

  private func evidence(
    of delivery: MessageMatching.Delivery, _ consumer: SpanIndex, in table: SpanTable
  ) -> MessageDelivery.Evidence {
    switch delivery.by {
    case .link: .link
    case .parent: table.columns.flags[consumer.row].contains(.followsFrom) ? .followsFrom : .parent
    case .messageID: .messageID
    case .offset: .offset
    case .time: .time
    }
  }

  public mutating func merge(_ other: DeliveryFold) {
    deliveries += other.deliveries
  }

  /// The deliveries by consumer, then producer.
  public consuming func finish() -> [MessageDelivery] {
    deliveries.sorted { ($0.consumer, $0.producer) < ($1.consumer, $1.producer) }
  }
}

/// One message as one consumer got it.
public struct MessageDelivery: Sendable, Equatable {
  /// What joins the two.
  public enum Evidence: String, Sendable {
    case link, parent
    case followsFrom = "follows_from"
    case messageID = "message_id"
    case offset, time

    /// `exact` for what the spans say outright, `strong` for what they have in common, `guess` for the order of time.
    public var confidence: String {
      switch self {
      case .link, .parent, .followsFrom: "exact"
      case .messageID, .offset: "strong"
      case .time: "guess"
      }
    }
  }

  /// A span, by its ids.
  public struct End: Hashable, Comparable, Sendable {
    public var traceID: TraceID
    public var spanID: SpanID

    init(_ traceID: TraceID, _ spanID: SpanID) {
      self.traceID = traceID
      self.spanID = spanID
    }

    public static func < (left: End, right: End) -> Bool {
      left.traceID == right.traceID ? left.spanID < right.spanID : left.traceID < right.traceID
    }
  }

  /// The span the message was made in (the outermost, where an SDK nests two).
  public var producer: End
  public var consumer: End
  /// The topic's name, empty when neither side has one.
  public var topic: String
  public var by: Evidence
  /// From the producer's end to the consumer's start (ns), negative under skewed clocks; nil without both times.
  public var wait: Int64?
}

import TraceAssembly
public import TraceModel

/// Every message that a consumer of the dump got: from which producer, by which evidence, after how long.
///
/// Unlike the other folds its result grows with the dump: one element a delivery.
public struct DeliveryFold: TraceFold {
  /// The span attributes the fold reads.
  public static let requiredAttributes = MessageReading.requiredAttributes + MessageKeys.requiredAttributes

  private var deliveries: [MessageDelivery] = []

  public init(options: Void, prior: Void, symbols: SymbolTable) {}

  public mutating func observe(_ reading: inout JourneyReading) {
    reading.findMessages()
    let messages = reading.messages
    for delivery in messages.deliveries where delivery.counts && delivery.producer >= 0 {
      deliveries.append(MessageDelivery(delivery, messages, in: reading.journey.table))
    }
  }

  /// About how many bytes the deliveries take.
  var size: Int { deliveries.count * MemoryLayout<MessageDelivery>.size }

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
  /// What the producer sent it to, empty when neither side names it.
  public var topic: String
  /// What the consumer took it from: another than the topic where a route lies between them.
  public var destination: String
  public var by: Evidence
  /// From the producer's end to where it was taken (ns), negative under skewed clocks; nil without both times.
  public var wait: Int64?
}

extension MessageDelivery {
  init(_ delivery: MessageReading.Delivery, _ messages: MessageReading, in table: SpanTable) {
    let row = messages.spans[delivery.consumer].row
    let (sent, taken) = messages.topics(of: delivery)
    producer = End(
      table.traceID(of: SpanIndex(row: delivery.producer)), table.columns.spanIDs[delivery.producer])
    consumer = End(table.traceID(of: SpanIndex(row: row)), table.columns.spanIDs[row])
    topic = String(decoding: messages.names.bytes(of: sent), as: UTF8.self)
    destination = String(decoding: messages.names.bytes(of: taken), as: UTF8.self)
    by = Evidence(delivery.by, isFollower: table.columns.flags[row].contains(.followsFrom))
    wait = messages.wait(of: delivery, in: table)
  }
}

extension MessageDelivery.Evidence {
  /// `isFollower`: the parent came by a FOLLOWS_FROM reference.
  init(_ evidence: MessageReading.Evidence, isFollower: Bool = false) {
    switch evidence {
    case .link: self = .link
    case .parent: self = isFollower ? .followsFrom : .parent
    case .messageID: self = .messageID
    case .offset: self = .offset
    case .time: self = .time
    }
  }
}

import TraceModel

/// What the messaging spans of a dump say of their messages, kept until all is read: the evidence for deliveries that no link tells of.
///
/// A key is a hash of environment, namespace, system, destination and the message's id, or its partition and offset; only whether keys are equal
/// counts. Consumers with links keep none: links are better evidence. A batch whose spans name no message costs a look at its names.
public struct MessageKeys: Sendable {
  /// The span attributes that keys are made of.
  public static let requiredAttributes = [
    AttributeConcept.messagingSystem, .messagingDestination, .messagingMessageID, .messagingPartition, .messagingOffset,
    .messagingOperationType,
  ].flatMap(\.names)

  /// Those that deliveries by the order of time are guessed from.
  public static let attributesOfGuesses =
    requiredAttributes + [AttributeConcept.messagingConsumerGroup, .messagingBatchCount].flatMap(\.names)

  /// A span of which a message is known.
  struct End: Sendable {
    var key: UInt64
    var traceLow: UInt64
    var spanID: SpanID
    /// The parent's id of a producer.
    var parentID: SpanID
    /// Nanoseconds since the epoch.
    var start: Int64
    /// Nanoseconds since the epoch.
    var end: Int64
    var evidence: StitchedDelivery.Evidence
    /// A producer whose context consumers are to link to, rather than to that of the sending.
    var isCreation: Bool
  }

  private(set) var producers: [End] = []
  private(set) var consumers: [End] = []
  /// What deliveries by the order of time are guessed from; nil unless they are asked for.
  private(set) var timed: TimedMessages?
  private let names: KeyNames

  /// - Parameters:
  ///   - symbols: The run's interner, which gets the names of the attributes first.
  ///   - stitchesByTime: Whether ``timed`` is filled.
  init(symbols: inout SymbolInterner, stitchesByTime: Bool = false) {
    names = KeyNames(&symbols, marksDestinations: stitchesByTime)
    if stitchesByTime { timed = TimedMessages() }
  }

  /// Adds the spans of a batch.
  ///
  /// - Parameters:
  ///   - batch: With its own arena, resources and links.
  ///   - symbols: By symbol of the batch, the run's.
  mutating func add(_ batch: SpanBatch, symbols: [Symbol]) {
    guard symbols.contains(where: { names.marksMessages($0) }) else { return }
    for record in batch.records where record.flags.contains(.mayBeMessaging) {
      switch record.kind {
      case .producer: break
      case .consumer, .client: if record.linkCount > 0, timed == nil { continue }
      case .server, .internal, .unspecified: continue
      }
      var reading = KeyReading()
      batch.arena.forEachAttribute(at: record.attributes) { key, value in
        names.read(symbols[Int(key.index)], value, into: &reading)
        return true
      }
      add(record, reading, batch, symbols)
    }
  }

  private mutating func add(_ record: SpanRecord, _ reading: KeyReading, _ batch: SpanBatch, _ symbols: [Symbol]) {
    guard let destination = reading.destination, let role = reading.role(of: record.kind) else { return }
    if record.flags.contains(.missingTime) { return }
    let resource = batch.resources[Int(record.resource)]
    let environment = UInt64(symbols[Int(resource.environment.index)].index)
    let namespace = UInt64(symbols[Int(resource.namespace.index)].index)
    let place = mixed(mixed(environment << 32 | namespace, reading.system ?? 0), destination)
    timed?.add(
      record, role, place: place, partition: reading.partition ?? 0,
      group: reading.group ?? UInt64(symbols[Int(resource.service.index)].index), count: reading.count, batch)
    if role.isConsumption, record.linkCount > 0 { return }
    if let id = reading.messageID { append(record, role, key: mixed(mixed(place, 1), id), .messageID) }
    if let partition = reading.partition, let offset = reading.offset {
      append(record, role, key: mixed(mixed(place, partition), offset), .offset)
    }
  }

  private mutating func append(
    _ record: SpanRecord, _ role: KeyRole, key: UInt64, _ evidence: StitchedDelivery.Evidence
  ) {
    let end = End(
      key: key, traceLow: record.traceID.low, spanID: record.spanID, parentID: record.parentID, start: record.start,
      end: record.end, evidence: evidence, isCreation: role == .create)
    if role.isConsumption { consumers.append(end) } else { producers.append(end) }
  }
}

@inline(__always)
private func mixed(_ state: UInt64, _ value: UInt64) -> UInt64 {
  TraceID.mix(state &* 0x9e37_79b9_7f4a_7c15 ^ value)
}

/// Which of the run's symbols are names of attributes that keys are made of.
private struct KeyNames: Sendable {
  private static let concepts: [AttributeConcept] = [
    .messagingSystem, .messagingDestination, .messagingMessageID, .messagingPartition, .messagingOffset,
    .messagingOperationType, .messagingConsumerGroup, .messagingBatchCount,
  ]
  /// By symbol number: place among ``concepts`` × 8 + rank of the name; 255 for others.
  private var codes: [UInt8] = []
  private var marks: [Bool] = []

  init(_ symbols: inout SymbolInterner, marksDestinations: Bool) {
    for (place, concept) in KeyNames.concepts.enumerated() {
      for (rank, name) in concept.names.enumerated() {
        let number = Int(symbols.intern(name).index)
        while codes.count <= number {
          codes.append(.max)
          marks.append(false)
        }
        codes[number] = UInt8(place * 8 + rank)
        marks[number] =
          concept == .messagingMessageID || concept == .messagingOffset
          || (marksDestinations && concept == .messagingDestination)
      }
    }
  }

  /// Whether spans with this attribute may name a message.
  @inline(__always)
  func marksMessages(_ key: Symbol) -> Bool { Int(key.index) < marks.count && marks[Int(key.index)] }

  @inline(__always)
  func read(_ key: Symbol, _ value: AttributeValue, into reading: inout KeyReading) {
    guard Int(key.index) < codes.count, codes[Int(key.index)] != .max else { return }
    let code = codes[Int(key.index)]
    reading.read(KeyNames.concepts[Int(code / 8)], rank: code % 8, value)
  }
}

/// What a span does with its message.
enum KeyRole: UInt8, Sendable {
  case create, send, receive, process

  var isConsumption: Bool { self == .receive || self == .process }
}

/// What one span says of its message: hashes of the values under the best names.
private struct KeyReading {
  private(set) var system: UInt64?
  private(set) var destination: UInt64?
  private(set) var messageID: UInt64?
  private(set) var partition: UInt64?
  private(set) var offset: UInt64?
  private(set) var group: UInt64?
  /// How many messages the span says it is about, 1 when it does not say.
  private(set) var count: Int32 = 1
  private var operation: UInt64?
  private var ranks: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (.max, .max, .max, .max, .max, .max, .max)

  mutating func read(_ concept: AttributeConcept, rank: UInt8, _ value: AttributeValue) {
    if concept == .messagingBatchCount {
      if let number = value.integer { count = Int32(clamping: max(0, number)) }
      return
    }
    // Equal numbers are equal keys whether they were written as a number or as text.
    let bytes = value.bytes
    if bytes.isEmpty { return }
    let hash = KeyReading.hash(bytes)
    switch concept {
    case .messagingSystem where rank < ranks.0: (system, ranks.0) = (hash, rank)
    case .messagingDestination where rank < ranks.1: (destination, ranks.1) = (hash, rank)
    case .messagingMessageID where rank < ranks.2: (messageID, ranks.2) = (hash, rank)
    case .messagingPartition where rank < ranks.3: (partition, ranks.3) = (hash, rank)
    case .messagingOffset where rank < ranks.4: (offset, ranks.4) = (hash, rank)
    case .messagingOperationType where rank < ranks.5: (operation, ranks.5) = (hash, rank)
    case .messagingConsumerGroup where rank < ranks.6: (group, ranks.6) = (hash, rank)
    default: break
    }
  }

  /// What the span does with its message; nil when that is nothing that a delivery could be made of.
  func role(of kind: SpanKind) -> KeyRole? {
    if let operation, let role = KeyReading.roles.first(where: { $0.hash == operation }) { return role.role }
    switch kind {
    case .producer: return .send
    case .consumer: return .process
    default: return nil
    }
  }

  /// Source: FNV-1a (Fowler, Noll, Vo).
  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01b3 }
    return hash
  }

  private static let roles: [(hash: UInt64, role: KeyRole?)] = [
    ("create", KeyRole.create), ("send", .send), ("publish", .send), ("receive", .receive), ("process", .process),
    ("deliver", .process), ("settle", nil),
  ].map { (hash(Array($0.0.utf8)[...]), $0.1) }
}

public import TraceModel

/// Messages by topic and consumer group: deliveries, waits, batches, and acknowledgements in their order.
///
/// What a consumer got from whom is found as for the dependency graph, by span links and by parents, else by what assembly stitched. A consumer is a group
/// of a service; a service without a group is one itself. The state holds four numbers for each acknowledgement (their order is judged at the end), and the
/// deliveries themselves only when they are asked for.
public struct QueuesFold: TraceFold {
  /// The span attributes the fold reads.
  public static let requiredAttributes =
    DeliveryFold.requiredAttributes + AttributeConcept.messagingConsumerGroup.names + ["app.delivery.state"]

  private let symbols: SymbolTable
  let stateKey: Symbol?
  private var peers: PeerNames
  var messages = MessageMatching()
  /// Of one journey, by messaging span: topic and group in ``names``.
  var topicOfSpan: [UInt32] = []
  private var groupOfSpan: [UInt32] = []
  /// Of one journey, by messaging span: the place of its consumer in ``consumerTotals``, -1 for none.
  var consumerOfSpan: [Int32] = []
  /// Names of topics and groups.
  private var names = SymbolInterner()
  /// By symbol of ``names``: whether it names a dead-letter destination.
  private var isDeadLetterName: [Bool] = []
  private var topics = KeyIndex()
  var topicTotals: [QueueTopicTotals] = []
  /// (topic, group, service).
  private var consumers = KeyIndex()
  var consumerTotals: [QueueConsumerTotals] = []
  private var deliveries: DeliveryFold?
  /// Of one journey: a process span's row by the row of the producer of its message.
  var processOfProducer: [(producer: Int, process: Int)] = []
  /// Of one journey: who got which message.
  var receipts: [QueueReceipt] = []
  /// Of one journey: settled messages, by the row of their processing.
  var settlements: [(process: Int, message: UInt64, consumer: Int, isFailed: Bool)] = []

  public init(options: QueuesOptions, prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
    stateKey = symbols.symbol(of: "app.delivery.state")
    peers = PeerNames(symbols: symbols)
    if options.listsDeliveries { deliveries = DeliveryFold(options: (), prior: (), symbols: symbols) }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    deliveries?.observe(&reading)
    let table = journey.table
    messages.begin(journey.rows)
    topicOfSpan.removeAll(keepingCapacity: true)
    groupOfSpan.removeAll(keepingCapacity: true)
    for row in journey.rows {
      switch table.columns.kinds[row] {
      case .client, .producer, .consumer: read(row, table)
      case .server, .internal, .unspecified: break
      }
    }
    if messages.spans.isEmpty { return }
    messages.match(in: table)
    processOfProducer.removeAll(keepingCapacity: true)
    receipts.removeAll(keepingCapacity: true)
    settlements.removeAll(keepingCapacity: true)
    consumerOfSpan.removeAll(keepingCapacity: true)
    consumerOfSpan.append(contentsOf: repeatElement(-1, count: messages.spans.count))
    for place in messages.spans.indices { count(place, table) }
    countReceipts(table)
    countDeadLetters(table)
    processOfProducer.sort { ($0.producer, $0.process) < ($1.producer, $1.process) }
    for place in messages.spans.indices where messages.spans[place].role == .settle { settle(place, table) }
    countContradictions()
    messages.end()
  }

  private mutating func read(_ row: Int, _ table: SpanTable) {
    let kind = table.columns.kinds[row]
    if kind == .client && !peers.isMessagingSpan(row, in: table) { return }
    peers.read(row, in: table)
    let named = peers.role(kind: kind, name: symbols.bytes(of: table.columns.names[row]))
    guard let role = named ?? (kind == .producer ? .publish : kind == .consumer ? .process : nil) else { return }
    let topic = peers.topic.map { names.intern($0.name) } ?? .empty
    messages.append(
      MessageSpan(
        row: row, role: role, service: Int32(truncatingIfNeeded: table.columns.services[row].index),
        topic: Int32(topic.index), messageID: peers.messageID, batchCount: peers.batchCount ?? -1))
    topicOfSpan.append(topic.index)
    groupOfSpan.append(peers.consumerGroup.map { names.intern($0).index } ?? 0)
  }

  // MARK: Publishing and consuming

  private mutating func count(_ place: Int, _ table: SpanTable) {
    let span = messages.spans[place]
    if span.role == .publish, messages.outermost[place] == place {
      let topic = topicNumber(topicOfSpan[place])
      let count = messageCount(place, table)
      topicTotals[topic].published += count
      if !table.columns.flags[span.row].contains(.missingTime) {
        topicTotals[topic].addArrivals(count, at: table.columns.ends[span.row])
      }
    }
    guard span.role.isConsumption else { return }
    let own = messages.offsets[place]..<messages.offsets[place + 1]
    if own.isEmpty {
      countUnmatched(place, table)
      return
    }
    var counted = 0
    var topic = topicOfSpan[place]
    for delivery in messages.deliveries[own] where delivery.counts {
      counted += 1
      if topic == 0, delivery.producer >= 0, let producer = messages.place(of: delivery.producer) {
        topic = topicOfSpan[producer]
      }
    }
    if counted == 0 { return }
    let number = consumerNumber(topic, place, table)
    consumerTotals[number].batches.add(Int64(max(counted, span.batchCount)))
    let isFailed = table.columns.statuses[span.row] == .error
    if isFailed { consumerTotals[number].failed += counted }
    let isTimed = !table.columns.flags[span.row].contains(.missingTime)
    if isTimed { consumerTotals[number].work.add(table.duration(of: SpanIndex(row: span.row))) }
    for delivery in messages.deliveries[own] where delivery.counts {
      consumerTotals[number].deliveries += 1
      consumerTotals[number].byEvidence[Int(delivery.by.rawValue)] += 1
      receipts.append(
        QueueReceipt(
          message: delivery.message, producer: delivery.producer, topic: topicNumber(topic), consumer: number,
          group: groupKey(place, table), start: isTimed ? table.columns.starts[span.row] : .max, isFailed: isFailed))
      guard delivery.producer >= 0 else {
        if delivery.isSampledOut {
          consumerTotals[number].producersSampledOut += 1
        } else {
          consumerTotals[number].producersAbsent += 1
        }
        continue
      }
      processOfProducer.append((delivery.producer, span.row))
      guard isTimed, !table.columns.flags[delivery.producer].contains(.missingTime) else { continue }
      let wait = table.columns.starts[span.row] &- table.columns.ends[delivery.producer]
      if wait < 0 {
        consumerTotals[number].earlyStarts += 1
      } else {
        consumerTotals[number].add(wait: wait, at: table.columns.starts[span.row], failed: isFailed)
      }
    }
  }

  /// How many messages a publish stands for: what it says, else those it links to as made before, else one.
  private func messageCount(_ place: Int, _ table: SpanTable) -> Int {
    let span = messages.spans[place]
    if span.batchCount >= 0 { return span.batchCount }
    var created = 0
    for link in table.links(of: SpanIndex(row: span.row)) where link.target >= 0 {
      if let context = messages.place(of: Int(link.target)), messages.spans[context].role == .create { created += 1 }
    }
    return max(1, created)
  }

  /// A consumer of which no producer is known at all.
  private mutating func countUnmatched(_ place: Int, _ table: SpanTable) {
    let span = messages.spans[place]
    if messages.hasProcessBelow[place] || messages.isCountedAbove[place] || topicOfSpan[place] == 0 { return }
    let isMessage = table.columns.kinds[span.row] == .consumer || span.messageID != 0
    let count = span.batchCount >= 0 ? span.batchCount : isMessage ? 1 : 0
    if count == 0 { return }
    consumerTotals[consumerNumber(topicOfSpan[place], place, table)].unmatched += count
  }

  /// Tells groups apart: a named one, else the service.
  private func groupKey(_ place: Int, _ table: SpanTable) -> UInt64 {
    let group = UInt64(groupOfSpan[place])
    return group != 0 ? group : 1 << 32 | UInt64(table.columns.services[messages.spans[place].row].index)
  }

  // MARK: Totals

  mutating func isDeadLetter(_ topic: UInt32) -> Bool {
    while isDeadLetterName.count < names.count {
      isDeadLetterName.append(DeadLetterNames.includes(names.bytes(of: Symbol(UInt32(isDeadLetterName.count)))))
    }
    return isDeadLetterName[Int(topic)]
  }

  mutating func topicNumber(_ topic: UInt32) -> Int {
    let number = topics.number(of: KeyIndex.Key(UInt64(topic)))
    if number == topicTotals.count { topicTotals.append(QueueTopicTotals()) }
    return number
  }

  /// The topic's symbol in ``names``.
  func topic(_ number: Int) -> UInt32 { UInt32(topics.keys[number].first) }

  /// The consumer that the span at `place` belongs to.
  mutating func consumerNumber(_ topic: UInt32, _ place: Int, _ table: SpanTable) -> Int {
    let number = consumerNumber(
      KeyIndex.Key(
        UInt64(topic) << 32 | UInt64(groupOfSpan[place]),
        UInt64(table.columns.services[messages.spans[place].row].index)))
    consumerOfSpan[place] = Int32(number)
    return number
  }

  private mutating func consumerNumber(_ key: KeyIndex.Key) -> Int {
    let number = consumers.number(of: key)
    if number == consumerTotals.count { consumerTotals.append(QueueConsumerTotals()) }
    return number
  }

  public mutating func merge(_ other: QueuesFold) {
    if let more = other.deliveries { deliveries?.merge(more) }
    let map = (0..<other.names.count).map { names.intern(other.names.bytes(of: Symbol(UInt32($0)))) }
    for (key, totals) in zip(other.topics.keys, other.topicTotals) {
      topicTotals[topicNumber(map[Int(key.first)].index)].merge(totals)
    }
    for (key, totals) in zip(other.consumers.keys, other.consumerTotals) {
      let (topic, group) = (map[Int(key.first >> 32)], map[Int(key.first & 0xffff_ffff)])
      let own = KeyIndex.Key(UInt64(topic.index) << 32 | UInt64(group.index), key.second)
      consumerTotals[consumerNumber(own)].merge(totals)
    }
  }

  public consuming func finish() -> QueuesResult {
    let symbols = symbols
    let names = names
    let name: (UInt64) -> String = { String(decoding: names.bytes(of: Symbol(UInt32($0))), as: UTF8.self) }
    var result = QueuesResult(deliveries: deliveries?.finish())
    var arrivals: [UInt64: TimeBuckets] = [:]
    for (key, totals) in zip(topics.keys, topicTotals) { arrivals[key.first] = totals.arrivals }
    result.topics = zip(topics.keys, topicTotals).map { key, totals in
      QueuesResult.Topic(
        name: name(key.first), published: totals.published, unconsumed: max(0, totals.published - totals.consumed),
        deadLettered: totals.deadLettered)
    }.filter { $0.published > 0 }.sorted { $0.name < $1.name }
    result.consumers = zip(consumers.keys, consumerTotals).map { key, totals in
      QueuesResult.Consumer(
        topic: name(key.first >> 32), service: symbols.string(of: Symbol(UInt32(key.second))),
        group: name(key.first & 0xffff_ffff), totals: totals, arrivals: arrivals[key.first >> 32])
    }.sorted { ($0.topic, $0.service, $0.group) < ($1.topic, $1.service, $1.group) }
    return result
  }
}

/// What ``QueuesFold`` keeps.
public struct QueuesOptions: Sendable {
  /// Whether every single delivery is kept to be listed.
  public var listsDeliveries: Bool

  public init(listsDeliveries: Bool = false) {
    self.listsDeliveries = listsDeliveries
  }
}

public import TraceModel

/// Messages by topic and consumer: deliveries, waits, batches, and acknowledgements in their order.
///
/// What a consumer got from whom is found as for the dependency graph, by span links and by parents. A consumer is a
/// service. The state holds four numbers for each acknowledgement (their order is judged at the end), and the deliveries themselves only when
/// they are asked for.
public struct QueuesFold: TraceFold {
  /// The span attributes the fold reads.
  public static let requiredAttributes = DeliveryFold.requiredAttributes + ["app.delivery.state"]

  private let symbols: SymbolTable
  private let stateKey: Symbol?
  private var peers: PeerNames
  private var messages = MessageMatching()
  private var topicOfSpan: [Symbol32] = []
  private var topicNames = SymbolInterner()
  private var topics = KeyIndex()
  private var topicTotals: [QueueTopicTotals] = []
  private var consumers = KeyIndex()
  private var consumerTotals: [QueueConsumerTotals] = []
  private var deliveries: DeliveryFold?
  /// Of one journey: a process span's row by the row of the producer of its message.
  private var processOfProducer: [(producer: Int, process: Int)] = []
  /// Of one journey: a producer's row, and the topic (place in ``topicTotals``) under which somebody got its message.
  private var consumptions: [(producer: Int, topic: Int)] = []

  /// A topic's name in ``topicNames``.
  private typealias Symbol32 = UInt32

  public init(options: QueuesOptions, prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
    stateKey = symbols.symbol(of: "app.delivery.state")
    peers = PeerNames(symbols: symbols)
    if options.listsDeliveries { deliveries = DeliveryFold(options: (), prior: (), symbols: symbols) }
  }

  public mutating func observe(_ journey: borrowing Journey) {
    deliveries?.observe(journey)
    let table = journey.table
    messages.begin(journey.rows)
    topicOfSpan.removeAll(keepingCapacity: true)
    for row in journey.rows {
      switch table.columns.kinds[row] {
      case .client, .producer, .consumer: read(row, table)
      case .server, .internal, .unspecified: break
      }
    }
    if messages.spans.isEmpty { return }
    messages.match(in: table)
    processOfProducer.removeAll(keepingCapacity: true)
    consumptions.removeAll(keepingCapacity: true)
    for place in messages.spans.indices { count(place, table) }
    countConsumptions()
    processOfProducer.sort { ($0.producer, $0.process) < ($1.producer, $1.process) }
    for span in messages.spans where span.role == .settle { settle(span, table) }
    messages.end()
  }

  private mutating func read(_ row: Int, _ table: SpanTable) {
    let kind = table.columns.kinds[row]
    if kind == .client && !peers.isMessagingSpan(row, in: table) { return }
    peers.read(row, in: table)
    let named = peers.role(kind: kind, name: symbols.bytes(of: table.columns.names[row]))
    guard let role = named ?? (kind == .producer ? .publish : kind == .consumer ? .process : nil) else { return }
    let topic = peers.topic.map { topicNames.intern($0.name) } ?? .empty
    messages.append(
      MessageSpan(
        row: row, role: role, service: Int32(truncatingIfNeeded: table.columns.services[row].index),
        topic: Int32(topic.index), messageID: peers.messageID, batchCount: peers.batchCount ?? -1))
    topicOfSpan.append(topic.index)
  }

  // MARK: Publishing and consuming

  private mutating func count(_ place: Int, _ table: SpanTable) {
    let span = messages.spans[place]
    if span.role == .publish, messages.outermost[place] == place {
      topicTotals[topicNumber(topicOfSpan[place])].published += 1
    }
    guard span.role.isConsumption else { return }
    let own = messages.deliveries[messages.offsets[place]..<messages.offsets[place + 1]]
    var counted = 0
    var topic = topicOfSpan[place]
    for delivery in own where delivery.counts {
      counted += 1
      if topic == 0, delivery.producer >= 0, let producer = messages.place(of: delivery.producer) {
        topic = topicOfSpan[producer]
      }
    }
    if counted == 0 { return }
    let number = consumerNumber(topic, table.columns.services[span.row])
    consumerTotals[number].batches.add(Int64(max(counted, span.batchCount)))
    if table.columns.statuses[span.row] == .error { consumerTotals[number].failed += counted }
    let isTimed = !table.columns.flags[span.row].contains(.missingTime)
    if isTimed {
      consumerTotals[number].work.add(table.duration(of: SpanIndex(row: span.row)))
    }
    for delivery in own where delivery.counts {
      consumerTotals[number].deliveries += 1
      guard delivery.producer >= 0 else {
        consumerTotals[number].producersMissing += 1
        continue
      }
      processOfProducer.append((delivery.producer, span.row))
      if table.columns.kinds[delivery.producer] != .internal {
        consumptions.append((delivery.producer, topicNumber(topic)))
      }
      guard isTimed, !table.columns.flags[delivery.producer].contains(.missingTime) else { continue }
      let wait = table.columns.starts[span.row] &- table.columns.ends[delivery.producer]
      if wait < 0 {
        consumerTotals[number].earlyStarts += 1
      } else {
        consumerTotals[number].add(wait: wait, at: table.columns.starts[span.row])
      }
    }
  }

  /// Counts a producer's message as consumed, once however many consumers got it.
  private mutating func countConsumptions() {
    consumptions.sort { ($0.producer, $0.topic) < ($1.producer, $1.topic) }
    var last = (producer: -1, topic: -1)
    for consumption in consumptions where consumption != last {
      topicTotals[consumption.topic].consumed += 1
      last = consumption
    }
  }

  // MARK: Acknowledgements

  private mutating func settle(_ span: MessageSpan, _ table: SpanTable) {
    guard let process = delivered(span, table), !table.columns.flags[span.row].contains(.missingTime),
      !table.columns.flags[process].contains(.missingTime)
    else { return }
    let row = span.row
    var topic = UInt32(bitPattern: span.topic)
    if topic == 0, let place = messages.place(of: process) { topic = topicOfSpan[place] }
    var isFailed = table.columns.statuses[row] == .error
    if !isFailed, let stateKey, let state = table.attribute(stateKey, of: SpanIndex(row: row)) {
      isFailed = state.text == "failed"
    }
    let resource = table.resource(of: SpanIndex(row: row))
    consumerTotals[consumerNumber(topic, table.columns.services[row])].acknowledgements.append(
      Acknowledgement(
        delivered: table.columns.starts[process], acknowledged: table.columns.ends[row],
        instance: resource.instance.isEmpty ? resource.host : resource.instance, isFailed: isFailed,
        isProcessed: table.columns.statuses[process] != .error, traceID: table.traceID(of: SpanIndex(row: row)),
        spanID: table.columns.spanIDs[row]))
  }

  /// The span in which the settled message was received or processed: above in the same service, else by the message's producer.
  private func delivered(_ span: MessageSpan, _ table: SpanTable) -> Int? {
    var row = Int(table.columns.parents[span.row])
    for _ in 0..<16 where row >= 0 {
      if let place = messages.place(of: row), messages.spans[place].role.isConsumption { return row }
      row = Int(table.columns.parents[row])
    }
    for link in table.links(of: SpanIndex(row: span.row)) where link.target >= 0 {
      var producer = Int(link.target)
      if let place = messages.place(of: producer) {
        if messages.spans[place].role.isConsumption { return producer }
        producer = messages.spans[messages.outermost[place]].row
      }
      var place = processOfProducer.firstPlace { $0.producer >= producer }
      while place < processOfProducer.count, processOfProducer[place].producer == producer {
        let process = processOfProducer[place].process
        if table.columns.services[process] == table.columns.services[span.row] { return process }
        place += 1
      }
    }
    return nil
  }

  // MARK: Totals

  private mutating func topicNumber(_ topic: UInt32) -> Int {
    let number = topics.number(of: KeyIndex.Key(UInt64(topic)))
    if number == topicTotals.count { topicTotals.append(QueueTopicTotals()) }
    return number
  }

  private mutating func consumerNumber(_ topic: UInt32, _ service: Symbol) -> Int {
    let number = consumers.number(of: KeyIndex.Key(UInt64(topic), UInt64(service.index)))
    if number == consumerTotals.count { consumerTotals.append(QueueConsumerTotals()) }
    return number
  }

  public mutating func merge(_ other: QueuesFold) {
    if let more = other.deliveries { deliveries?.merge(more) }
    let names = (0..<other.topicNames.count).map { topicNames.intern(other.topicNames.bytes(of: Symbol(UInt32($0)))) }
    for (key, totals) in zip(other.topics.keys, other.topicTotals) {
      topicTotals[topicNumber(names[Int(key.first)].index)].merge(totals)
    }
    for (key, totals) in zip(other.consumers.keys, other.consumerTotals) {
      consumerTotals[consumerNumber(names[Int(key.first)].index, Symbol(UInt32(key.second)))].merge(totals)
    }
  }

  public consuming func finish() -> QueuesResult {
    let symbols = symbols
    let names = topicNames
    let name: (UInt64) -> String = { String(decoding: names.bytes(of: Symbol(UInt32($0))), as: UTF8.self) }
    var result = QueuesResult(deliveries: deliveries?.finish())
    result.topics = zip(topics.keys, topicTotals).map { key, totals in
      QueuesResult.Topic(
        name: name(key.first), published: totals.published, unconsumed: totals.published - totals.consumed)
    }.filter { $0.published > 0 }.sorted { $0.name < $1.name }
    result.consumers = zip(consumers.keys, consumerTotals).map { key, totals in
      QueuesResult.Consumer(
        topic: name(key.first), service: symbols.string(of: Symbol(UInt32(key.second))), totals: totals)
    }.sorted { ($0.topic, $0.service) < ($1.topic, $1.service) }
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

extension Array {
  /// The first place whose element satisfies a predicate that is false up to some place and true from there on.
  fileprivate func firstPlace(where isBehind: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

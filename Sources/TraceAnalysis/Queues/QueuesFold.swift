public import TraceModel

/// Messages by topic and consumer group: deliveries, waits, batches, and acknowledgements in their order.
///
/// What a consumer got from whom is found as for the dependency graph, by span links and by parents, else by what assembly stitched. A consumer is a group
/// of a service; a service without a group is one itself. The state holds four numbers for each acknowledgement (their order is judged at the end), and the
/// deliveries themselves only when they are asked for.
public struct QueuesFold: StatefulFold {
  public typealias Options = QueuesOptions
  public typealias Prior = Void
  public typealias State = QueuesState
  public typealias Result = QueuesResult

  /// The span attributes the fold reads.
  public static let requiredAttributes = DeliveryFold.requiredAttributes + ["app.delivery.state"]

  public let options: QueuesOptions
  public let symbols: SymbolTable
  public var state = QueuesState()
  let stateKey: Symbol?
  /// Of one journey, by messaging span: its topic in the names of the state.
  var topicOfSpan: [Symbol] = []
  private var groupOfSpan: [Symbol] = []
  /// Of one journey, by messaging span: the number of its consumer, -1 for none.
  var consumerOfSpan: [Int32] = []
  /// By symbol of the names: whether it names a dead-letter destination.
  private var isDeadLetterName: [Bool] = []
  /// Of one journey: a process span's row by the row of the producer of its message.
  var processOfProducer: [(producer: Int, process: Int)] = []
  /// Of one journey: who got which message.
  var receipts: [QueueReceipt] = []
  /// Of one journey: settled messages, by the row of their processing.
  var settlements: [(process: Int, message: UInt64, consumer: Int, isFailed: Bool)] = []

  public init(options: QueuesOptions, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    stateKey = symbols.symbol(of: "app.delivery.state")
    if options.listsDeliveries { state.deliveries = DeliveryFold(options: (), prior: (), symbols: symbols) }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    reading.findMessages()
    if reading.messages.spans.isEmpty { return }
    state.deliveries?.observe(&reading)
    let messages = reading.messages
    let table = reading.journey.table
    nameSpans(messages)
    processOfProducer.removeAll(keepingCapacity: true)
    receipts.removeAll(keepingCapacity: true)
    settlements.removeAll(keepingCapacity: true)
    consumerOfSpan.removeAll(keepingCapacity: true)
    consumerOfSpan.append(contentsOf: repeatElement(-1, count: messages.spans.count))
    for index in messages.spans.indices { count(index, messages, table) }
    countReceipts(messages)
    countDeadLetters(messages, table)
    processOfProducer.sort { ($0.producer, $0.process) < ($1.producer, $1.process) }
    for index in messages.spans.indices where messages.spans[index].role == .settle { settle(index, messages, table) }
    countContradictions(messages)
  }

  /// Names topics and groups; a producer that names no destination has that of its message's consumer.
  private mutating func nameSpans(_ messages: MessageReading) {
    topicOfSpan.removeAll(keepingCapacity: true)
    groupOfSpan.removeAll(keepingCapacity: true)
    for span in messages.spans {
      topicOfSpan.append(own(span.topic, messages))
      groupOfSpan.append(own(span.group, messages))
    }
    for delivery in messages.deliveries where delivery.counts && delivery.producer >= 0 {
      guard let producer = messages.index(of: delivery.producer) else { continue }
      let (sent, taken) = messages.topics(of: delivery)
      if messages.spans[producer].isUnnamed { topicOfSpan[producer] = own(sent, messages) }
      let publish = messages.publish(of: producer)
      if messages.spans[publish].isUnnamed { topicOfSpan[publish] = own(sent, messages) }
      topicOfSpan[delivery.consumer] = own(taken, messages)
    }
  }

  private mutating func own(_ symbol: Symbol, _ messages: MessageReading) -> Symbol {
    symbol.isEmpty ? .empty : state.names.intern(messages.names.bytes(of: symbol))
  }

  // MARK: Publishing and consuming

  private mutating func count(_ index: Int, _ messages: MessageReading, _ table: SpanTable) {
    let span = messages.spans[index]
    if messages.isPublish(index) {
      let topic = topicNumber(topicOfSpan[index])
      let count = messages.publishedCount(index)
      state.topics.values[topic].published += count
      if !table.columns.flags[span.row].contains(.missingTime) {
        state.topics.values[topic].addArrivals(count, at: table.columns.ends[span.row])
      }
    }
    switch messages.consumptions[index] {
    case .none, .within: break
    case .delivers: countDeliveries(of: index, messages, table)
    case .unmatched(let count):
      if count > 0, !topicOfSpan[index].isEmpty {
        state.consumers.values[consumerNumber(topicOfSpan[index], index, messages)].unmatched += count
      }
    case .poll: state.consumers.values[consumerNumber(topicOfSpan[index], index, messages)].polls += 1
    case .perhapsPoll(let count):
      if topicOfSpan[index].isEmpty { break }
      let number = consumerNumber(topicOfSpan[index], index, messages)
      state.consumers.values[number].perhapsPolls += 1
      state.consumers.values[number].perhapsTaken += count
    }
    if consumerOfSpan[index] >= 0, messages.tellsOfMessage(index, in: table) {
      state.consumers.values[Int(consumerOfSpan[index])].tells = true
    }
  }

  private mutating func countDeliveries(of index: Int, _ messages: MessageReading, _ table: SpanTable) {
    let span = messages.spans[index]
    let own = Int(messages.offsets[index])..<Int(messages.offsets[index + 1])
    let counted = messages.deliveries[own].count { $0.counts }
    let number = consumerNumber(topicOfSpan[index], index, messages)
    state.consumers.values[number].batches.add(Int64(max(counted, span.batchCount)))
    let isFailed = table.columns.statuses[span.row] == .error
    if isFailed { state.consumers.values[number].failed += counted }
    let isTimed = !table.columns.flags[span.row].contains(.missingTime)
    if isTimed { state.consumers.values[number].work.add(table.duration(of: SpanIndex(row: span.row))) }
    for delivery in messages.deliveries[own] where delivery.counts {
      state.consumers.values[number].deliveries += 1
      state.consumers.values[number].byEvidence[Int(delivery.by.rawValue)] += 1
      let (sent, taken) = messages.topics(of: delivery)
      let published = self.own(sent, messages)
      if sent != taken, delivery.by.isExact {
        state.routes[QueueRouteKey(sent: published, taken: self.own(taken, messages))] += 1
      }
      receipts.append(
        QueueReceipt(
          message: delivery.message, producer: delivery.producer, published: topicNumber(published),
          topic: topicNumber(topicOfSpan[index]), consumer: number, group: groupKey(index, messages),
          start: isTimed ? table.columns.starts[span.row] : .max, isFailed: isFailed))
      guard delivery.producer >= 0 else {
        if delivery.isSampledOut {
          state.consumers.values[number].producersSampledOut += 1
        } else {
          state.consumers.values[number].producersAbsent += 1
        }
        continue
      }
      processOfProducer.append((delivery.producer, span.row))
      guard let wait = messages.wait(of: delivery, in: table) else { continue }
      if wait < 0 {
        state.consumers.values[number].earlyStarts += 1
      } else {
        state.consumers.values[number].add(wait: wait, at: delivery.taken, failed: isFailed)
      }
    }
  }

  /// Tells groups apart: a named one, else the service.
  private func groupKey(_ index: Int, _ messages: MessageReading) -> UInt64 {
    let group = UInt64(groupOfSpan[index].index)
    return group != 0 ? group : 1 << 32 | UInt64(messages.spans[index].owner.name.index)
  }

  // MARK: Totals

  mutating func isDeadLetter(_ topic: Symbol) -> Bool {
    while isDeadLetterName.count < state.names.count {
      isDeadLetterName.append(DeadLetterNames.includes(state.names.bytes(of: Symbol(UInt32(isDeadLetterName.count)))))
    }
    return isDeadLetterName[Int(topic.index)]
  }

  mutating func topicNumber(_ topic: Symbol) -> Int { state.topics.number(of: QueueTopicKey(topic: topic)) }

  /// The topic of a number.
  func topic(_ number: Int) -> Symbol { state.topics.keys[number].topic }

  /// The consumer that the span at `index` belongs to.
  mutating func consumerNumber(_ topic: Symbol, _ index: Int, _ messages: MessageReading) -> Int {
    let number = state.consumers.number(
      of: QueueConsumerKey(topic: topic, group: groupOfSpan[index], service: messages.spans[index].owner.name))
    consumerOfSpan[index] = Int32(number)
    return number
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

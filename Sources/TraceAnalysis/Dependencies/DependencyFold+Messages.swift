import TraceModel

/// The message rules: publish and consume edges of one journey, operations and messages counted apart.
extension DependencyFold {
  /// Reads a PRODUCER or CONSUMER span.
  mutating func observeMessaging(_ row: Int, _ node: Int32, _ table: SpanTable) {
    if node < 0 { return }
    peers.read(row, in: table)
    let kind = table.columns.kinds[row]
    let isProducer = kind == .producer
    let role = peers.role(kind: kind, name: symbols.bytes(of: table.columns.names[row]))
    appendMessageSpan(row, node, role ?? (isProducer ? .publish : .process))
  }

  /// Keeps the span whose attributes were read last for the message rules.
  mutating func appendMessageSpan(_ row: Int, _ node: Int32, _ role: MessageRole) {
    var topic: Int32 = -1
    var partner: Int32 = -1
    switch options.messaging {
    case .topic:
      if let (system, name) = peers.topic { topic = nodes.named(.topic, name, system: system) }
    case .broker:
      if let name = peers.brokerName { topic = nodes.named(.broker, name) }
    case .direct:
      if let name = peers.peerService { partner = nodes.named(.external, name) }
    }
    messages.append(
      MessageSpan(
        row: row, role: role, service: node, topic: topic, messageID: peers.messageID,
        batchCount: peers.batchCount ?? -1, partner: partner))
  }

  /// Counts what ``MessageMatching`` found in a journey.
  mutating func countMessages(in table: SpanTable) {
    partnerTopics.removeAll(keepingCapacity: true)
    partnerTopics.append(contentsOf: repeatElement(-1, count: messages.spans.count))
    isDelivered.removeAll(keepingCapacity: true)
    isDelivered.append(contentsOf: repeatElement(false, count: messages.spans.count))
    for place in messages.spans.indices where messages.spans[place].role.isConsumption {
      countConsumer(place, in: table)
    }
    for place in messages.spans.indices where messages.spans[place].role == .publish {
      if messages.outermost[place] == place { countProducer(place, in: table) }
    }
  }

  private mutating func countConsumer(_ place: Int, in table: SpanTable) {
    consumerNumber += 1
    let consumer = messages.spans[place]
    let range = messages.offsets[place]..<messages.offsets[place + 1]
    if range.isEmpty {
      countUnlinkedConsumer(place, in: table)
      return
    }
    // A receive whose messages are all processed in the same service is the same delivery, not one more operation.
    var isOperation = !messages.hasProcessBelow[place]
    if isOperation { isOperation = range.contains { messages.deliveries[$0].counts } }
    for number in range {
      let delivery = messages.deliveries[number]
      let producer = delivery.producer >= 0 ? messages.place(of: delivery.producer) : nil
      var source = consumer.topic
      if let producer {
        isDelivered[producer] = true
        if options.messaging == .broker {
          // A broker that one side alone names is that side's partner, as in Zipkin.
          if source < 0, messages.spans[producer].topic >= 0 { continue }
        } else {
          if source < 0 { source = messages.spans[producer].topic }
          if partnerTopics[producer] < 0 { partnerTopics[producer] = consumer.topic }
        }
      } else if delivery.producer < 0 {
        unresolved.messagesWithoutProducer += 1
      }
      let isDirect = source < 0
      if isDirect, delivery.producer >= 0 {
        source = serviceNode(delivery.producer, table)
      }
      if source < 0 { continue }
      while lastConsumer.count <= Int(source) { lastConsumer.append(-1) }
      let edge = edge(source, consumer.service, isDirect ? .publish : .consume)
      if isOperation && lastConsumer[Int(source)] != consumerNumber {
        lastConsumer[Int(source)] = consumerNumber
        let alsoFailed = isDirect && table.columns.statuses[delivery.producer] == .error
        addOperation(edge, consumer.row, alsoFailed: alsoFailed, in: table)
        if isDirect { addCall(from: delivery.producer, source, edge: edge, table) }
      }
      if delivery.counts {
        traffic[edge].messages += 1
        traffic[edge].confidence = max(traffic[edge].confidence, delivery.by.confidence)
        addWait(edge, from: delivery.producer, to: consumer, in: table)
      }
    }
    let isLost = consumer.topic < 0 && range.allSatisfy { messages.deliveries[$0].producer < 0 }
    if isLost { unresolved.consumersWithoutSource += 1 }
  }

  /// A consumer of which no producer is known.
  private mutating func countUnlinkedConsumer(_ place: Int, in table: SpanTable) {
    let consumer = messages.spans[place]
    if messages.hasProcessBelow[place] { return }
    let kind = table.columns.kinds[consumer.row]
    let count =
      messages.isCountedAbove[place]
      ? 0 : consumer.batchCount >= 0 ? consumer.batchCount : kind == .consumer || consumer.messageID != 0 ? 1 : 0
    let parent = Int(table.columns.parents[consumer.row])
    if parent >= 0 {
      // The parent sent the message without a span that says so.
      let caller = serviceNode(parent, table)
      if caller >= 0 && !nodes.isOneService(caller, consumer.service) {
        let target = consumer.topic >= 0 ? consumer.topic : consumer.service
        addInferred(from: caller, to: target, service: consumer.service, consumer.row, parent, table)
        if consumer.topic < 0 { return }
      }
    }
    let source = consumer.topic >= 0 ? consumer.topic : consumer.partner
    if source < 0 {
      unresolved.consumersWithoutSource += 1
      return
    }
    let edge = edge(source, consumer.service, consumer.topic >= 0 ? .consume : .publish)
    addOperation(edge, consumer.row, alsoFailed: false, in: table)
    traffic[edge].confidence = max(traffic[edge].confidence, .strong)
    traffic[edge].messages += count
  }

  private mutating func countProducer(_ place: Int, in table: SpanTable) {
    let producer = messages.spans[place]
    var topic = producer.topic >= 0 ? producer.topic : partnerTopics[place]
    if topic < 0 {
      if isDelivered[place] { return }
      if producer.partner < 0 {
        unresolved.producersWithoutTarget += 1
        return
      }
      topic = producer.partner
    }
    var created = 0
    for link in table.links(of: SpanIndex(row: producer.row)) where link.target >= 0 {
      if let context = messages.place(of: Int(link.target)), messages.spans[context].role == .create { created += 1 }
    }
    let weight = weight(producer.row, table)
    let edge = edge(producer.service, topic, .publish)
    addCall(from: producer.row, producer.service, edge: edge, table)
    traffic[edge].calls += 1
    traffic[edge].estimatedMillionths += weight
    traffic[edge].messages += producer.batchCount >= 0 ? producer.batchCount : max(1, created)
    if table.columns.statuses[producer.row] == .error { traffic[edge].errors += 1 }
    if !table.columns.flags[producer.row].contains(.missingTime) {
      durations.add(
        table.columns.ends[producer.row] &- table.columns.starts[producer.row], .client, to: edge, of: &traffic)
    }
  }

  private mutating func addOperation(_ edge: Int, _ row: Int, alsoFailed: Bool, in table: SpanTable) {
    let weight = weight(row, table)
    traffic[edge].calls += 1
    traffic[edge].estimatedMillionths += weight
    if alsoFailed || table.columns.statuses[row] == .error { traffic[edge].errors += 1 }
    if !table.columns.flags[row].contains(.missingTime) {
      durations.add(table.columns.ends[row] &- table.columns.starts[row], .server, to: edge, of: &traffic)
    }
  }

  private mutating func addWait(_ edge: Int, from row: Int, to consumer: MessageSpan, in table: SpanTable) {
    if row < 0 {
      traffic[edge].confidence = max(traffic[edge].confidence, .strong)
      return
    }
    if isOnPath(consumer.service, above: row, table) || serviceNode(row, table) == consumer.service {
      traffic[edge].reentries += 1
    }
    if table.columns.flags[row].contains(.missingTime) || table.columns.flags[consumer.row].contains(.missingTime) {
      return
    }
    let wait = table.columns.starts[consumer.row] &- table.columns.ends[row]
    if wait < 0 { traffic[edge].negativeWaits += 1 } else { traffic[edge].queueWait.add(wait) }
  }
}

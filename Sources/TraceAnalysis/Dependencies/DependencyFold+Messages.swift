import TraceModel

/// What a messaging span is an end of.
struct MessageEnd: Sendable {
  /// The node of its service, -1 without a name.
  var service: Int32
  /// The node of its topic or broker, -1 when it has no name or is not wanted.
  var topic: Int32 = -1
  /// The node of the other side as the span names it, where messages lead straight from one to the other; -1 for none.
  var partner: Int32 = -1
  /// Of a producer: the topic a consumer of its message names, -1 for none.
  var partnerTopic: Int32 = -1
  /// Of a producer: whether a consumer of the journey got its message.
  var isDelivered = false
}

/// The message rules: publish, route and consume edges of one journey, operations and messages counted apart.
extension DependencyFold {
  /// Counts what was found in a journey.
  mutating func countMessages(_ messages: MessageReading, in table: SpanTable) {
    ends.removeAll(keepingCapacity: true)
    for span in messages.spans { ends.append(end(of: span, messages, in: table)) }
    for index in messages.spans.indices where ends[index].service >= 0 {
      let topic = ends[index].topic
      switch messages.consumptions[index] {
      case .none, .within: break
      case .poll: held.polls += 1
      case .perhapsPoll(let count): countReceive(index, count, messages, in: table)
      case .unmatched(let count): countUnlinkedConsumer(index, count, messages, in: table)
      case .delivers: countConsumer(index, messages, in: table)
      }
      if messages.tellsOfMessage(index, in: table) {
        held.receives[DependencyReceiveKey(service: ends[index].service, topic: topic)].othersTell = true
      }
    }
    for index in messages.spans.indices where ends[index].service >= 0 && messages.isPublish(index) {
      countProducer(index, messages, in: table)
    }
  }

  private mutating func end(of span: MessageSpan, _ messages: borrowing MessageReading, in table: SpanTable)
    -> MessageEnd
  {
    var end = MessageEnd(service: serviceNode(span.row, table))
    switch options.messaging {
    case .topic:
      if !span.topic.isEmpty {
        end.topic = held.nodes.named(
          .topic, messages.names.bytes(of: span.topic), system: messages.names.bytes(of: span.system))
      }
    case .broker:
      if !span.broker.isEmpty { end.topic = held.nodes.named(.broker, messages.names.bytes(of: span.broker)) }
    case .direct:
      if !span.peer.isEmpty { end.partner = held.nodes.named(.external, messages.names.bytes(of: span.peer)) }
    }
    return end
  }

  // MARK: Consumers

  private mutating func countConsumer(_ index: Int, _ messages: borrowing MessageReading, in table: SpanTable) {
    consumerNumber += 1
    let row = messages.spans[index].row
    var isLost = ends[index].topic < 0
    for number in Int(messages.offsets[index])..<Int(messages.offsets[index + 1]) {
      let delivery = messages.deliveries[number]
      if !delivery.counts { continue }
      if delivery.producer >= 0 { isLost = false } else { held.unresolved.messagesWithoutProducer += 1 }
      let producer = delivery.producer >= 0 ? messages.index(of: delivery.producer) : nil
      var source = ends[index].topic
      if let producer {
        guard let taken = join(producer, index, delivery, messages) else { continue }
        source = taken
      }
      let isDirect = source < 0
      if isDirect, delivery.producer >= 0 { source = serviceNode(delivery.producer, table) }
      if source < 0 { continue }
      while lastConsumer.count <= Int(source) { lastConsumer.append(-1) }
      let edge = self.edge(source, ends[index].service, isDirect ? .publish : .consume)
      if lastConsumer[Int(source)] != consumerNumber {
        lastConsumer[Int(source)] = consumerNumber
        let alsoFailed = isDirect && table.columns.statuses[delivery.producer] == .error
        addOperation(edge, row, alsoFailed: alsoFailed, in: table)
        if isDirect { addCall(from: delivery.producer, source, edge: edge, table) }
      }
      held.edges.values[edge].messages += 1
      held.edges.values[edge].confidence = max(held.edges.values[edge].confidence, delivery.by.confidence)
      addWait(edge, delivery, messages, in: table)
    }
    if isLost { held.unresolved.consumersWithoutSource += 1 }
  }

  /// Joins the two ends of a delivery: one that names no destination takes the other's, two that differ have a route between them.
  ///
  /// - Returns: The node from which the consumer took the message, -1 for none; nil when its edge is not to be drawn.
  private mutating func join(
    _ producer: Int, _ consumer: Int, _ delivery: MessageReading.Delivery, _ messages: borrowing MessageReading
  ) -> Int32? {
    let publish = messages.publish(of: producer)
    ends[producer].isDelivered = true
    ends[publish].isDelivered = true
    let (sent, taken) = (messages.spans[producer], messages.spans[consumer])
    let (from, to) = (ends[producer].topic, ends[consumer].topic)
    switch options.messaging {
    case .direct: return -1
    case .broker:
      // A broker that one side alone names is that side's partner, as in Zipkin.
      return to < 0 && from >= 0 ? nil : to
    case .topic: break
    }
    if to >= 0, from < 0 || (sent.isUnnamed && !taken.destination.isEmpty) {
      for end in [producer, publish] where ends[end].partnerTopic < 0 { ends[end].partnerTopic = to }
      return to
    }
    if to < 0 || (taken.isUnnamed && !sent.isUnnamed) { return from }
    if messages.isRouted(sent, taken), delivery.by.isExact, from != to {
      let edge = self.edge(from, to, .route)
      held.edges.values[edge].messages += 1
      return to
    }
    // One destination, drawn by the template of the side that has one.
    return sent.hasTemplate && !taken.hasTemplate && sent.destination == taken.destination ? from : to
  }

  /// A consumer of which no producer is known.
  private mutating func countUnlinkedConsumer(
    _ index: Int, _ count: Int, _ messages: borrowing MessageReading, in table: SpanTable
  ) {
    let row = messages.spans[index].row
    let end = ends[index]
    // A parent or a linked span sent the message without a span that says so.
    var wasSent = false
    let parent = Int(table.columns.parents[row])
    if parent >= 0 { wasSent = countSender(parent, of: index, row, table) }
    for link in table.links(of: SpanIndex(row: row)) where link.target >= 0 && Int(link.target) != parent {
      if countSender(Int(link.target), of: index, row, table) { wasSent = true }
    }
    if wasSent, end.topic < 0 { return }
    let source = end.topic >= 0 ? end.topic : end.partner
    if source < 0 {
      held.unresolved.consumersWithoutSource += 1
      return
    }
    let edge = self.edge(source, end.service, end.topic >= 0 ? .consume : .publish)
    addOperation(edge, row, alsoFailed: false, in: table)
    held.edges.values[edge].confidence = max(held.edges.values[edge].confidence, .strong)
    held.edges.values[edge].messages += count
  }

  private mutating func countSender(_ sender: Int, of index: Int, _ row: Int, _ table: SpanTable) -> Bool {
    let caller = serviceNode(sender, table)
    let end = ends[index]
    if caller < 0 || held.nodes.isOneService(caller, end.service) { return false }
    addInferred(from: caller, to: end.topic >= 0 ? end.topic : end.service, service: end.service, row, sender, table)
    return true
  }

  /// A receive of which nothing tells that it took a message: whether it did, the whole dump tells.
  private mutating func countReceive(
    _ index: Int, _ count: Int, _ messages: borrowing MessageReading, in table: SpanTable
  ) {
    let row = messages.spans[index].row
    let end = ends[index]
    let weight = weight(row, table)
    let isRequest = isRequest(row, end.service, table)
    let isRoot = table.columns.parentIDs[row].isNone
    let number = held.receives.number(of: DependencyReceiveKey(service: end.service, topic: end.topic))
    if isRoot { held.receives.values[number].roots += 1 }
    if isRequest {
      held.receives.values[number].requests += 1
      if isRoot, table.columns.kinds[row] != .consumer { held.receives.values[number].entries += 1 }
    }
    var traffic = DependencyTraffic()
    traffic.calls = 1
    traffic.attempts = 1
    traffic.messages = count
    traffic.estimatedMillionths = weight
    if table.columns.statuses[row] == .error { traffic.errors = 1 }
    traffic.confidence = .strong
    if !table.columns.flags[row].contains(.missingTime) {
      traffic.server.add(table.columns.ends[row] &- table.columns.starts[row])
    }
    held.receives.values[number].traffic.merge(traffic)
  }

  // MARK: Producers

  private mutating func countProducer(_ index: Int, _ messages: borrowing MessageReading, in table: SpanTable) {
    let producer = messages.spans[index]
    let end = ends[index]
    var topic = end.topic < 0 || (producer.isUnnamed && end.partnerTopic >= 0) ? end.partnerTopic : end.topic
    if topic < 0 {
      if end.isDelivered { return }
      if end.partner < 0 {
        held.unresolved.producersWithoutTarget += 1
        return
      }
      topic = end.partner
    }
    let edge = self.edge(end.service, topic, .publish)
    addCall(from: producer.row, end.service, edge: edge, table)
    addOperation(edge, producer.row, alsoFailed: false, in: table, side: .client)
    held.edges.values[edge].messages += messages.publishedCount(index)
  }

  private mutating func addOperation(
    _ edge: Int, _ row: Int, alsoFailed: Bool, in table: SpanTable, side: EdgeDurations.Side = .server
  ) {
    let weight = weight(row, table)
    held.edges.values[edge].calls += 1
    held.edges.values[edge].attempts += 1
    held.edges.values[edge].estimatedMillionths += weight
    if alsoFailed || table.columns.statuses[row] == .error { held.edges.values[edge].errors += 1 }
    if !table.columns.flags[row].contains(.missingTime) {
      durations.add(table.columns.ends[row] &- table.columns.starts[row], side, to: edge, of: &held.edges.values)
    }
  }

  private mutating func addWait(
    _ edge: Int, _ delivery: MessageReading.Delivery, _ messages: borrowing MessageReading, in table: SpanTable
  ) {
    let row = delivery.producer
    if row < 0 {
      held.edges.values[edge].confidence = max(held.edges.values[edge].confidence, .strong)
      return
    }
    let service = ends[delivery.consumer].service
    if isOnPath(service, above: row, table) || serviceNode(row, table) == service {
      held.edges.values[edge].reentries += 1
    }
    guard let wait = messages.wait(of: delivery, in: table) else { return }
    if wait < 0 { held.edges.values[edge].negativeWaits += 1 } else { held.edges.values[edge].queueWait.add(wait) }
  }
}

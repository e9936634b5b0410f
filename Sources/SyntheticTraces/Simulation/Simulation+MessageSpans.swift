/// The spans of messaging, in the words of the OpenTelemetry conventions for Kafka.
extension Simulation {
  func positionAttributes(of message: Message) -> [SyntheticAttribute] {
    let evidence = scenario.scenario.messageEvidence
    if evidence == .none { return [] }
    var id = message.messageID
    if evidence == .offsets {
      let first = Broker.firstOffset(topic: message.topic.rawValue, partition: message.partition)
      id = message.topic.name + "-" + String(message.offset - first)
    }
    return [
      SyntheticAttribute("messaging.message.id", id),
      SyntheticAttribute("messaging.destination.partition.id", String(message.partition)),
      SyntheticAttribute("messaging.kafka.offset", message.offset),
    ]
  }

  private func messagingAttributes(
    _ topic: ShopTopic, operation: String, type: String, group: ConsumerGroup? = nil
  ) -> [SyntheticAttribute] {
    var attributes = [
      SyntheticAttribute("messaging.system", "kafka"), SyntheticAttribute("messaging.destination.name", topic.name),
      SyntheticAttribute("messaging.operation.name", operation), SyntheticAttribute("messaging.operation.type", type),
    ]
    if let group { attributes.append(SyntheticAttribute("messaging.consumer.group.name", group.name)) }
    return attributes
  }

  func producerSpan(of message: Message, _ frame: Frame, start: Int, end: Int) -> SyntheticSpan {
    var attributes = messagingAttributes(message.topic, operation: "send", type: "send")
    attributes.append(SyntheticAttribute("messaging.message.body.size", message.bodySize))
    return span(
      frame, id: message.producer, parent: frame.span, .kafka, "send " + message.topic.name, .producer, start: start,
      end: end, attributes)
  }

  mutating func recordConsumer(
    _ frame: Frame, _ messages: [Message], _ group: ConsumerGroup, parent: UInt64, start: Int, _ progress: Progress
  ) {
    var attributes = messagingAttributes(group.topic, operation: "process", type: "process", group: group)
    let message = messages[0]
    var links: [SyntheticSpan.Link] = []
    switch group.mode {
    case .batch:
      attributes.append(SyntheticAttribute("messaging.batch.message_count", messages.count))
      for message in messages {
        links.append(link(to: message, attributes: positionAttributes(of: message)))
      }
    case .newTrace:
      attributes += positionAttributes(of: message)
      attributes.append(SyntheticAttribute("customer.tenant", ShopTenant.names[frame.context.tenant]))
      links.append(link(to: message, attributes: []))
    case .continuesTrace, .continuesTraceAndSettles:
      attributes += positionAttributes(of: message)
      attributes.append(SyntheticAttribute("customer.tenant", ShopTenant.names[frame.context.tenant]))
    }
    if message.attempt > 1 { attributes.append(SyntheticAttribute("app.delivery.attempt", message.attempt)) }
    var span = span(
      frame, id: frame.span, parent: parent, .kafka, frame.operation.name, .consumer, start: start,
      end: progress.time, attributes)
    if scenario.scenario.messageEvidence == .links { span.links = links }
    if let failure = progress.failure { fail(&span, failure.kind, throwsException: failure.isOwn) }
    record(span)
  }

  private func link(to message: Message, attributes: [SyntheticAttribute]) -> SyntheticSpan.Link {
    SyntheticSpan.Link(
      traceHigh: message.context.traceHigh, traceLow: message.context.traceLow, spanID: message.producer,
      attributes: attributes)
  }

  mutating func recordSettlement(
    _ settlement: Settlement, isFailed: Bool, start: Int, _ draws: inout SplitMix64
  ) {
    let message = settlement.message
    let group = broker.lanes[settlement.lane].group
    var attributes = messagingAttributes(message.topic, operation: "ack", type: "settle", group: group)
    attributes += positionAttributes(of: message)
    attributes.append(SyntheticAttribute("app.delivery.state", isFailed ? "failed" : "accepted"))
    let end = start + draws.logNormal(median: 1_100_000, spread: 2_400)
    var span = span(
      settlement.frame, id: draws.nextID(), parent: settlement.frame.span, .kafka, "settle " + message.topic.name,
      .client, start: start, end: end, attributes)
    if isFailed {
      span.status = .error
      span.statusMessage = "delivery failed"
      span.attributes.append(SyntheticAttribute("error.type", "delivery_failed"))
    }
    record(span)
  }
}

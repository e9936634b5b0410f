import TraceModel

extension QueuesFold {
  /// Keeps the acknowledgement at `place` for its order to be judged.
  mutating func settle(_ place: Int, _ messages: MessageReading, _ table: SpanTable) {
    let span = messages.spans[place]
    guard let process = delivered(span, messages, table), !table.columns.flags[span.row].contains(.missingTime),
      !table.columns.flags[process].contains(.missingTime)
    else { return }
    let row = span.row
    let processPlace = messages.index(of: process)
    var isFailed = table.columns.statuses[row] == .error
    if !isFailed, let stateKey, let state = table.attribute(stateKey, of: SpanIndex(row: row)) {
      isFailed = state.text == "failed"
    }
    let consumer: Int
    if let processPlace, consumerOfSpan[processPlace] >= 0 {
      consumer = Int(consumerOfSpan[processPlace])
    } else {
      var topic = topicOfSpan[place]
      if topic.isEmpty, let processPlace { topic = topicOfSpan[processPlace] }
      consumer = consumerNumber(topic, place, messages)
    }
    let resource = table.resource(of: SpanIndex(row: row))
    state.consumers.values[consumer].acknowledgements.append(
      Acknowledgement(
        delivered: table.columns.starts[process], acknowledged: table.columns.ends[row],
        instance: resource.instance.isEmpty ? resource.host : resource.instance, isFailed: isFailed,
        isProcessed: table.columns.statuses[process] != .error, traceID: table.traceID(of: SpanIndex(row: row)),
        spanID: table.columns.spanIDs[row]))
    settlements.append((process, span.messageID, consumer, isFailed))
  }

  /// The span in which the settled message was received or processed: above in the same service, else by the message's producer.
  private func delivered(_ span: MessageSpan, _ messages: MessageReading, _ table: SpanTable) -> Int? {
    var row = Int(table.columns.parents[span.row])
    for _ in 0..<16 where row >= 0 {
      if let place = messages.index(of: row), messages.spans[place].role.isConsumption { return row }
      row = Int(table.columns.parents[row])
    }
    for link in table.links(of: SpanIndex(row: span.row)) where link.target >= 0 {
      var producer = Int(link.target)
      if let place = messages.index(of: producer) {
        if messages.spans[place].role.isConsumption { return producer }
        producer = messages.spans[Int(messages.outermost[place])].row
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

  private func deliveryCount(_ process: Int, _ messages: MessageReading) -> Int {
    guard let place = messages.index(of: process) else { return 1 }
    return Int(messages.offsets[place + 1] - messages.offsets[place])
  }

  /// Counts messages that were both accepted and marked failed.
  mutating func countContradictions(_ messages: MessageReading) {
    if settlements.count < 2 { return }
    settlements.sort { ($0.process, $0.message) < ($1.process, $1.message) }
    var first = 0
    while first < settlements.count {
      let head = settlements[first]
      var end = first
      var failed = 0
      while end < settlements.count, settlements[end].process == head.process, settlements[end].message == head.message
      {
        if settlements[end].isFailed { failed += 1 }
        end += 1
      }
      // Of a batch, settlements without an id may be of different messages.
      let isOne = head.message != 0 || deliveryCount(head.process, messages) <= 1
      if isOne, failed > 0, failed < end - first { state.consumers.values[head.consumer].contradictory += 1 }
      first = end
    }
  }
}

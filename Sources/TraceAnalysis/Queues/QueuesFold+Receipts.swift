import TraceModel

/// One message as one consumer group got it, within one journey.
struct QueueReceipt {
  /// Tells messages apart.
  var message: (UInt64, UInt64, UInt64)
  /// The producer's row, -1 when it is not in the dump.
  var producer: Int
  /// Number of the topic it was sent to.
  var published: Int
  /// Number of the topic it was taken from.
  var topic: Int
  /// Number of the consumer.
  var consumer: Int
  var group: UInt64
  /// The consumer's start (ns since the epoch), `Int64.max` when unknown.
  var start: Int64
  var isFailed: Bool
}

extension QueuesFold {
  /// Counts a producer's message as consumed once however many consumers got it, and what a group got again as delivered anew.
  mutating func countReceipts(_ messages: MessageReading) {
    if receipts.isEmpty { return }
    receipts.sort { left, right in
      if left.message != right.message { return left.message < right.message }
      if left.topic != right.topic { return left.topic < right.topic }
      return (left.group, left.start, left.consumer) < (right.group, right.start, right.consumer)
    }
    var first = 0
    while first < receipts.count {
      let head = receipts[first]
      let count = publishedTogether(head.producer, messages)
      var consumed = 0
      var end = first
      while end < receipts.count, receipts[end].message == head.message {
        let (topic, group) = (receipts[end].topic, receipts[end].group)
        var taken = 0
        while end < receipts.count, receipts[end].message == head.message, receipts[end].topic == topic,
          receipts[end].group == group
        {
          let receipt = receipts[end]
          if taken >= count {
            state.consumers.values[receipt.consumer].redeliveries += 1
          } else if head.producer >= 0, receipt.start != .max {
            state.consumers.values[receipt.consumer].addTaken(at: receipt.start)
          }
          taken += 1
          end += 1
        }
        consumed = max(consumed, min(taken, count))
      }
      if head.producer >= 0 { state.topics.values[head.published].consumed += consumed }
      first = end
    }
  }

  /// How many messages bear the context of this producer: one, unless it sent a batch without contexts of their own.
  private func publishedTogether(_ row: Int, _ messages: MessageReading) -> Int {
    guard row >= 0, let index = messages.index(of: row) else { return 1 }
    return max(1, messages.spans[index].batchCount)
  }

  // MARK: Dead letters

  /// Counts what was sent on to a dead-letter destination, by consumers or by the broker itself.
  mutating func countDeadLetters(_ messages: MessageReading, _ table: SpanTable) {
    var byID: [UInt64: Int]?
    for place in messages.spans.indices
    where messages.isPublish(place) {
      if isDeadLetter(topicOfSpan[place]), let source = sourceOfDeadLetter(place, &byID, messages, table) {
        addDeadLetter(topic: source.topic, consumer: source.consumer)
      }
    }
    var last: (UInt64, UInt64, UInt64)?
    for receipt in receipts where receipt.producer >= 0 {
      if let last, last == receipt.message { continue }
      guard isDeadLetter(topic(receipt.topic)), let producer = messages.index(of: receipt.producer) else { continue }
      let origin = topicOfSpan[producer]
      if origin.isEmpty || origin == topic(receipt.topic) || isDeadLetter(origin) { continue }
      last = receipt.message
      addDeadLetter(topic: origin, consumer: failedConsumer(of: receipt.message))
    }
  }

  private mutating func addDeadLetter(topic: Symbol, consumer: Int?) {
    state.topics.values[topicNumber(topic)].deadLettered += 1
    if let consumer { state.consumers.values[consumer].deadLettered += 1 }
  }

  /// The consumer whose message a publish sends on: the one it runs in, the one it links to, or the one that got a message of this id.
  ///
  /// `byID` is filled when it is first needed: by message id, the first consumption.
  private func sourceOfDeadLetter(
    _ place: Int, _ byID: inout [UInt64: Int]?, _ messages: MessageReading, _ table: SpanTable
  ) -> (topic: Symbol, consumer: Int?)? {
    let span = messages.spans[place]
    var row = Int(table.columns.parents[span.row])
    for _ in 0..<64 where row >= 0 {
      if let above = messages.index(of: row), consumerOfSpan[above] >= 0 { return source(above) }
      row = Int(table.columns.parents[row])
    }
    for link in table.links(of: SpanIndex(row: span.row)) where link.target >= 0 {
      guard let linked = messages.index(of: Int(link.target)) else { continue }
      if consumerOfSpan[linked] >= 0 { return source(linked) }
      if messages.spans[linked].role.isContext, !topicOfSpan[linked].isEmpty { return (topicOfSpan[linked], nil) }
    }
    if span.messageID == 0 { return nil }
    let places = byID ?? consumptionsByID(messages)
    byID = places
    return places[span.messageID].map { source($0) }
  }

  private func consumptionsByID(_ messages: MessageReading) -> [UInt64: Int] {
    let places = messages.spans.indices.filter { consumerOfSpan[$0] >= 0 && messages.spans[$0].messageID != 0 }
    return Dictionary(places.map { (messages.spans[$0].messageID, $0) }) { first, _ in first }
  }

  private func source(_ place: Int) -> (topic: Symbol, consumer: Int?) {
    (topicOfSpan[place], Int(consumerOfSpan[place]))
  }

  /// The one consumer that got the message from where it was sent and failed; nil when there is none or several.
  private func failedConsumer(of message: (UInt64, UInt64, UInt64)) -> Int? {
    var found: Int?
    var place = receipts.firstPlace { $0.message >= message }
    while place < receipts.count, receipts[place].message == message {
      let receipt = receipts[place]
      place += 1
      if !receipt.isFailed || receipt.consumer == found { continue }
      if found != nil { return nil }
      found = receipt.consumer
    }
    return found
  }
}

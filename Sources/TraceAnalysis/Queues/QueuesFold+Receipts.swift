import TraceModel

/// One message as one consumer group got it, within one journey.
struct QueueReceipt {
  /// Tells messages apart.
  var message: (UInt64, UInt64, UInt64)
  /// The producer's row, -1 when it is not in the dump.
  var producer: Int
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
  mutating func countReceipts(_ table: SpanTable) {
    if receipts.isEmpty { return }
    receipts.sort { left, right in
      if left.message != right.message { return left.message < right.message }
      if left.topic != right.topic { return left.topic < right.topic }
      return (left.group, left.start, left.consumer) < (right.group, right.start, right.consumer)
    }
    var first = 0
    while first < receipts.count {
      let head = receipts[first]
      let count = publishedTogether(head.producer, table)
      var most = 0
      var end = first
      while end < receipts.count, receipts[end].message == head.message, receipts[end].topic == head.topic {
        let group = receipts[end].group
        var taken = 0
        while end < receipts.count, receipts[end].message == head.message, receipts[end].topic == head.topic,
          receipts[end].group == group
        {
          let receipt = receipts[end]
          if taken >= count {
            consumerTotals[receipt.consumer].redeliveries += 1
          } else if head.producer >= 0, receipt.start != .max {
            consumerTotals[receipt.consumer].addTaken(at: receipt.start)
          }
          taken += 1
          end += 1
        }
        most = max(most, min(taken, count))
      }
      if head.producer >= 0 { topicTotals[head.topic].consumed += most }
      first = end
    }
  }

  /// How many messages bear the context of this producer: one, unless it sent a batch without contexts of their own.
  private func publishedTogether(_ row: Int, _ table: SpanTable) -> Int {
    guard row >= 0, let place = messages.place(of: row) else { return 1 }
    return max(1, messages.spans[place].batchCount)
  }

  // MARK: Dead letters

  /// Counts what was sent on to a dead-letter destination, by consumers or by the broker itself.
  mutating func countDeadLetters(_ table: SpanTable) {
    var byID: [UInt64: Int]?
    for place in messages.spans.indices
    where messages.spans[place].role == .publish && messages.outermost[place] == place {
      if isDeadLetter(topicOfSpan[place]), let source = sourceOfDeadLetter(place, &byID, table) {
        addDeadLetter(topic: source.topic, consumer: source.consumer)
      }
    }
    var last: (UInt64, UInt64, UInt64)?
    for receipt in receipts where receipt.producer >= 0 {
      if let last, last == receipt.message { continue }
      guard isDeadLetter(topic(receipt.topic)), let producer = messages.place(of: receipt.producer) else { continue }
      let origin = topicOfSpan[producer]
      if origin == 0 || origin == topic(receipt.topic) || isDeadLetter(origin) { continue }
      last = receipt.message
      addDeadLetter(topic: origin, consumer: failedConsumer(of: receipt.message))
    }
  }

  private mutating func addDeadLetter(topic: UInt32, consumer: Int?) {
    topicTotals[topicNumber(topic)].deadLettered += 1
    if let consumer { consumerTotals[consumer].deadLettered += 1 }
  }

  /// The consumer whose message a publish sends on: the one it runs in, the one it links to, or the one that got a message of this id.
  ///
  /// `byID` is filled when it is first needed: by message id, the first consumption.
  private func sourceOfDeadLetter(
    _ place: Int, _ byID: inout [UInt64: Int]?, _ table: SpanTable
  ) -> (topic: UInt32, consumer: Int?)? {
    let span = messages.spans[place]
    var row = Int(table.columns.parents[span.row])
    for _ in 0..<64 where row >= 0 {
      if let above = messages.place(of: row), consumerOfSpan[above] >= 0 { return source(above) }
      row = Int(table.columns.parents[row])
    }
    for link in table.links(of: SpanIndex(row: span.row)) where link.target >= 0 {
      guard let linked = messages.place(of: Int(link.target)) else { continue }
      if consumerOfSpan[linked] >= 0 { return source(linked) }
      if messages.spans[linked].role.isContext, topicOfSpan[linked] != 0 { return (topicOfSpan[linked], nil) }
    }
    if span.messageID == 0 { return nil }
    let places = byID ?? consumptionsByID
    byID = places
    return places[span.messageID].map { source($0) }
  }

  private var consumptionsByID: [UInt64: Int] {
    let places = messages.spans.indices.filter { consumerOfSpan[$0] >= 0 && messages.spans[$0].messageID != 0 }
    return Dictionary(places.map { (messages.spans[$0].messageID, $0) }) { first, _ in first }
  }

  private func source(_ place: Int) -> (topic: UInt32, consumer: Int?) {
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

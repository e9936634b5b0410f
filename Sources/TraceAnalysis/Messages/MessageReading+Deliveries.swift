import TraceModel

/// Which consumer got which message from whom, and which of these are one delivery.
extension MessageReading {
  // MARK: Nesting

  /// Finds the nearest consumer span of the same service around each consumer span. O(*n*) in the spans above them.
  ///
  /// A publish in between ends the search: what is consumed below it is another message.
  mutating func findNesting(in table: SpanTable) {
    above.append(contentsOf: repeatElement(-1, count: spans.count))
    if spans.count < 2 { return }
    // By row of the journey: the answer for spans of that row's service; -2 when not yet known.
    scratch.marks.removeAll(keepingCapacity: true)
    scratch.marks.append(contentsOf: repeatElement(-2, count: rows.count))
    for index in spans.indices where spans[index].role.isConsumption {
      above[index] = nearestConsumer(above: spans[index].row, in: table)
    }
    shareNames()
  }

  /// Of consumer spans within one another those without a name for their destination or group take it from one that has it.
  private mutating func shareNames() {
    for index in spans.indices where above[index] >= 0 {
      var around = Int(above[index])
      var steps = 0
      while around >= 0, steps < MessageReading.reach {
        if spans[index].topic.isEmpty, !spans[around].topic.isEmpty { spans[index].takeTopic(of: spans[around]) }
        if spans[index].group.isEmpty { spans[index].group = spans[around].group }
        around = Int(above[around])
        steps += 1
      }
    }
    for index in spans.indices where !spans[index].topic.isEmpty {
      var around = Int(above[index])
      while around >= 0, spans[around].topic.isEmpty {
        spans[around].takeTopic(of: spans[index])
        around = Int(above[around])
      }
    }
  }

  private mutating func nearestConsumer(above row: Int, in table: SpanTable) -> Int32 {
    let first = rows.lowerBound
    scratch.walk.removeAll(keepingCapacity: true)
    var below = row
    var answer: Int32 = -1
    while true {
      if scratch.marks[below - first] != -2 {
        answer = scratch.marks[below - first]
        break
      }
      scratch.walk.append(Int32(below))
      let parent = Int(table.columns.parents[below])
      if parent < 0 || !table.isWithinOneService(parent, below) { break }
      if let index = index(of: parent) {
        if spans[index].role.isConsumption { answer = Int32(index) }
        if spans[index].role != .settle { break }
      }
      below = parent
    }
    for row in scratch.walk { scratch.marks[Int(row) - first] = answer }
    return answer
  }

  // MARK: Creation contexts

  mutating func findDeliveries(in table: SpanTable) {
    for consumer in spans.indices {
      if spans[consumer].role.isConsumption { appendDeliveries(of: consumer, in: table) }
      offsets.append(Int32(deliveries.count))
    }
  }

  /// Creation contexts of a consumer: links to producers and a producer as parent, each once; without any, the one that assembly found.
  private mutating func appendDeliveries(of consumer: Int, in table: SpanTable) {
    let row = spans[consumer].row
    let first = deliveries.count
    for link in table.links(of: SpanIndex(row: row)) {
      if link.target >= 0 {
        appendDelivery(of: consumer, from: Int(link.target), by: .link, in: table)
      } else {
        deliveries.append(
          Delivery(
            consumer: consumer, producer: -1, by: .link, isSampledOut: link.isSampledOut,
            message: (link.traceID.high, link.traceID.low, link.spanID.value)))
      }
    }
    let parent = Int(table.columns.parents[row])
    if parent >= 0 { appendDelivery(of: consumer, from: parent, by: .parent, in: table) }
    if deliveries.count == first {
      for stitched in table.stitchedDeliveries(of: SpanIndex(row: row)) {
        appendDelivery(of: consumer, from: Int(stitched.producer), by: Evidence(stitched.by), in: table)
      }
    }
    guard deliveries.count > first + 1 else { return }
    deliveries[first...].sort { $0.message == $1.message ? $0.by.rawValue < $1.by.rawValue : $0.message < $1.message }
    var kept = first
    for index in first + 1..<deliveries.count where deliveries[index].message != deliveries[kept].message {
      kept += 1
      deliveries[kept] = deliveries[index]
    }
    deliveries.removeLast(deliveries.count - kept - 1)
  }

  private mutating func appendDelivery(of consumer: Int, from row: Int, by: Evidence, in table: SpanTable) {
    var producer = row
    if let index = index(of: row) {
      guard spans[index].role.isContext else { return }
      producer = spans[Int(outermost[index])].row
    } else if table.columns.kinds[row] != .producer {
      return
    }
    deliveries.append(Delivery(consumer: consumer, producer: producer, by: by, message: (.max, .max, UInt64(producer))))
  }

  // MARK: One delivery is one

  /// Leaves one span to count of those that are one delivery of a message: the innermost of consumer spans within one another, and of receive
  /// and process spans of one service for one message the more numerous; process when equal.
  mutating func joinDeliveries(in table: SpanTable) {
    if deliveries.isEmpty { return }
    scratch.order.removeAll(keepingCapacity: true)
    scratch.order.append(contentsOf: deliveries.indices)
    scratch.order.sort { left, right in
      let (one, other) = (deliveries[left], deliveries[right])
      if one.message != other.message { return one.message < other.message }
      let owners = (spans[one.consumer].owner, spans[other.consumer].owner)
      return owners.0 == owners.1 ? left < right : owners.0 < owners.1
    }
    // By consumer: the delivery of the message at hand, -1 for none.
    scratch.marks.removeAll(keepingCapacity: true)
    scratch.marks.append(contentsOf: repeatElement(-1, count: spans.count))
    var first = 0
    while first < scratch.order.count {
      let head = deliveries[scratch.order[first]]
      var end = first
      while end < scratch.order.count {
        let delivery = deliveries[scratch.order[end]]
        guard delivery.message == head.message,
          spans[delivery.consumer].owner.isOne(with: spans[head.consumer].owner)
        else { break }
        scratch.marks[delivery.consumer] = Int32(scratch.order[end])
        end += 1
      }
      joinNested(first..<end, in: table)
      joinReceiveAndProcess(first..<end, in: table)
      for place in first..<end { scratch.marks[deliveries[scratch.order[place]].consumer] = -1 }
      first = end
    }
  }

  private func start(_ consumer: Int, in table: SpanTable) -> Int64 {
    let row = spans[consumer].row
    return table.columns.flags[row].contains(.missingTime) ? .max : table.columns.starts[row]
  }

  /// The better of two times at which a message may have been taken: the earlier one after the producer's end.
  private func better(_ left: Int64, _ right: Int64, after end: Int64) -> Int64 {
    if left == .max || right == .max { return left }
    if (left >= end) != (right >= end) { return left >= end ? left : right }
    return left >= end ? min(left, right) : left
  }

  private func producerEnd(_ delivery: Delivery, in table: SpanTable) -> Int64 {
    delivery.producer >= 0 && !table.columns.flags[delivery.producer].contains(.missingTime)
      ? table.columns.ends[delivery.producer] : .min
  }

  /// Consumers within one another: the one around tells of the same delivery, and when it was taken.
  private mutating func joinNested(_ part: Range<Int>, in table: SpanTable) {
    for place in part {
      let number = scratch.order[place]
      let end = producerEnd(deliveries[number], in: table)
      let consumer = deliveries[number].consumer
      var taken = start(consumer, in: table)
      var around = Int(above[consumer])
      var steps = 0
      while around >= 0, steps < MessageReading.reach {
        taken = better(taken, start(around, in: table), after: end)
        if scratch.marks[around] >= 0 { deliveries[Int(scratch.marks[around])].counts = false }
        around = Int(above[around])
        steps += 1
      }
      deliveries[number].taken = taken
    }
  }

  private mutating func joinReceiveAndProcess(_ part: Range<Int>, in table: SpanTable) {
    var processes = 0
    var receives = 0
    for place in part {
      let delivery = deliveries[scratch.order[place]]
      if !delivery.counts { continue }
      if spans[delivery.consumer].role == .process { processes += 1 } else { receives += 1 }
    }
    if processes == 0 || receives == 0 { return }
    let chosen: MessageRole = processes >= receives ? .process : .receive
    var kept: [Int] = []
    var others: [Int] = []
    for place in part {
      let number = scratch.order[place]
      if !deliveries[number].counts { continue }
      if spans[deliveries[number].consumer].role == chosen { kept.append(number) } else { others.append(number) }
    }
    func isEarlier(_ left: Int, _ right: Int) -> Bool {
      (deliveries[left].taken, left) < (deliveries[right].taken, right)
    }
    kept.sort(by: isEarlier)
    others.sort(by: isEarlier)
    for number in others { deliveries[number].counts = false }
    for (number, other) in zip(kept, others) {
      deliveries[number].taken = better(
        deliveries[number].taken, deliveries[other].taken, after: producerEnd(deliveries[number], in: table))
    }
  }
}

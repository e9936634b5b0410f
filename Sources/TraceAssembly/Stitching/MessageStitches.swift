import TraceModel

/// A consumer and the producer of its message, by the low halves of their trace ids and their span ids.
struct MessageStitch: Sendable {
  var consumerLow: UInt64
  var consumerID: SpanID
  var producerLow: UInt64
  var producerID: SpanID
  var by: StitchedDelivery.Evidence
  /// From the producer's end to the consumer's start (ns).
  var wait: Int64

  var order: (UInt64, UInt64, UInt8, UInt64, UInt64) {
    (consumerLow, consumerID.value, by.rawValue, producerLow, producerID.value)
  }
}

extension MessageKeys {
  /// The deliveries that keys tell of: each consumer with the only producer of its key, by consumer; a message's id goes before its offset.
  ///
  /// No match is made when several messages of different producers bear one key, or when the consumer ended before the producer began.
  ///
  /// - Complexity: O(*n* log *n*) in the spans that name messages; nothing is compared when no consumer does.
  var stitches: [MessageStitch] {
    if consumers.isEmpty || producers.isEmpty { return [] }
    let wanted = consumers.sorted { $0.key < $1.key }
    // Only the producers that some consumer asks for are sorted.
    let offered = producers.filter { producer in
      let place = wanted.firstPlace { $0.key >= producer.key }
      return place < wanted.count && wanted[place].key == producer.key
    }.sorted {
      ($0.key, $0.isCreation ? 0 : 1, $0.traceLow, $0.spanID.value) < (
        $1.key, $1.isCreation ? 0 : 1, $1.traceLow, $1.spanID.value
      )
    }
    var found: [MessageStitch] = []
    var first = 0
    var consumer = 0
    while first < offered.count {
      var end = first + 1
      while end < offered.count, offered[end].key == offered[first].key { end += 1 }
      while consumer < wanted.count, wanted[consumer].key < offered[first].key { consumer += 1 }
      if let producer = MessageKeys.onlyMessage(of: offered[first..<end]) {
        while consumer < wanted.count, wanted[consumer].key == producer.key {
          let taker = wanted[consumer]
          consumer += 1
          if taker.evidence != producer.evidence || taker.end < producer.start { continue }
          found.append(
            MessageStitch(
              consumerLow: taker.traceLow, consumerID: taker.spanID, producerLow: producer.traceLow,
              producerID: producer.spanID, by: producer.evidence, wait: taker.start &- producer.end))
        }
      }
      first = end
    }
    found.sort { $0.order < $1.order }
    var kept = 0
    for place in found.indices {
      let isFirst =
        kept == 0 || found[place].consumerLow != found[kept - 1].consumerLow
        || found[place].consumerID != found[kept - 1].consumerID
      guard isFirst else { continue }
      found[kept] = found[place]
      kept += 1
    }
    found.removeLast(found.count - kept)
    return found
  }

  /// The one message that producers of one key stand for: copies of a span are one, SDKs nest two spans for one publish (the inner
  /// is what the message carries), and the creation goes before the sending. Nil when there are several.
  private static func onlyMessage(of ends: ArraySlice<End>) -> End? {
    guard let head = ends.first else { return nil }
    var candidates: [End] = []
    for end in ends where end.isCreation == head.isCreation {
      let isCopy = candidates.last.map { $0.traceLow == end.traceLow && $0.spanID == end.spanID } ?? false
      if !isCopy { candidates.append(end) }
      // More than any SDK nests: these are different messages.
      if candidates.count > 4 { return nil }
    }
    let inner = candidates.filter { candidate in
      !candidates.contains { $0.traceLow == candidate.traceLow && $0.parentID == candidate.spanID }
    }
    return inner.count == 1 ? inner[0] : nil
  }
}

import TraceModel

/// Guesses which messages consumers got that nothing else tells of: in each topic, every group takes the messages in the order in which they were sent.
///
/// Messages that a group got by better evidence are out of its queue. The same is done once more for all consumers as if nothing were known, to see how often
/// it is right.
///
/// - Complexity: O(*n* log *n*) in the messaging spans and their links, however many groups there are.
struct TimeGuesses {
  private(set) var found: [MessageStitch] = []
  private(set) var outcome = TimeStitching()
  /// Who got what by links and keys: by consumer, then producer.
  private let known: [TimedMessages.Claim]

  init(_ messages: TimedMessages, _ stitches: [MessageStitch]) {
    let stitched = stitches.map {
      TimedMessages.Claim(
        consumer: TimedMessages.Span(low: $0.consumerLow, id: $0.consumerID.value),
        producer: TimedMessages.Span(low: $0.producerLow, id: $0.producerID.value))
    }
    known = (messages.claims + stitched).sorted { ($0.consumer, $0.producer) < ($1.consumer, $1.producer) }
    var producers = messages.producers
    producers.sort { TimeGuesses.isBefore($0, $1, byEnd: true) }
    var consumers = messages.consumers
    consumers.sort { TimeGuesses.isBefore($0, $1, byEnd: false) }
    var first = 0
    var taker = 0
    while first < producers.count {
      let place = producers[first].place
      var end = first
      while end < producers.count, producers[end].place == place { end += 1 }
      while taker < consumers.count, consumers[taker].place < place { taker += 1 }
      let firstTaker = taker
      while taker < consumers.count, consumers[taker].place == place { taker += 1 }
      if firstTaker < taker {
        guess(TimeGuesses.messages(producers[first..<end]), TimeGuesses.distinct(consumers[firstTaker..<taker]))
      }
      first = end
    }
  }

  /// By place, then time, then ids.
  private static func isBefore(_ left: TimedMessages.End, _ right: TimedMessages.End, byEnd: Bool) -> Bool {
    if left.place != right.place { return left.place < right.place }
    let times = byEnd ? (left.end, right.end) : (left.readiness, right.readiness)
    if times.0 != times.1 { return times.0 < times.1 }
    return (left.start, left.end, left.span) < (right.start, right.end, right.span)
  }

  /// Without copies.
  private static func distinct(_ ends: ArraySlice<TimedMessages.End>) -> [TimedMessages.End] {
    var seen: Set<TimedMessages.Span> = []
    return ends.filter { seen.insert($0.span).inserted }
  }

  /// The producers that stand for messages: creations where there are any, and of two nested spans for one publish the inner one.
  private static func messages(_ ends: ArraySlice<TimedMessages.End>) -> [TimedMessages.End] {
    let hasCreations = ends.contains { $0.role == .create }
    let kept = distinct(ends).filter { $0.role == .create || !hasCreations }
    let parents = Set(kept.map(\.parent))
    return kept.filter { !parents.contains($0.span) }
  }

  // MARK: One topic

  private mutating func guess(_ producers: [TimedMessages.End], _ consumers: [TimedMessages.End]) {
    let namesPartitions = (producers + consumers).allSatisfy { $0.partition != 0 }
    if !namesPartitions {
      guessQueue(producers, consumers)
      return
    }
    let sent = Dictionary(grouping: producers, by: \.partition)
    for (partition, takers) in Dictionary(grouping: consumers, by: \.partition).sorted(by: { $0.key < $1.key }) {
      if let sent = sent[partition] { guessQueue(sent, takers) }
    }
  }

  /// One queue, read by each group on its own; what is received and what is processed are two readings of the same messages.
  private mutating func guessQueue(_ producers: [TimedMessages.End], _ consumers: [TimedMessages.End]) {
    let places = Dictionary(producers.enumerated().map { ($0.element.span, $0.offset) }) { first, _ in first }
    struct Stream: Hashable {
      var group: UInt64
      var role: UInt8
    }
    let streams = Dictionary(grouping: consumers) { Stream(group: $0.group, role: $0.role.rawValue) }
    for (_, takers) in streams.sorted(by: { ($0.key.group, $0.key.role) < ($1.key.group, $1.key.role) }) {
      let truths = takers.map { truth(of: $0, places) }
      if truths.contains(where: { !$0.isEmpty }) {
        match(producers, takers, gone: [:]) { taker, producer in
          if truths[taker].isEmpty { return }
          outcome.checked += 1
          if truths[taker].contains(producer) { outcome.right += 1 }
        }
      }
      var gone: [Int: Int32] = [:]
      for place in truths.joined() { gone[place, default: 0] += 1 }
      let unknown = takers.indices.filter { truths[$0].isEmpty && !takers[$0].isLinked }.map { takers[$0] }
      match(producers, unknown, gone: gone) { taker, producer in
        outcome.guessed += 1
        let (consumer, source) = (unknown[taker], producers[producer])
        found.append(
          MessageStitch(
            consumerLow: consumer.traceLow, consumerID: consumer.spanID, producerLow: source.traceLow,
            producerID: source.spanID, by: .time, wait: consumer.start &- source.end))
      }
    }
  }

  /// The places of the producers that a consumer got its messages from, as far as better evidence tells.
  private func truth(of consumer: TimedMessages.End, _ places: [TimedMessages.Span: Int]) -> [Int] {
    var truth: [Int] = []
    var place = known.firstPlace { $0.consumer >= consumer.span }
    while place < known.count, known[place].consumer == consumer.span {
      if let producer = places[known[place].producer] { truth.append(producer) }
      place += 1
    }
    if truth.isEmpty, !consumer.parentID.isNone, let producer = places[consumer.parent] { truth.append(producer) }
    return truth
  }

  /// First in, first out: calls `body` with the places of a consumer and of the producer of a message it took. Producers are in the order of sending,
  /// consumers in that of taking; `gone` has the messages that were taken by others, by place of the producer.
  private func match(
    _ producers: [TimedMessages.End], _ consumers: [TimedMessages.End], gone: [Int: Int32],
    _ body: (_ consumer: Int, _ producer: Int) -> Void
  ) {
    var next = 0
    var left = TimeGuesses.left(of: 0, producers, gone)
    for (taker, consumer) in consumers.enumerated() {
      var wanted = consumer.count
      while wanted > 0, next < producers.count {
        if left <= 0 {
          next += 1
          left = TimeGuesses.left(of: next, producers, gone)
          continue
        }
        if producers[next].start > consumer.readiness { break }
        body(taker, next)
        let taken = min(wanted, left)
        wanted -= taken
        left -= taken
      }
    }
  }

  private static func left(of place: Int, _ producers: [TimedMessages.End], _ gone: [Int: Int32]) -> Int32 {
    place < producers.count ? producers[place].count &- (gone[place] ?? 0) : 0
  }
}

extension TimedMessages.End {
  /// When a consumer has its messages at the latest: a receive may have waited for them.
  var readiness: Int64 { role == .receive ? end : start }
}

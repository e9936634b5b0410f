extension Simulation {
  /// Sends a message: a PRODUCER span now, the rest once the broker has it.
  mutating func send(
    to topic: ShopTopic, from start: Int, in frame: Frame, _ draws: inout SplitMix64
  ) -> Progress {
    let id = draws.nextID()
    let end = start + draws.logNormal(median: 950_000, spread: 2_600)
    let partitions = broker.partitions[topic.rawValue]
    let message = Message(
      topic: topic, context: frame.context, producer: id, produced: end,
      partition: frame.context.user / 12 % partitions, offset: 0, number: 0, bodySize: 320 + frame.context.items * 96)
    let span = producerSpan(of: message, frame, start: start, end: end)
    let slot = published.add(PublishedMessage(message: message, span: span))
    events.add(.publish(slot: slot), at: end)
    return Progress(time: end, failure: nil)
  }

  mutating func publish(slot: Int, at time: Int) {
    guard let sent = published.take(slot) else { return }
    var message = sent.message
    let topic = message.topic
    message.offset = broker.nextOffset(of: topic, partition: message.partition)
    message.number = truth.published[topic.rawValue]
    truth.published[topic.rawValue] += 1
    var span = sent.span
    span.attributes += positionAttributes(of: message)
    record(span)
    for group in topic.groups {
      let lane = broker.lane(of: group, partition: message.partition)
      if dropsMessage(message, for: group, at: time) {
        truth.groups[group.rawValue].dropped += 1
      } else {
        broker.lanes[lane].append(message)
        schedulePoll(of: lane, after: time)
      }
    }
  }

  mutating func redeliver(slot: Int, at time: Int) {
    guard let (lane, message) = redeliveries.take(slot) else { return }
    broker.lanes[lane].append(message)
    schedulePoll(of: lane, after: time)
  }

  private func dropsMessage(_ message: Message, for group: ConsumerGroup, at time: Int) -> Bool {
    for effect in scenario.effects where effect.isActive(at: time) && effect.scope.group == group {
      if case .dropMessages(let share) = effect.change { return strikes(share, span: message.producer, salt: 8) }
    }
    return false
  }

  private mutating func schedulePoll(of lane: Int, after time: Int) {
    if broker.lanes[lane].isPolling { return }
    broker.lanes[lane].isPolling = true
    var delay = 1_200_000
    if case .batch(_, let linger) = broker.lanes[lane].group.mode { delay += linger * 1_000_000 }
    events.add(.poll(lane: lane), at: max(time + delay, broker.lanes[lane].freeAt))
  }

  /// Processes what a lane fetches at `time`, and schedules its next fetch.
  mutating func poll(lane: Int, at time: Int) {
    let group = broker.lanes[lane].group
    var limit = 1
    if case .batch(let most, _) = group.mode { limit = most }
    var messages: [Message] = []
    while messages.count < limit, let message = broker.lanes[lane].takeFirst() { messages.append(message) }
    broker.lanes[lane].isPolling = false
    guard let first = messages.first else { return }
    var draws = SplitMix64(
      seed: SplitMix64.mixed(first.producer) &+ UInt64(group.rawValue * 8 + first.attempt) &* 0x9E37_79B9)
    let start = time + draws.logNormal(median: 700_000, spread: 2_600)
    let end = consume(messages, lane: lane, at: start, &draws)
    broker.lanes[lane].freeAt = end + 300_000 + pause(of: group, at: time)
    if !broker.lanes[lane].isEmpty { schedulePoll(of: lane, after: end) }
  }

  private func pause(of group: ConsumerGroup, at time: Int) -> Int {
    for effect in scenario.effects where effect.isActive(at: time) && effect.scope.group == group {
      if case .pauseBetweenPolls(let factor) = effect.change {
        return broker.meanGaps[group.topic.rawValue] * factor / 1_000
      }
    }
    return 0
  }

  /// Returns when the consumer is done.
  private mutating func consume(
    _ messages: [Message], lane: Int, at start: Int, _ draws: inout SplitMix64
  ) -> Int {
    let group = broker.lanes[lane].group
    let operation = group.operation
    let first = messages[0]
    var context = first.context
    var parent: UInt64 = 0
    let isConnected = scenario.scenario.messageEvidence == .links
    switch group.mode {
    case .continuesTrace where isConnected, .continuesTraceAndSettles where isConnected: parent = first.producer
    case .newTrace, .batch, .continuesTrace, .continuesTraceAndSettles:
      context.traceHigh = draws.nextID()
      context.traceLow = draws.nextID()
      truth.traces += 1
    }
    let instance = broker.lanes[lane].partition % operation.service.instanceCount
    context.region = ShopPlace.region(ofInstance: instance)
    var frame = frame(for: operation, context, instance: instance, at: start, span: draws.nextID())
    frame.messages = messages.count
    let load = serviceLoad[frame.service.rawValue].count(at: start)
    let progress: Progress
    if let kind = injectedFailure(frame, at: start) {
      let own = ownTime(microseconds: 900, load: load, in: frame, at: start, &draws)
      progress = Progress(time: start + own, failure: Progress.Failure(kind: kind, isOwn: true))
    } else {
      progress = run(ShopBehaviour.steps[operation.rawValue], from: start, load: load, in: frame, &draws)
    }
    recordConsumer(frame, messages, group, parent: parent, start: start, progress)
    for message in messages {
      truth.groups[group.rawValue].consumed += 1
      deliveries.append(
        SyntheticDelivery(
          topic: message.topic, group: group, partition: message.partition, offset: message.offset,
          producerTraceHigh: message.context.traceHigh, producerTraceLow: message.context.traceLow,
          producerSpan: message.producer, consumerTraceHigh: context.traceHigh, consumerTraceLow: context.traceLow,
          consumerSpan: frame.span, wait: start - message.produced))
    }
    if case .continuesTraceAndSettles = group.mode {
      acknowledge(first, frame, lane: lane, after: progress.time, &draws)
    }
    return progress.time
  }

  private mutating func acknowledge(
    _ message: Message, _ frame: Frame, lane: Int, after end: Int, _ draws: inout SplitMix64
  ) {
    let group = broker.lanes[lane].group
    let delivery = broker.lanes[lane].deliveries
    broker.lanes[lane].deliveries += 1
    var time = end + draws.logNormal(median: 180_000, spread: 2_000)
    var isDeferred = false
    for effect in scenario.effects where effect.isActive(at: end) && effect.scope.group == group {
      switch effect.change {
      case .loseAcknowledgements(let share) where strikes(share, span: frame.span, salt: 9) && message.attempt == 1:
        var again = message
        again.attempt += 1
        truth.groups[group.rawValue].lostAcknowledgements += 1
        let slot = redeliveries.add((lane: lane, message: again))
        events.add(.redeliver(slot: slot), at: end + 4_000_000_000)
        return
      case .disorderAcknowledgements(let share) where strikes(share, span: frame.span, salt: 10):
        let typical = min(20_000_000_000, max(60_000_000, broker.meanGaps[message.topic.rawValue] * 3 / 2))
        isDeferred = true
        time += draws.logNormal(median: typical, spread: 3_000)
      default: break
      }
    }
    let slot = settlements.add(
      Settlement(
        lane: lane, message: message, frame: frame, delivery: delivery, isDeferred: isDeferred,
        spanSeed: draws.next()))
    events.add(.settle(slot: slot), at: time)
  }

  mutating func settle(slot: Int, at time: Int) {
    guard let settlement = settlements.take(slot) else { return }
    var draws = SplitMix64(seed: settlement.spanSeed)
    let isInverted = settlement.delivery < broker.lanes[settlement.lane].acknowledged
    broker.lanes[settlement.lane].acknowledged = max(
      broker.lanes[settlement.lane].acknowledged, settlement.delivery)
    let isFailed = draws.happens(perTenThousand: isInverted ? 7_500 : 20)
    let group = broker.lanes[settlement.lane].group.rawValue
    truth.groups[group].acknowledged += 1
    if settlement.isDeferred { truth.groups[group].deferred += 1 }
    if isInverted { truth.groups[group].inverted += 1 }
    if isFailed { truth.groups[group].markedFailed += 1 }
    if isFailed && isInverted { truth.groups[group].markedFailedInverted += 1 }
    recordSettlement(settlement, isFailed: isFailed, start: time, &draws)
  }
}

public import TraceModel

extension QueuesFold {
  public static func finish(
    _ state: consuming QueuesState, options: QueuesOptions, prior: Void, symbols: SymbolTable
  ) -> QueuesResult {
    let names = state.names
    let name: (Symbol) -> String = { String(decoding: names.bytes(of: $0), as: UTF8.self) }
    let precedes: (Symbol, Symbol) -> Bool = { names.bytes(of: $0).lexicographicallyPrecedes(names.bytes(of: $1)) }
    var result = QueuesResult(deliveries: state.deliveries?.finish())
    // What came to a destination: what was sent to it, and what was routed to it.
    var sources: [Symbol: [Symbol]] = [:]
    var routes: [Symbol: [Symbol]] = [:]
    for key in state.routes.keys {
      sources[key.taken, default: []].append(key.sent)
      routes[key.sent, default: []].append(key.taken)
    }
    let topics = state.topics.sorted { precedes($0.topic, $1.topic) }
    result.topics = topics.filter { $0.value.published > 0 }.map { key, totals in
      QueuesResult.Topic(
        name: name(key.topic), published: totals.published, unconsumed: max(0, totals.published - totals.consumed),
        deadLettered: totals.deadLettered, routes: (routes[key.topic] ?? []).sorted(by: precedes).map(name))
    }
    var tells = Set<QueueConsumerKey>()
    for (key, totals) in zip(state.consumers.keys, state.consumers.values) where totals.tells {
      tells.insert(QueueConsumerKey(topic: key.topic, group: .empty, service: key.service))
    }
    let table = state.topics
    func arrivals(at topic: Symbol) -> TimeBuckets {
      var arrivals = table[QueueTopicKey(topic: topic)].arrivals
      if arrivals.isEmpty {
        for source in sources[topic] ?? [] { arrivals.merge(table[QueueTopicKey(topic: source)].arrivals) }
      }
      return arrivals
    }
    let consumers = state.consumers.sorted { left, right in
      if left.topic != right.topic { return precedes(left.topic, right.topic) }
      if left.service != right.service { return left.service < right.service }
      return left.group != right.group && precedes(left.group, right.group)
    }
    result.consumers = consumers.map { key, totals in
      QueuesResult.Consumer(
        topic: name(key.topic), service: symbols.string(of: key.service), group: name(key.group), totals: totals,
        arrivals: arrivals(at: key.topic),
        othersTell: tells.contains(QueueConsumerKey(topic: key.topic, group: .empty, service: key.service)))
    }
    return result
  }
}

extension LayeredSystem {
  /// Runs the requests of `scenario` through its system and writes an OTLP JSON dump, a line a request.
  public static func generate<Sink: ByteSink>(
    _ scenario: LayeredScenario, writingTo sink: inout Sink
  ) throws(Sink.Failure) {
    let system = LayeredSystem(seed: scenario.seed, services: scenario.services)
    var simulation = LayeredSimulation(system: system, random: SplitMix64(seed: scenario.seed &+ 0x51A7))
    var encoder = OTLPLineEncoder(sink: sink)
    defer { sink = encoder.sink }
    var time = scenario.startUnixNano
    for _ in 0..<scenario.requests {
      time += simulation.random.exponential(mean: 60_000_000_000 / scenario.requestsPerMinute)
      try encoder.receive(simulation.request(at: time))
    }
  }
}

/// Requests through a layered system, one after the other.
struct LayeredSimulation {
  let system: LayeredSystem
  var random: SplitMix64
  private var spans: [Int: [SyntheticSpan]] = [:]
  private var traceHigh: UInt64 = 0
  private var traceLow: UInt64 = 0
  /// Calls that one request may still make: what bounds a trace.
  private var budget = 0
  /// Published in the request at hand, consumed after it.
  private var published: [(topic: Int, span: SyntheticSpan)] = []

  init(system: LayeredSystem, random: SplitMix64) {
    self.system = system
    self.random = random
  }

  /// The spans that one request causes, those of its messages included.
  mutating func request(at time: Int) -> SpanBatch {
    spans.removeAll(keepingCapacity: true)
    published.removeAll(keepingCapacity: true)
    beginTrace()
    let gateway = system.gateways[random.below(system.gateways.count)]
    _ = serve(gateway, parent: 0, at: time)
    var next = 0
    while next < published.count, next < 20 {
      consume(published[next].topic, published[next].span)
      next += 1
    }
    return SpanBatch(
      groups: spans.keys.sorted().map { service in
        SpanBatch.Group(
          resource: [
            SyntheticAttribute("service.name", system.services[service].name),
            SyntheticAttribute("service.namespace", system.services[service].namespace),
          ],
          spans: (spans[service] ?? []).sorted {
            ($0.scope.rawValue, $0.end, $0.id) < ($1.scope.rawValue, $1.end, $1.id)
          })
      })
  }

  private mutating func beginTrace() {
    traceHigh = random.nextID()
    traceLow = random.nextID()
    budget = 120
  }

  /// A SERVER span with all that lies below it; returns when it ends and whether it failed.
  private mutating func serve(_ service: Int, parent: UInt64, at start: Int) -> (end: Int, failed: Bool) {
    let id = random.nextID()
    let (end, failed) = work(service, parent: id, at: start)
    add(service, id, parent, "\(operation(of: service))", .server, .http, start, end, failed, [])
    return (end, failed)
  }

  /// What a request of `service` does: its own work, calls, a query, a publish.
  private mutating func work(_ service: Int, parent: UInt64, at start: Int) -> (end: Int, failed: Bool) {
    let here = system.services[service]
    var time = start + random.logNormal(median: here.work, spread: 2048)
    for call in here.calls where budget > 0 && random.happens(perTenThousand: call.share) {
      for _ in 0..<call.times {
        budget -= 1
        let id = random.nextID()
        let network = 150_000 + random.below(200_000)
        let (end, failed) = serve(call.service, parent: id, at: time + network)
        let name = "\(operation(of: call.service))"
        add(
          service, id, parent, name, .client, .http, time, end + network, failed,
          [
            SyntheticAttribute("server.address", "\(system.services[call.service].name).internal")
          ])
        time = end + network
      }
    }
    if here.database >= 0 {
      let end = time + random.logNormal(median: 900_000, spread: 3000)
      add(
        service, random.nextID(), parent, "SELECT \(here.name)", .client, .database, time, end, false,
        [
          SyntheticAttribute("db.system.name", "postgresql"),
          SyntheticAttribute("server.address", system.databases[here.database]),
        ])
      time = end
    }
    if here.topic >= 0 { publish(service, parent, at: time) }
    return (time + 50_000, random.happens(perTenThousand: here.failures))
  }

  private mutating func publish(_ service: Int, _ parent: UInt64, at time: Int) {
    let topic = system.services[service].topic
    let span = add(
      service, random.nextID(), parent, "send \(system.topics[topic].name)", .producer, .kafka, time, time + 400_000,
      false, messaging(topic, "send"))
    published.append((topic, span))
  }

  private mutating func consume(_ topic: Int, _ producer: SyntheticSpan) {
    for consumer in system.topics[topic].consumers {
      beginTrace()
      budget = 20
      let id = random.nextID()
      let start = producer.end + random.exponential(mean: 40_000_000)
      let (end, failed) = work(consumer, parent: id, at: start)
      add(
        consumer, id, 0, "process \(system.topics[topic].name)", .consumer, .kafka, start, end, failed,
        messaging(topic, "process"),
        link: SyntheticSpan.Link(
          traceHigh: producer.traceHigh, traceLow: producer.traceLow, spanID: producer.id, attributes: []))
    }
  }

  private func messaging(_ topic: Int, _ operation: String) -> [SyntheticAttribute] {
    [
      SyntheticAttribute("messaging.system", "kafka"),
      SyntheticAttribute("messaging.destination.name", system.topics[topic].name),
      SyntheticAttribute("messaging.operation.type", operation),
    ]
  }

  private func operation(of service: Int) -> String { "POST /\(system.services[service].name)" }

  @discardableResult
  private mutating func add(
    _ service: Int, _ id: UInt64, _ parent: UInt64, _ name: String, _ kind: SyntheticSpan.Kind,
    _ scope: SyntheticSpan.Scope, _ start: Int, _ end: Int, _ failed: Bool, _ attributes: [SyntheticAttribute],
    link: SyntheticSpan.Link? = nil
  ) -> SyntheticSpan {
    var span = SyntheticSpan(
      traceHigh: traceHigh, traceLow: traceLow, id: id, parent: parent, hasRemoteParent: kind == .server && parent != 0,
      service: .gateway, resource: service, scope: scope, name: name, kind: kind, start: start, end: end,
      attributes: attributes)
    if failed { span.status = .error }
    if let link { span.links = [link] }
    spans[service, default: []].append(span)
    return span
  }
}

/// One run of the shop: events in the order of time, spans out.
///
/// A request's whole tree of calls is worked out when it arrives; what goes through the broker, and what is acknowledged,
/// happens later as events of its own. Every request and every message draws from a stream of its own, so that faults
/// and speed-ups change nothing but what they touch.
struct Simulation {
  let scenario: ResolvedScenario
  var truth: GroundTruth
  var events = EventHeap()
  var export: ExportBuffer
  var deliveries: [SyntheticDelivery] = []
  var serviceLoad: [LoadMeter]
  var storeLoad: [LoadMeter]
  var broker: Broker
  var published = Slots<PublishedMessage>()
  var redeliveries = Slots<(lane: Int, message: Message)>()
  var settlements = Slots<Settlement>()

  private var arrivals: SplitMix64
  private var requestCount = 0
  private let meanGap: Int

  init(_ scenario: ResolvedScenario) {
    self.scenario = scenario
    truth = GroundTruth(scenario: scenario)
    export = ExportBuffer(start: scenario.start)
    let rates = ShopSurvey.ratesPerRequest
    func meters(_ rates: [Int]) -> [LoadMeter] {
      rates.map {
        LoadMeter(start: scenario.start, requestsPerMinute: scenario.requestsPerMinute, callsPerRequest: $0)
      }
    }
    serviceLoad = meters(rates.calls)
    storeLoad = meters(rates.statements)
    broker = Broker(requestsPerMinute: scenario.requestsPerMinute, messagesPerRequest: rates.messages)
    arrivals = SplitMix64(seed: SplitMix64.mixed(scenario.seed ^ 0x6172_7269_7661_6C73))
    meanGap = 60_000_000_000 / scenario.requestsPerMinute
  }

  mutating func run<Receiver: SpanReceiver>(into receiver: inout Receiver) throws(Receiver.Failure) {
    scheduleArrival(after: scenario.start)
    while let event = events.removeFirst() {
      try export.flush(until: event.time, into: &receiver)
      switch event.action {
      case .arrival: arrive(at: event.time)
      case .publish(let slot): publish(slot: slot, at: event.time)
      case .poll(let lane): poll(lane: lane, at: event.time)
      case .settle(let slot): settle(slot: slot, at: event.time)
      case .redeliver(let slot): redeliver(slot: slot, at: event.time)
      }
      if !deliveries.isEmpty {
        for delivery in deliveries { try receiver.receive(delivery) }
        deliveries.removeAll(keepingCapacity: true)
      }
    }
    try export.flushAll(into: &receiver)
  }

  private mutating func scheduleArrival(after time: Int) {
    if let limit = scenario.requestLimit, requestCount >= limit { return }
    var factor = 1_000
    for effect in scenario.effects where effect.isActive(at: time) {
      switch effect.change {
      case .traffic(let change): factor = factor * change / 1_000
      case .tenantTraffic(let tenant, let change): factor += ShopTenant.weights[tenant] * (change - 1_000) / 1_000
      default: break
      }
    }
    let next = time + arrivals.exponential(mean: meanGap) * 1_000 / factor
    if next < scenario.end { events.add(.arrival, at: next) }
  }

  private mutating func arrive(at time: Int) {
    var draws = SplitMix64(seed: SplitMix64.mixed(scenario.seed) &+ UInt64(requestCount) &* 0xD1B5_4A32_D192_ED03)
    requestCount += 1
    let (entry, context) = request(at: time, &draws)
    truth.requests[entry.rawValue] += 1
    truth.traces += 1
    let frame = frame(for: entry, context, at: time, &draws)
    let progress = serve(frame, at: time, parent: 0, &draws)
    if progress.failure != nil { truth.failedRequests[entry.rawValue] += 1 }
    scheduleArrival(after: time)
  }

  private func request(at time: Int, _ draws: inout SplitMix64) -> (ShopOperation, RequestContext) {
    var entryWeights = EntryPoint.shares
    var tenantWeights = ShopTenant.weights
    for effect in scenario.effects where effect.isActive(at: time) {
      switch effect.change {
      case .entryTraffic(let entry, let factor):
        for index in entryWeights.indices where EntryPoint.operations[index] == entry {
          entryWeights[index] = entryWeights[index] * factor / 1_000
        }
      case .tenantTraffic(let tenant, let factor): tenantWeights[tenant] = tenantWeights[tenant] * factor / 1_000
      default: break
      }
    }
    let entry = EntryPoint.operations[Self.pick(entryWeights, &draws)]
    let tenant = Self.pick(tenantWeights, &draws)
    let items = 1 + draws.below(2 * ShopSurvey.meanItems - 1)
    let context = RequestContext(
      traceHigh: draws.nextID(), traceLow: draws.nextID(), tenant: tenant, user: draws.below(4_000) * 12 + tenant,
      region: draws.below(10) < 6 ? 0 : 1, items: items, cents: items * draws.logNormal(median: 2_400, spread: 3_500),
      product: draws.below(400))
    return (entry, context)
  }

  private static func pick(_ weights: [Int], _ draws: inout SplitMix64) -> Int {
    var total = 0
    for weight in weights { total += weight }
    var left = draws.below(max(1, total))
    for index in weights.indices {
      left -= weights[index]
      if left < 0 { return index }
    }
    return weights.count - 1
  }

  /// Whether an effect strikes, told by the span alone: no stream of draws moves on.
  func strikes(_ share: Int, span: UInt64, salt: UInt64) -> Bool {
    var chance = SplitMix64(seed: span ^ SplitMix64.mixed(salt))
    return chance.happens(perTenThousand: share)
  }

  /// Takes note of a finished span.
  mutating func record(_ span: SyntheticSpan) {
    truth.spans += 1
    if span.status == .error { truth.errorSpans[span.service.rawValue] += 1 }
    truth.lastTime = max(truth.lastTime, span.end)
    export.add(span)
  }
}

import SyntheticTraces

/// Keeps every span and delivery of a run in memory.
struct SpanCollector: SpanReceiver {
  var spans: [SyntheticSpan] = []
  /// Resource of each span, same order.
  var resources: [[SyntheticAttribute]] = []
  var deliveries: [SyntheticDelivery] = []
  var batchSizes: [Int] = []
  var servicesOfBatches: [Set<ShopService>] = []

  mutating func receive(_ batch: SpanBatch) throws(Never) {
    var size = 0
    var services: Set<ShopService> = []
    for group in batch.groups {
      size += group.spans.count
      for span in group.spans {
        spans.append(span)
        resources.append(group.resource)
        services.insert(span.service)
      }
    }
    batchSizes.append(size)
    servicesOfBatches.append(services)
  }

  mutating func receive(_ delivery: SyntheticDelivery) throws(Never) { deliveries.append(delivery) }
}

/// The spans of a run with the truth about it, cut in two at the onset of the first fault.
struct ObservedRun {
  enum Half { case before, after }

  var truth: GroundTruth
  var collector = SpanCollector()

  init(_ scenario: SyntheticScenario) throws {
    truth = try SyntheticSystem.generate(scenario, into: &collector)
  }

  /// Four requests a second: queues have gaps, and an onset is some thirty seconds in.
  init(fault: String, service: String? = nil, operation: String? = nil, requests: Int = 800, seed: UInt64 = 5) throws {
    try self.init(
      SyntheticScenario(
        seed: seed, length: .requests(requests), requestsPerMinute: 240,
        faults: [.init(fault, service: service, operation: operation)]))
  }

  var onset: Int { truth.faults.first?.onsetUnixNano ?? Int.max }

  func spans(
    _ half: Half, _ service: ShopService, _ name: String, _ kind: SyntheticSpan.Kind,
    where fits: (SyntheticSpan) -> Bool = { _ in true }
  ) -> [SyntheticSpan] {
    collector.spans.filter { span in
      span.service == service && span.kind == kind && span.name == name && (span.start >= onset) == (half == .after)
        && fits(span)
    }
  }

  /// Median duration in microseconds; 0 when there is no such span.
  func median(
    _ half: Half, _ service: ShopService, _ name: String, _ kind: SyntheticSpan.Kind = .server,
    where fits: (SyntheticSpan) -> Bool = { _ in true }
  ) -> Int {
    let durations = spans(half, service, name, kind, where: fits).map { ($0.end - $0.start) / 1_000 }.sorted()
    return durations.isEmpty ? 0 : durations[durations.count / 2]
  }

  /// Spans of status ERROR, per thousand.
  func errors(
    _ half: Half, _ service: ShopService, _ name: String, _ kind: SyntheticSpan.Kind = .server,
    where fits: (SyntheticSpan) -> Bool = { _ in true }
  ) -> Int {
    let spans = spans(half, service, name, kind, where: fits)
    return spans.isEmpty ? 0 : spans.count { $0.status == .error } * 1_000 / spans.count
  }

  func medianWait(_ half: Half, _ group: ConsumerGroup) -> Int {
    var starts: [UInt64: Int] = [:]
    for span in collector.spans where span.kind == .producer { starts[span.id] = span.end }
    let waits = collector.deliveries.filter { delivery in
      delivery.group == group && ((starts[delivery.producerSpan] ?? 0) >= onset) == (half == .after)
    }.map(\.wait).sorted()
    return waits.isEmpty ? 0 : waits[waits.count / 2]
  }
}

extension SyntheticSpan {
  func string(_ key: String) -> String? {
    for attribute in attributes where attribute.key == key {
      if case .string(let value) = attribute.value { return value }
    }
    return nil
  }

  func int(_ key: String) -> Int? {
    for attribute in attributes where attribute.key == key {
      if case .int(let value) = attribute.value { return value }
    }
    return nil
  }
}

import SyntheticTraces
import Testing

@Suite("A run is a well-formed set of traces")
struct StructureTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var fault: String
    var seed: UInt64
    var testDescription: String { "\(fault), seed \(seed)" }
  }

  static let cases = [
    Case(fault: "none", seed: 1), Case(fault: "lost-acknowledgements", seed: 2), Case(fault: "retry-storm", seed: 3),
    Case(fault: "lagging-consumer", seed: 4), Case(fault: "bad-deployment", seed: 5),
  ]

  struct Key: Hashable {
    var high: UInt64
    var low: UInt64
    var id: UInt64
  }

  @Test("every parent is there, children start after their parents, links lead to producers", arguments: cases)
  func tree(_ c: Case) throws {
    let run = try ObservedRun(fault: c.fault, requests: 250, seed: c.seed)
    var spans: [Key: SyntheticSpan] = [:]
    for span in run.collector.spans {
      let key = Key(high: span.traceHigh, low: span.traceLow, id: span.id)
      #expect(spans[key] == nil)
      #expect(span.end > span.start)
      #expect(span.id != 0 && span.traceHigh != 0)
      spans[key] = span
    }
    for span in run.collector.spans {
      if span.parent != 0 {
        let parent = spans[Key(high: span.traceHigh, low: span.traceLow, id: span.parent)]
        #expect((parent?.start ?? Int.max) <= span.start, "\(span.name)")
        if span.kind == .server { #expect(parent?.kind == .client) }
        if span.kind == .consumer { #expect((parent?.end ?? Int.max) <= span.start) }
        if span.kind != .server && span.kind != .consumer { #expect(parent?.service == span.service) }
      }
      for link in span.links {
        let producer = spans[Key(high: link.traceHigh, low: link.traceLow, id: link.spanID)]
        #expect(producer?.kind == .producer)
        #expect((producer?.end ?? Int.max) <= span.start)
      }
    }
  }

  @Test("what is counted in the truth is what is in the spans", arguments: cases)
  func counts(_ c: Case) throws {
    let run = try ObservedRun(fault: c.fault, requests: 250, seed: c.seed)
    let spans = run.collector.spans
    let truth = run.truth
    #expect(truth.spans == spans.count)
    #expect(truth.traces == Set(spans.map { [$0.traceHigh, $0.traceLow] }).count)
    #expect(truth.requests.reduce(0, +) == 250)
    #expect(truth.lastTime == spans.map(\.end).max())
    var owners: [UInt64: ShopService] = [:]
    for span in spans { owners[span.id] = span.service }
    var calls: [[ShopService]: Int] = [:]
    for span in spans where span.kind == .server && span.parent != 0 {
      guard let caller = owners[span.parent] else { continue }
      calls[[caller, span.service], default: 0] += 1
    }
    for caller in ShopService.allCases {
      #expect(truth.errorSpans[caller.rawValue] == spans.count { $0.service == caller && $0.status == .error })
      for callee in ShopService.allCases {
        #expect(truth.calls(from: caller, to: callee) == calls[[caller, callee], default: 0])
      }
    }
    for entry in ShopOperation.allCases where entry.service == .gateway {
      let roots = spans.filter { $0.service == .gateway && $0.kind == .server && $0.name == entry.name }
      #expect(truth.requests[entry.rawValue] == roots.count)
      #expect(
        truth.failedRequests[entry.rawValue] == roots.count { ($0.int("http.response.status_code") ?? 0) >= 400 })
    }
    #expect(truth.deliveries == run.collector.deliveries.count)
    for topic in ShopTopic.allCases {
      let sent = spans.count { $0.kind == .producer && $0.string("messaging.destination.name") == topic.name }
      #expect(truth.published[topic.rawValue] == sent)
      for group in topic.groups {
        let counts = truth.counts(of: group)
        let consumers = spans.filter {
          $0.kind == .consumer && $0.string("messaging.consumer.group.name") == group.name
        }
        #expect(counts.consumed == consumers.reduce(0) { $0 + ($1.int("messaging.batch.message_count") ?? 1) })
        #expect(counts.consumed == sent - counts.dropped + counts.lostAcknowledgements)
      }
    }
  }

  @Test("a message is one offset of one partition, in the order of time")
  func offsets() throws {
    let run = try ObservedRun(fault: "none", requests: 300)
    var last: [String: (offset: Int, end: Int)] = [:]
    let producers = run.collector.spans.filter { $0.kind == .producer }.sorted { $0.end < $1.end }
    for span in producers {
      let partition = span.string("messaging.destination.partition.id") ?? ""
      let key = (span.string("messaging.destination.name") ?? "") + "/" + partition
      let offset = span.int("messaging.kafka.offset") ?? -1
      if let before = last[key] { #expect(offset == before.offset + 1) }
      last[key] = (offset, span.end)
    }
    #expect(last.count >= 6)
    let ids = producers.compactMap { $0.string("messaging.message.id") }
    #expect(Set(ids).count == producers.count)
  }

  @Test("a batch holds spans of one service, and no trace comes in one piece")
  func batches() throws {
    let run = try ObservedRun(fault: "none", requests: 150)
    #expect(run.collector.servicesOfBatches.allSatisfy { $0.count == 1 })
    #expect(run.collector.batchSizes.allSatisfy { $0 > 0 && $0 <= 256 })
  }
}

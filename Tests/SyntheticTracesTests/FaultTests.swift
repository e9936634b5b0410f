import SyntheticTraces
import Testing

@Suite("Each fault shows where its truth says, and nowhere before")
struct FaultTests {
  /// A figure before and after the onset, and how many times (per mille) it must have grown.
  struct Case: Sendable, CustomTestStringConvertible {
    var fault: String
    var what: String
    var atLeast: Int
    var figure: @Sendable (ObservedRun, ObservedRun.Half) -> Int
    var testDescription: String { "\(fault): \(what)" }

    init(
      _ fault: String, _ what: String, times atLeast: Int,
      _ figure: @escaping @Sendable (ObservedRun, ObservedRun.Half) -> Int
    ) {
      self.fault = fault
      self.what = what
      self.atLeast = atLeast
      self.figure = figure
    }
  }

  static let latencyCases = [
    Case("slow-database", "median of the statement", times: 3_000) {
      $0.median($1, .inventory, "UPDATE stock", .client)
    },
    Case("cpu-starved-pod", "median at the instance", times: 4_000) { run, half in
      run.median(half, .inventory, "GET /catalogue") { $0.resource == 24 }
    },
    Case("bad-host", "median at the host", times: 2_200) { run, half in
      run.median(half, .checkout, "GET /orders/{id}") { $0.resource == 12 }
    },
    Case("slow-network", "median of the client", times: 1_100) { $0.median($1, .checkout, "POST /charges", .client) },
    Case("pool-exhaustion", "median of the operation", times: 10_000) { $0.median($1, .checkout, "GET /orders/{id}") },
    Case("slow-provider", "median of the provider's answer", times: 3_000) {
      $0.median($1, .payment, "POST /v1/charges", .client)
    },
    Case("noisy-tenant", "median of the tenant's requests", times: 3_000) { run, half in
      run.median(half, .inventory, "GET /catalogue") { $0.string("customer.tenant") == "umbrella" }
    },
    Case("lagging-consumer", "median wait in the queue", times: 20_000) { $0.medianWait($1, .mailOrders) },
    Case("slow-consumer", "median of processing", times: 10_000) {
      $0.median($1, .shipping, "process orders", .consumer)
    },
    Case("slow-deployment", "median of the new version", times: 3_000) { $0.median($1, .cart, "GET /carts/{user}") },
    Case("repeated-statements", "median of the operation", times: 3_000) {
      $0.median($1, .inventory, "shop.inventory.v1.Stock/Availability")
    },
  ]

  @Test("latency grows", arguments: latencyCases)
  func latency(_ c: Case) throws {
    let run = try ObservedRun(fault: c.fault)
    let before = c.figure(run, .before)
    let after = c.figure(run, .after)
    #expect(before > 0)
    #expect(after * 1_000 >= before * c.atLeast, "\(before) → \(after)")
  }

  /// Errors per thousand: `times` is the least share after the onset.
  static let errorCases = [
    Case("failing-provider", "provider", times: 300) { $0.errors($1, .payment, "POST /v1/charges", .client) },
    Case("exceptions", "operation", times: 100) { $0.errors($1, .checkout, "POST /orders") },
    Case("wrong-status", "caller's half", times: 120) { $0.errors($1, .gateway, "POST /carts/{user}/items", .client) },
    Case("failing-database", "statements", times: 120) { $0.errors($1, .checkout, "SELECT orders", .client) },
    Case("region-partial-failure", "calls in the region", times: 200) { run, half in
      run.errors(half, .checkout, "POST /charges", .client) { $0.resource == 14 }
    },
    Case("retry-storm", "operation", times: 300) { $0.errors($1, .inventory, "shop.inventory.v1.Stock/Reserve") },
    Case("reordered-acknowledgements", "acknowledgements", times: 60) {
      $0.errors($1, .shipping, "settle orders", .client)
    },
    Case("bad-deployment", "new version", times: 150) { $0.errors($1, .checkout, "POST /orders") },
  ]

  @Test("errors appear", arguments: errorCases)
  func errors(_ c: Case) throws {
    let run = try ObservedRun(fault: c.fault)
    #expect(c.figure(run, .before) <= 80)
    #expect(c.figure(run, .after) >= c.atLeast, "\(c.figure(run, .after)) per thousand")
  }

  @Test("a wrong status leaves the server's own span unset")
  func wrongStatus() throws {
    let run = try ObservedRun(fault: "wrong-status")
    let refused = run.spans(.after, .cart, "POST /carts/{user}/items", .server) {
      $0.int("http.response.status_code") == 404
    }
    #expect(refused.count > 5)
    #expect(refused.allSatisfy { $0.status == .unset && $0.events.isEmpty })
  }

  @Test("a lost cache multiplies the statements behind it")
  func cacheLoss() throws {
    let run = try ObservedRun(fault: "cache-loss")
    func perRead(_ half: ObservedRun.Half) -> Int {
      run.spans(half, .inventory, "SELECT products", .client).count * 1_000
        / max(1, run.spans(half, .inventory, "GET", .client).count)
    }
    #expect(perRead(.before) < 300)
    #expect(perRead(.after) > 950)
  }

  @Test("a retry storm multiplies the calls")
  func retryStorm() throws {
    let run = try ObservedRun(fault: "retry-storm")
    func perOrder(_ half: ObservedRun.Half) -> Int {
      run.spans(half, .inventory, "shop.inventory.v1.Stock/Reserve", .server).count * 1_000
        / max(1, run.spans(half, .checkout, "POST /orders", .server).count)
    }
    #expect(perOrder(.before) < 1_100)
    #expect(perOrder(.after) > 1_400)
  }

  @Test("skipped calls are missing")
  func skippedCalls() throws {
    let run = try ObservedRun(fault: "skipped-calls")
    #expect(run.spans(.before, .shipping, "POST /quotes", .server).count > 5)
    let orders = run.spans(.after, .checkout, "POST /orders", .server).count
    #expect(run.spans(.after, .shipping, "POST /quotes", .server).count * 4 < orders)
  }

  @Test("inverted and failed acknowledgements are as many as the truth says")
  func phantom() throws {
    let run = try ObservedRun(fault: "reordered-acknowledgements", requests: 900)
    let counts = run.truth.counts(of: .shippingOrders)
    var started: [UInt64: Int] = [:]
    for span in run.collector.spans where span.kind == .consumer { started[span.id] = span.start }
    let settles = run.collector.spans.filter { $0.name == "settle orders" }.sorted { $0.start < $1.start }
    var latest: [String: Int] = [:]
    var inverted = 0
    for span in settles {
      let partition = span.string("messaging.destination.partition.id") ?? ""
      let delivered = started[span.parent] ?? 0
      if delivered < latest[partition, default: 0] { inverted += 1 }
      latest[partition] = max(latest[partition, default: 0], delivered)
    }
    #expect(counts.acknowledged == settles.count)
    #expect(counts.inverted == inverted)
    #expect(counts.markedFailed == settles.count { $0.string("app.delivery.state") == "failed" })
    #expect(counts.markedFailedInverted * 2 > counts.inverted)
    #expect(counts.inverted >= 10)
    #expect(run.errors(.after, .shipping, "process orders", .consumer) < 30)
  }

  @Test("lost acknowledgements bring messages a second time; lost messages never come")
  func lost() throws {
    let again = try ObservedRun(fault: "lost-acknowledgements").truth.counts(of: .shippingOrders)
    #expect(again.lostAcknowledgements > 3)
    #expect(again.consumed == again.acknowledged + again.lostAcknowledgements)
    let lost = try ObservedRun(fault: "lost-messages").truth.counts(of: .mailOrders)
    #expect(lost.dropped > 8)
  }

  @Test("controls are clean: few errors, no latency that moved", arguments: ["none", "traffic-shift", "mix-shift"])
  func controls(_ fault: String) throws {
    let run = try ObservedRun(fault: fault, requests: 900)
    #expect(run.truth.faults.allSatisfy { $0.isControl && $0.service == nil })
    #expect(run.truth.counts(of: .shippingOrders).inverted == 0)
    for operation in ["GET /products", "GET /products/{id}", "POST /checkout"] {
      let before = run.median(.before, .gateway, operation)
      let after = run.median(.after, .gateway, operation)
      #expect(after * 10 < before * 13 && before * 10 < after * 13, "\(operation): \(before) → \(after)")
      #expect(run.errors(.after, .gateway, operation) < 50)
    }
  }

  @Test(
    "the truth speaks of services, operations and attributes that are in the spans", arguments: Fault.all.map(\.name))
  func names(_ fault: String) throws {
    let run = try ObservedRun(fault: fault, requests: 400)
    let truth = try #require(run.truth.faults.first)
    if truth.isControl { return }
    let service = try #require(truth.service)
    let own = run.collector.spans.filter { $0.service.name == service }
    #expect(!own.isEmpty)
    if let operation = truth.operation { #expect(own.contains { $0.name == operation }) }
    for attribute in truth.resource {
      let isThere =
        run.collector.resources.contains { $0.contains(attribute) }
        || own.contains { span in
          span.attributes.contains(attribute) || span.events.contains { $0.attributes.contains(attribute) }
        }
      #expect(isThere, "\(attribute)")
    }
  }

  @Test("two faults at once both show")
  func two() throws {
    let run = try ObservedRun(
      SyntheticScenario(
        seed: 6, length: .requests(420), requestsPerMinute: 240,
        faults: [.init("slow-database"), .init("exceptions", service: "cart", operation: "GET /carts/{user}")]))
    #expect(run.truth.faults.map(\.service) == ["inventory", "cart"])
    #expect(
      run.median(.after, .inventory, "UPDATE stock", .client) > 3
        * run.median(.before, .inventory, "UPDATE stock", .client))
    #expect(run.errors(.after, .cart, "GET /carts/{user}") > 100)
  }

  @Test("a fault that is cleared is gone")
  func cleared() throws {
    var scenario = SyntheticScenario(seed: 6, length: .requests(300), requestsPerMinute: 240)
    scenario.faults = [.init("exceptions", onsetSeconds: 20, clearedSeconds: 40)]
    let run = try ObservedRun(scenario)
    let cleared = run.truth.faults.compactMap(\.clearedUnixNano)
    #expect(cleared == [SyntheticScenario.standardStart + 40_000_000_000])
    #expect(
      run.spans(.after, .checkout, "POST /orders", .server) { $0.start >= cleared[0] && $0.status == .error }.count <= 1
    )
  }
}

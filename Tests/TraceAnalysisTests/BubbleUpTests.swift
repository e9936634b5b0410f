import AnalysisReports
import ReportModel
import ReportRendering
import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("What sets bad traces apart")
struct BubbleUpTests {
  /// One request: an entry, a call, and attributes; bad ones fail.
  struct Request {
    var entry = "GET /"
    var isBad = false
    var attributes: [(String, AttributeValue)] = []
    var host = "h1"
    var version = "1"
  }

  static func text(_ text: String) -> AttributeValue { .string(Array(text.utf8)[...]) }

  static func spans(_ requests: [Request]) -> [DrawnSpan] {
    requests.enumerated().flatMap { number, request in
      var root = DrawnSpan()
      root.traceID = TraceID(high: 0, low: UInt64(number + 1))
      root.spanID = SpanID(1)
      root.service = "web"
      root.operation = request.entry
      root.kind = .server
      root.start = Drawing.epoch + Int64(number) * 1000
      root.end = root.start + (request.isBad ? 900 : 90)
      root.status = request.isBad ? .error : .unset
      root.host = request.host
      var call = root
      call.spanID = SpanID(2)
      call.parentID = SpanID(1)
      call.service = "app"
      call.operation = "do"
      call.status = .unset
      call.version = request.version
      call.attributes = request.attributes.map { ($0.0, $0.1) }
      return [root, call]
    }
  }

  static func analyse(
    _ requests: [Request], _ selection: TraceSelection = .failed, options: BubbleUpOptions = BubbleUpOptions(),
    jobs: Int = 1, partitions: Int = 4
  ) async throws -> BubbleUpResult {
    let assembler = await TraceAssembler(DecodedSpans(spans(requests)), partitions: partitions)
    return try await BubbleUp.analyse(selection, over: assembler, jobs: jobs, options: options).result
  }

  static func json(_ result: BubbleUpResult) -> [UInt8] {
    var json = JSONWriter(pretty: true)
    result.write(to: &json, condition: "error = true")
    return json.finish()
  }

  private func items(_ result: BubbleUpResult) -> [String] {
    result.findings.map { "\($0.item.key) \($0.item.comparison.rawValue) \($0.item.value)" }
  }

  /// 400 requests, a tenth of them bad for no reason, and more where `isAffected`.
  static func requests(
    seed: UInt64 = 1, count: Int = 400, _ attributes: (inout SeededGenerator, inout Request) -> Bool
  ) -> [Request] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { number in
      var request = Request()
      request.attributes = [
        ("tenant", text(generator.pick(["a", "b", "c", "d"]))), ("request.id", text("r\(number)")),
        ("sdk", text("x")),
      ]
      request.host = generator.pick(["h1", "h2", "h3", "h4"])
      request.version = generator.pick(["1", "2"])
      let isAffected = attributes(&generator, &request)
      request.isBad = generator.chance(percent: isAffected ? 80 : 3)
      return request
    }
  }

  @Test("the bad host, the bad version and the noisy tenant come first", arguments: 1...5 as ClosedRange<UInt64>)
  func first(_ seed: UInt64) async throws {
    let host = Self.requests(seed: seed) { $1.host == "h3" }
    #expect(items(try await Self.analyse(host)).first == "host.name = h3")
    let version = Self.requests(seed: seed) { $1.version == "2" }
    #expect(items(try await Self.analyse(version)).first == "service.version = app 2")
    let tenant = Self.requests(seed: seed) { $1.attributes[0].1 == Self.text("b") }
    #expect(items(try await Self.analyse(tenant)).first == "tenant = b")
  }

  @Test("by chance alone nothing is found, in 20 dumps but for one")
  func chance() async throws {
    var found = 0
    for seed in 100..<120 as Range<UInt64> {
      let result = try await Self.analyse(Self.requests(seed: seed) { _, _ in false })
      if !result.findings.isEmpty { found += 1 }
    }
    #expect(found <= 1)
  }

  @Test("what only goes with an entry is not taken for the cause")
  func entries() async throws {
    // Checkouts fail often and all have a basket; among them, region eu is to blame.
    let requests = Self.requests(count: 600) { generator, request in
      request.attributes.append(("region", Self.text(generator.pick(["eu", "us", "asia"]))))
      if generator.chance(percent: 50) {
        request.entry = "POST /checkout"
        request.attributes.append(("basket", Self.text("yes")))
        return request.attributes.contains { $0.0 == "region" && $0.1 == Self.text("eu") }
      }
      return false
    }
    let result = try await Self.analyse(requests)
    #expect(items(result).first == "region = eu")
    #expect(!items(result).contains("basket = yes"))
    #expect(result.entries.first?.name.operation == "POST /checkout")
  }

  @Test("numbers are cut where bad and good part best")
  func cut() async throws {
    let requests = Self.requests { generator, request in
      let size = generator.number(in: -50...5000)
      request.attributes.append(("size", .int(size)))
      request.attributes.append(("ratio", .double(Double(generator.number(in: 0...999)) / 1000)))
      return size >= 3000
    }
    let result = try await Self.analyse(requests)
    let first = result.findings.first
    #expect(first?.item.key == "size" && first?.item.comparison == .atLeast)
    #expect((2800...3200).contains(Int(first?.item.value ?? "") ?? 0))
    #expect(!items(result).contains { $0.hasPrefix("ratio") })
  }

  @Test("a pair is told when it says more than either")
  func pairs() async throws {
    let requests = Self.requests(count: 800) { _, request in
      request.version == "2" && request.host == "h2"
    }
    let result = try await Self.analyse(requests)
    #expect(Set(items(result).prefix(2)) == ["host.name = h2", "service.version = app 2"])
    #expect(result.pairs.count == 1)
    #expect(result.pairs.first.map { [$0.first.value, $0.second.value].sorted() } == ["app 2", "h2"])
    let alone = try await Self.analyse(Self.requests(count: 800) { $1.host == "h2" })
    #expect(alone.pairs.isEmpty)
  }

  @Test("ids, constants and keys over the cap are left out, and named")
  func leftOut() async throws {
    var options = BubbleUpOptions()
    options.mostValues = 3
    let requests = Self.requests { $1.host == "h3" }
    let result = try await Self.analyse(requests, options: options)
    let reasons = Dictionary(uniqueKeysWithValues: result.leftOut.map { ($0.key, $0.reason) })
    #expect(reasons["request.id"] == .overCap && reasons["host.name"] == .overCap && reasons["sdk"] == .constant)
    let wide = try await Self.analyse(requests)
    #expect(wide.leftOut.contains { $0.key == "request.id" && $0.reason == .id && $0.values == 400 })
    #expect(!wide.leftOut.contains { $0.key == "host.name" })
  }

  @Test("what the condition names is not found again")
  func condition() async throws {
    let condition = try TraceCondition(parsing: "tenant = b")
    let result = try await Self.analyse(Self.requests { _, _ in false }, .condition(condition))
    #expect(result.leftOut.contains { $0.key == "tenant" && $0.reason == .condition })
    #expect(result.bad + result.good == 400 && result.bad > 50)
  }

  @Test("slow requests are those beyond the percentile of their own entry")
  func slow() async throws {
    let requests = Self.requests { $1.host == "h3" }
    let result = try await Self.analyse(requests, .slow(["web GET /": 500].asLimits))
    #expect(items(result).first == "host.name = h3")
    let percentile = try await Self.analyse(requests, .condition(try TraceCondition(parsing: "duration > p50")))
    #expect(percentile.bad == requests.count(where: \.isBad))
  }

  @Test("several selections at once find what each finds alone", arguments: 1...4 as ClosedRange<UInt64>)
  func together(_ seed: UInt64) async throws {
    let requests = Self.requests(seed: seed) { generator, request in
      request.attributes.append(("size", .int(generator.number(in: 0...9000))))
      request.entry = generator.pick(["GET /", "PUT /"])
      return request.host == "h3"
    }
    let selections: [TraceSelection] = [
      .failed, .slow(["web GET /": 500].asLimits), .condition(try TraceCondition(parsing: "tenant = b")),
      .condition(try TraceCondition(parsing: "duration > p90")), .predicate { _ in false },
    ]
    let assembler = await TraceAssembler(DecodedSpans(Self.spans(requests)), partitions: 4)
    let together = try await BubbleUp.analyse(selections, over: assembler, jobs: 2).results
    #expect(together.count == selections.count)
    for (selection, result) in zip(selections, together) {
      #expect(Self.json(result) == Self.json(try await Self.analyse(requests, selection)))
    }
    #expect(try await BubbleUp.analyse([], over: assembler, jobs: 2).results.isEmpty)
  }

  @Test("nothing is compared when all or none are bad")
  func none() async throws {
    for requests in [[], [Request()], [Request(isBad: true)]] {
      let result = try await Self.analyse(requests)
      #expect(result.findings.isEmpty && result.pairs.isEmpty)
      #expect(!result.section(whichAreBad: "x").markdown().isEmpty)
    }
  }

  @Test(
    "workers, partitions and the order of the input change nothing, also over the cap",
    arguments: 1...6 as ClosedRange<UInt64>)
  func law(_ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let requests = Self.requests(seed: seed) { generator, request in
      request.entry = generator.pick(["GET /", "PUT /", "POST /"])
      request.attributes.append(("size", .double(Double(generator.number(in: 0...100_000)) / 7)))
      return request.host == "h3"
    }
    var options = BubbleUpOptions()
    options.mostValues = generator.pick([1, 3, 399, 400, 10_000])
    let one = Self.json(try await Self.analyse(requests, options: options, partitions: 1))
    let spans = generator.shuffled(Self.spans(requests))
    let assembler = await TraceAssembler(DecodedSpans(spans), partitions: 7)
    let other = try await BubbleUp.analyse(.failed, over: assembler, jobs: 3, options: options).result
    #expect(Self.json(other) == one)
  }

  @Test("the findings as Markdown and JSON, with names of any kind")
  func goldens() async throws {
    let hostile = "a|`<b>\"\\\n\u{202E}\u{0}; rm -rf"
    let requests = Self.requests { generator, request in
      let isHostile = generator.chance(percent: 30)
      request.attributes.append((hostile, Self.text(isHostile ? hostile : "plain")))
      if isHostile { request.attributes.append(("same|as", Self.text("yes"))) }
      if isHostile { request.attributes.append(("http.response.status_code", .int(500))) }
      return isHostile && request.host != "h1"
    }
    let result = try await Self.analyse(requests)
    try expectGolden(result.section(whichAreBad: "the request failed").markdown(), "bubbleup.md")
    try expectGolden(Self.json(result), "bubbleup.json")
  }
}

extension [String: Int64] {
  fileprivate var asLimits: [OperationName: Int64] {
    var limits: [OperationName: Int64] = [:]
    for (name, limit) in self {
      let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
      limits[OperationName(service: parts[0], operation: parts[1])] = limit
    }
    return limits
  }
}

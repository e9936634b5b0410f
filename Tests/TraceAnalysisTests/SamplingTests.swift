import Testing
import TraceModel
import TracemillTesting
import YAMLReading

@testable import TraceAnalysis

@Suite("Tail sampling")
struct SamplingTests {
  private func decisions(_ policy: String, _ table: SpanTable, workers: Int = 1) throws -> SamplingDecisions {
    let policy = try SamplingPolicy.read(YAMLParser.parse(Array(policy.utf8)))
    let empty = SamplingFold(options: policy, symbols: table.symbols)
    var folds = [SamplingFold](repeating: empty, count: workers)
    for number in 0..<table.journeyCount { folds[number % workers].observe(table.journey(number)) }
    var sum = empty
    for fold in folds.reversed() { sum.merge(fold) }
    return sum.finish()
  }

  private let traces = """
    trace 1
    web GET S [0..5000] ! k=gold
      db  q C [0..10]   n=7

    trace 2
    web GET S [0..9000] flag=true
      db  q C [0..10]   n=-3

    trace 3
    web GET S [0..100]  k=silver version=v2
    """

  /// The low halves of the ids of what is kept.
  private func kept(_ policy: String) throws -> [UInt64] {
    try decisions(policy, SpanTable(drawing: traces)).keptIDs.map(\.low).sorted()
  }

  @Test(
    "each type answers about a whole trace",
    arguments: [
      ("{type: always_sample}", [1, 2, 3]), ("{type: latency, latency: {threshold_ms: 5}}", [2]),
      ("{type: latency, latency: {threshold_ms: 4, upper_threshold_ms: 5}}", [1]),
      ("{type: status_code, status_code: {status_codes: [UNSET]}}", [1, 2, 3]),
      ("{type: status_code, status_code: {status_codes: [ERROR]}}", [1]),
      ("{type: string_attribute, string_attribute: {key: k, values: [gold, bronze]}}", [1]),
      ("{type: string_attribute, string_attribute: {key: k, values: [ol], enabled_regex_matching: true}}", [1]),
      ("{type: string_attribute, string_attribute: {key: k, values: [gold], invert_match: true}}", [2, 3]),
      ("{type: string_attribute, string_attribute: {key: service.version, values: [v2]}}", [3]),
      ("{type: string_attribute, string_attribute: {key: n, values: ['7']}}", []),
      ("{type: numeric_attribute, numeric_attribute: {key: n, min_value: 7}}", [1]),
      ("{type: numeric_attribute, numeric_attribute: {key: n, max_value: -3}}", [2]),
      ("{type: numeric_attribute, numeric_attribute: {key: n, min_value: 0, max_value: 9}}", [1, 2]),
      ("{type: boolean_attribute, boolean_attribute: {key: flag, value: true}}", [2]),
      ("{type: span_count, span_count: {min_spans: 2}}", [1, 2]),
      ("{type: span_count, span_count: {max_spans: 1}}", [3]),
      ("{type: probabilistic, probabilistic: {sampling_percentage: 100}}", [1, 2, 3]),
      ("{type: not, not: {not_sub_policy: {name: x, type: span_count, span_count: {max_spans: 1}}}}", [1, 2]),
    ] as [(String, [UInt64])])
  func types(_ policy: String, _ expected: [UInt64]) throws {
    #expect(
      try kept("policies: [\(policy.replacing("{type", with: "{name: p, type", maxReplacements: 1))]") == expected)
  }

  @Test("dropped comes before sampled, wherever it stands")
  func drops() throws {
    let policy = """
      policies:
      - {name: all, type: always_sample}
      - name: d
        type: drop
        drop:
          drop_sub_policy:
          - {name: a, type: span_count, span_count: {min_spans: 2}}
          - {name: b, type: status_code, status_code: {status_codes: [ERROR]}}
      """
    let result = try decisions(policy, SpanTable(drawing: traces))
    #expect(result.traces.map(\.decision) == [.dropped, .sampled, .sampled])
    #expect(result.policies.map(\.sampled) == [2, 1])
    #expect(result.policies.map(\.decided) == [2, 1])
  }

  @Test("a bucket is exact: as counting in fractions does", arguments: 0..<100)
  func bucket(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let limit = BucketLimit(rate: random.number(in: 0...9), capacity: random.number(in: 0...20))
    var bucket = TokenBucket(limit)
    var now: Int64 = 1_700_000_000_000_000_000
    // Levels in billionths of a token, by the time since each was taken.
    var level = limit.capacity * 1_000_000_000
    for _ in 0..<50 {
      let step = random.number(in: 0...2_000_000_000)
      let count = Int(random.number(in: 0...12))
      now += step
      level = min(limit.capacity * 1_000_000_000, level + step * limit.rate)
      if now == 1_700_000_000_000_000_000 + step { level = limit.capacity * 1_000_000_000 }
      let passes = Int64(count) * 1_000_000_000 <= level
      if passes { level -= Int64(count) * 1_000_000_000 }
      #expect(bucket.take(count, at: now) == passes)
    }
  }

  @Test("the hash is FNV-1a of 64 bits")
  func hash() {
    // Of nothing the offset basis, of "a" as published with the algorithm.
    #expect(TraceHash.value(salt: [], TraceID(high: 0, low: 0)) != 0)
    var expected: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in Array("a".utf8) + [UInt8](repeating: 0, count: 15) + [1] {
      expected = (expected ^ UInt64(byte)).multipliedReportingOverflow(by: 1_099_511_628_211).partialValue
    }
    #expect(TraceHash.value(salt: Array("a".utf8), TraceID(high: 0, low: 1)) == expected)
  }

  @Test("several workers decide the same", arguments: 0..<10)
  func merging(_ seed: UInt64) throws {
    let spans = (0..<20).flatMap {
      SeededTraces.trace(seed: seed * 100 + $0, shape: .wild, spans: 6, traceID: TraceID(high: 0, low: $0 + 1))
    }
    let table = SpanTable.assembled(spans)
    let policy = """
      policies:
      - {name: r, type: rate_limiting, rate_limiting: {spans_per_second: 3, burst_capacity: 40}}
      - {name: p, type: probabilistic, probabilistic: {sampling_percentage: 20}}
      """
    let one = try decisions(policy, table)
    #expect(one.kept.traces > 0)
    for workers in [2, 5] {
      let other = try decisions(policy, table, workers: workers)
      #expect(other.traces == one.traces)
      #expect(other.kept == one.kept && other.slow == one.slow && other.links == one.links)
    }
  }

  @Test("a journey is kept as one when asked for, and links are torn when not")
  func linked() throws {
    let table = SpanTable(
      drawing: """
        trace 1
        web order P [0..9] ! @1

        trace 2
        mail send R [20..30] @2 -> 1/@1
        """)
    let apart = try decisions(
      "policies: [{name: e, type: status_code, status_code: {status_codes: [ERROR]}}]", table)
    #expect(apart.keptIDs.map(\.low) == [1])
    #expect(apart.links == .init(total: 1, kept: 0) && apart.brokenLinks == 1)
    let together = apart.linkedTogether()
    #expect(together.kept.traces == 2 && together.links.kept == 1 && together.brokenLinks == 0)
    #expect(together.traces.map(\.decision) == [.sampled, .notSampled])
  }

  @Test("a part of a journey is a table of its own, in which the rest is absent")
  func restricted() {
    let table = SpanTable(
      drawing: """
        trace 1
        web order P [0..9] @1

        trace 2
        mail send R [20..30] @2 -> 1/@1
          mail write I [21..22] @3
        """)
    let part = table.restricted(to: [1])
    #expect(part.traceCount == 1 && part.journeyCount == 1 && part.spanCount == 2)
    #expect(part.columns.parents == [-1, 0] && part.columns.children == [1])
    #expect(part.columns.links.map(\.target) == [SpanLink.absent])
    #expect(table.restricted(to: [0, 1]).columns.links.map(\.target) == [0])
  }

  @Test("a span is as large as its protobuf message")
  func size() {
    let table = SpanTable(drawing: "web GET S [0..9] ! a=b n=-1 f=true")
    // Ids 18 and 10, times 9 each, name 2 + 3, kind 2, status 2 + 2; attributes: 2 + 3 + 2 + 3, 2 + 3 + 2 + 11, 2 + 3 + 2 + 2.
    #expect(SpanSize(symbols: table.symbols).bytes(of: 0, in: table) == 18 + 10 + 18 + 5 + 2 + 4 + 10 + 18 + 9)
  }

  @Test(
    "what a policy may not say",
    arguments: [
      ("policies:\n- name: a\n  type: latency\n  latency: {threshold_ms: 5}\n  lat: 1", 5), ("{}", 1), ("a: b", 1),
      ("policies:\n- {name: a}", 2), ("policies:\n- {type: always_sample}", 2), ("x: 1\ntail_sampling: {}", 2),
      ("policies:\n- {name: n, type: numeric_attribute, numeric_attribute: {key: k, min_value: 0}}", 2),
      ("policies:\n- name: s\n  type: status_code\n  status_code:\n    status_codes: []", 5),
      ("policies:\n- name: s\n  type: string_attribute\n  string_attribute: {key: \"${env:K}\", values: [a]}", 4),
      ("policies:\n- name: a\n  type: and\n  and:\n    and_sub_policy:\n    - {name: d, type: drop}", 6),
      ("sampling_strategy: span-ingest\npolicies: [{name: a, type: always_sample}]", 1),
      ("processors:\n  tail_sampling/a: {policies: []}\n  tail_sampling/b: {policies: []}", 3),
      ("policies:\n- {name: r, type: rate_limiting, rate_limiting: {spans_per_second: '5'}}", 2),
      ("policies:\n- name: p\n  type: probabilistic\n  probabilistic:\n    sampling_percentage: -1", 5),
    ])
  func refusals(_ text: String, _ line: Int) {
    let error = #expect(throws: YAMLError.self, "\(text)") {
      try SamplingPolicy.read(YAMLParser.parse(Array(text.utf8)))
    }
    #expect(error?.line == line, "\(text)")
  }
}

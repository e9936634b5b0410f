import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Critical paths of a dump")
struct CriticalPathFoldTests {
  static func folded(_ table: SpanTable, _ options: CriticalPathOptions = .init()) -> CriticalPathResult {
    var fold = CriticalPathFold(options: options, symbols: table.symbols)
    fold.observe(journeysOf: table)
    return fold.finish()
  }

  static func json(_ result: CriticalPathResult) -> String {
    var json = JSONWriter(pretty: true)
    result.write(to: &json)
    return String(decoding: json.finish(), as: UTF8.self)
  }

  static func seeded(traces: Int, seed: UInt64 = 0) -> [DrawnSpan] {
    var spans: [DrawnSpan] = []
    for trace in 0..<UInt64(traces) {
      let shape = SeededTraces.Shape.allCases[Int(trace % 4)]
      spans += SeededTraces.trace(
        seed: seed + trace, shape: shape, spans: 3 + Int(trace % 20), traceID: TraceID(high: trace % 3, low: trace + 1))
    }
    return spans
  }

  static let shop = """
    shop checkout  S  |==========|
      bank pay     C    |======|

    shop checkout  S  |====|
      bank pay     C    |=|

    shop checkout  S  |====|

    shop browse    S  |=|
    """

  @Test("responses of one entry point add up: own time, share, frequency, exemplars")
  func aggregate() throws {
    let result = Self.folded(SpanTable(drawing: Self.shop))
    #expect(result.responseCount == 4)
    #expect(result.entries.map(\.operation) == ["checkout", "browse"])
    let checkout = try #require(result.entries.first)
    #expect(checkout.traces == 3 && checkout.durations.sum == 21000)
    #expect(checkout.path.map(\.operation) == ["checkout", "pay"])
    #expect(checkout.path.map(\.exclusiveNanoseconds) == [12000, 9000])
    #expect(checkout.path.map(\.traces) == [3, 2])
    #expect(checkout.path.map(\.spanKind) == [.server, .client])
    #expect(checkout.path[1].exemplars.map(\.traceID.low) == [1, 2])
    #expect(checkout.slowest.map(\.traceID.low) == [1, 2, 3])
    #expect(result.responses.map(\.traceID.low) == [1, 2, 3, 4])
    #expect(result.responses[0].segments.map(\.operation) == ["checkout", "pay", "checkout"])
  }

  @Test("a span whose parent is missing heads a path of its own")
  func orphan() {
    let result = Self.folded(
      SpanTable(
        drawing: """
          shop checkout  S  |==========|
          bank pay       S    |======|    ^dead
            bank query        |==|
          """))
    #expect(result.responses.map(\.operation) == ["checkout", "pay"])
    #expect(result.responses.map(\.isOrphan) == [false, true])
    #expect(result.entries.map(\.orphans) == [0, 1])
  }

  @Test("no journey, no response: an empty result is still whole JSON and a sentence")
  func empty() {
    let result = Self.folded(SpanTable.assembled([]))
    #expect(result.responseCount == 0)
    #expect(Self.json(result).contains("\"responses\": []"))
    #expect(result.section().blocks.count == 1)
  }

  @Test("own times of an entry point add up to its responses")
  func sums() {
    let result = Self.folded(SpanTable.assembled(Self.seeded(traces: 300)))
    for entry in result.entries {
      #expect(entry.path.reduce(0) { $0 + $1.exclusiveNanoseconds } == entry.durations.sum)
      #expect(entry.path.allSatisfy { $0.traces <= entry.traces })
    }
    #expect(result.entries.reduce(0) { $0 + $1.traces } == result.responseCount)
  }

  @Test("the order of the input changes nothing")
  func inputOrder() {
    let spans = Self.seeded(traces: 60)
    var options = CriticalPathOptions()
    options.top = nil
    let expected = Self.json(Self.folded(SpanTable.assembled(spans), options))
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<3 {
      #expect(Self.json(Self.folded(SpanTable.assembled(generator.shuffled(spans)), options)) == expected)
    }
  }

  @Test("journeys spread over folds, merged in any order, give the same", arguments: [2, 3, 7], [0, 1, 5, nil])
  func merging(workers: Int, top: Int?) {
    let table = SpanTable.assembled(Self.seeded(traces: 400, seed: 99))
    var options = CriticalPathOptions()
    options.top = top
    let expected = Self.json(Self.folded(table, options))
    for seed in 0..<3 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var folds = Array(repeating: CriticalPathFold(options: options, symbols: table.symbols), count: workers)
      for number in generator.shuffled(Array(0..<table.journeyCount)) {
        folds[Int(generator.next() % UInt64(workers))].observe(table.journey(number))
      }
      while folds.count > 1 {
        let other = folds.remove(at: Int(generator.next() % UInt64(folds.count)))
        folds[Int(generator.next() % UInt64(folds.count))].merge(other)
      }
      #expect(folds.map { Self.json($0.finish()) } == [expected])
    }
  }

  @Test("aggregates never depend on how many responses are kept")
  func top() {
    let table = SpanTable.assembled(Self.seeded(traces: 100))
    func aggregate(_ top: Int?) -> String {
      var options = CriticalPathOptions()
      options.top = top
      var result = Self.folded(table, options)
      result.responses = []
      return Self.json(result)
    }
    #expect(aggregate(0) == aggregate(nil) && aggregate(3) == aggregate(nil))
  }

  @Test("findings are counted in full and listed in part")
  func findings() {
    let trace = Drawing("a root  [0..10]\n  b late  [5..20]").spans
    let spans = (1...1000).flatMap { number in
      trace.map { span in
        var span = span
        span.traceID = TraceID(high: 0, low: UInt64(number))
        return span
      }
    }
    let result = Self.folded(SpanTable.assembled(spans))
    #expect(result.diagnosticCounts.map(\.kind) == [.clipped] && result.diagnosticCounts.map(\.count) == [1000])
    #expect(result.diagnostics.count == 100)
    #expect(result.diagnostics.allSatisfy { $0.nanoseconds == 10000 && $0.spanID == SpanID(2) })
  }

  @Test("the section shows where time goes, and with a baseline what changed most")
  func section() {
    let before = Self.folded(SpanTable(drawing: Self.shop))
    let now = Self.folded(
      SpanTable(
        drawing: """
          shop checkout  S  |================|
            bank pay     C    |============|
            db`|<b> x         |
          """))
    #expect(
      now.headline?.content == "Callers of shop checkout waited most for bank pay: 76.5 % of the time of 1 response.")
    let plain = now.section()
    #expect(plain.title.content == "Where time goes")
    #expect(plain.sections.map(\.title.content) == ["Slowest responses"])
    guard case .table(let table) = now.section(since: before).blocks.last else {
      Issue.record("no table")
      return
    }
    #expect(table.rows.map { $0[2].text.content } == ["pay", "checkout", "browse"])
    #expect(table.rows.map { $0[4].text.content } == ["3 µs → 13 µs ▲×4.33", "4 µs → 4 µs", "2 µs → –"])
  }

  @Test("JSON is of the documented shape")
  func shape() {
    let result = Self.folded(
      SpanTable(
        drawing: """
          trace ab
          shop checkout  S  [0..10]  @1
            bank pay     C  [5..12]  @2
          """))
    #expect(
      Self.json(result) == """
        {
          "schema": "tracemill/critical-path/1",
          "responseCount": 1,
          "responses": [
            {
              "traceId": "000000000000000000000000000000ab",
              "rootSpanId": "0000000000000001",
              "service": "shop",
              "operation": "checkout",
              "durationNs": 10000,
              "segments": [
                {
                  "kind": "work",
                  "traceId": "000000000000000000000000000000ab",
                  "spanId": "0000000000000001",
                  "service": "shop",
                  "operation": "checkout",
                  "startUnixNano": "1700000000000000000",
                  "endUnixNano": "1700000000000005000"
                },
                {
                  "kind": "work",
                  "traceId": "000000000000000000000000000000ab",
                  "spanId": "0000000000000002",
                  "service": "bank",
                  "operation": "pay",
                  "startUnixNano": "1700000000000005000",
                  "endUnixNano": "1700000000000010000"
                }
              ]
            }
          ],
          "completions": [],
          "aggregate": [
            {
              "entry": {
                "service": "shop",
                "operation": "checkout"
              },
              "traces": 1,
              "orphans": 0,
              "totalNs": 10000,
              "p50Ns": 10000,
              "p95Ns": 10000,
              "p99Ns": 10000,
              "exemplars": [
                "000000000000000000000000000000ab"
              ],
              "path": [
                {
                  "service": "bank",
                  "operation": "pay",
                  "kind": "work",
                  "spanKind": "client",
                  "exclusiveNs": 5000,
                  "share": 0.5,
                  "traces": 1,
                  "frequency": 1,
                  "p50Ns": 5000,
                  "p95Ns": 5000,
                  "p99Ns": 5000,
                  "maxNs": 5000,
                  "exemplars": [
                    "000000000000000000000000000000ab"
                  ]
                },
                {
                  "service": "shop",
                  "operation": "checkout",
                  "kind": "work",
                  "spanKind": "server",
                  "exclusiveNs": 5000,
                  "share": 0.5,
                  "traces": 1,
                  "frequency": 1,
                  "p50Ns": 5000,
                  "p95Ns": 5000,
                  "p99Ns": 5000,
                  "maxNs": 5000,
                  "exemplars": [
                    "000000000000000000000000000000ab"
                  ]
                }
              ],
              "bands": [
                {
                  "band": "p0-50",
                  "traces": 1,
                  "fromNs": 9728,
                  "belowNs": 10240,
                  "totalNs": 10000
                }
              ],
              "bandDifference": [],
              "tree": [
                {
                  "service": "shop",
                  "operation": "checkout",
                  "spanKind": "server",
                  "parent": null,
                  "depth": 1,
                  "traces": 1,
                  "inclusiveNs": 10000,
                  "exclusiveNs": 5000,
                  "p50Ns": 5000,
                  "p95Ns": 5000,
                  "p99Ns": 5000,
                  "bands": [
                    {
                      "traces": 1,
                      "inclusiveNs": 10000,
                      "exclusiveNs": 5000
                    }
                  ],
                  "exemplars": [
                    "000000000000000000000000000000ab"
                  ]
                },
                {
                  "service": "bank",
                  "operation": "pay",
                  "spanKind": "client",
                  "parent": 0,
                  "depth": 2,
                  "traces": 1,
                  "inclusiveNs": 5000,
                  "exclusiveNs": 5000,
                  "p50Ns": 5000,
                  "p95Ns": 5000,
                  "p99Ns": 5000,
                  "bands": [
                    {
                      "traces": 1,
                      "inclusiveNs": 5000,
                      "exclusiveNs": 5000
                    }
                  ],
                  "exemplars": [
                    "000000000000000000000000000000ab"
                  ]
                }
              ]
            }
          ],
          "diagnosticCounts": {
            "clipped": 1
          },
          "diagnostics": [
            {
              "traceId": "000000000000000000000000000000ab",
              "spanId": "0000000000000002",
              "kind": "clipped",
              "detail": "a child that reaches over its parent's bounds; cut off there",
              "amountNs": 2000
            }
          ]
        }

        """)
  }
}

import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Rate, errors, duration")
struct REDTests {
  private func red(_ table: SpanTable, _ options: REDOptions = REDOptions()) -> REDResult {
    var fold = REDFold(options: options, prior: (), symbols: table.symbols)
    fold.observe(journeysOf: table)
    return fold.finish()
  }

  private func lines(_ services: [REDResult.Service]) -> [String] {
    services.map { "\($0.service) \($0.statistics.calls) !\($0.statistics.errors) \($0.statistics.durations.sum)" }
  }

  @Test("tables show no p99 of fewer than a hundred calls, JSON always")
  func fewCalls() throws {
    for (calls, p99) in [(99, "–"), (100, "3 µs")] {
      let drawing = Array(repeating: "web GET S [0..3]", count: calls).joined(separator: "\n\n")
      let result = red(SpanTable(drawing: drawing))
      guard case .table(let table) = result.section().blocks[0] else { throw CancellationError() }
      #expect(table.rows[0].map(\.text.content).suffix(3) == ["3 µs", p99, "3 µs"])
      var json = JSONWriter()
      result.write(to: &json)
      #expect(String(decoding: json.finish(), as: UTF8.self).contains("\"p99Ns\":3000"))
    }
  }

  @Test("an operation is a service, a name and a kind")
  func operations() {
    let result = red(
      SpanTable(
        drawing: """
          web GET   S [0..100]  !
            web GET C [10..40]
            web GET C [50..90]  !
          """))
    #expect(
      result.operations.map {
        "\($0.service) \($0.operation) \($0.kind.name) \($0.statistics.calls) !\($0.statistics.errors)"
      }
        == ["web GET server 1 !1", "web GET client 2 !1"])
    #expect(result.operations.map(\.statistics.durations.sum) == [100_000, 70_000])
  }

  @Test("a service is counted by what comes in: an inner SERVER layer is the same request")
  func incoming() {
    let result = red(
      SpanTable(
        drawing: """
          web filter    S [0..100]
            web handler S [1..99]   !
              web get   C [2..50]
                app get S [3..40]
                  app again C [4..30]
                    app again S [5..20]
            mail work   R [60..90]
          """))
    #expect(lines(result.services) == ["app 2 !0 52000", "mail 1 !0 30000", "web 1 !0 100000"])
    #expect(result.services.allSatisfy { !$0.topmostSpans })
  }

  @Test("a service without SERVER and CONSUMER spans is counted by its topmost spans")
  func topmost() {
    let result = red(
      SpanTable(
        drawing: """
          job run    [0..100]
            job step [0..50]
            lib a    [50..70]
              job b  [55..60]
          """))
    #expect(lines(result.services) == ["job 2 !0 105000", "lib 1 !0 20000"])
    #expect(result.services.allSatisfy { $0.topmostSpans })
  }

  @Test("a span without a time is a call, and in no duration, bucket or percentile")
  func missingTime() async throws {
    var batch = SpanBatch(drawing: "web GET S [0..100]\nweb GET S [0..50]")
    batch.records[1].flags.insert(.missingTime)
    let assembler = await TraceAssembler(
      DecodedSpans(batches: [batch], quality: DataQuality()), partitions: 1)
    let result = red(try assembler.partition(0).table)
    #expect(result.requests.calls == 2)
    #expect(result.requests.durations.count == 1)
    #expect(result.buckets.reduce(0) { $0 + $1.statistics.calls } == 1)
  }

  @Test("buckets are as fine as fit: seconds for seconds, minutes for an hour")
  func buckets() {
    let second = 1_000_000
    let seconds = (0..<5).map { "web GET S [\($0 * second)..\($0 * second + 10)]" }.joined(separator: "\n")
    let fine = red(SpanTable(drawing: seconds), REDOptions(mostBuckets: 10))
    #expect(fine.bucketWidth == 1_000_000_000)
    #expect(fine.buckets.map(\.statistics.calls) == [1, 1, 1, 1, 1])
    let hour = (0..<60).map { "web GET S [\($0 * 60 * second)..\($0 * 60 * second + 10)]" }.joined(separator: "\n")
    let coarse = red(SpanTable(drawing: hour), REDOptions(mostBuckets: 10))
    #expect(coarse.bucketWidth == 600_000_000_000)
    #expect(coarse.buckets.count <= 10)
    #expect(coarse.buckets.reduce(0) { $0 + $1.statistics.calls } == 60)
  }

  @Test("the earliest and the latest time there is do no harm")
  func extremes() {
    var spans = Drawing("web GET S [0..100]\nweb GET S [0..100]\nweb GET S [0..100]").spans
    (spans[0].start, spans[0].end) = (.min, .min)
    (spans[1].start, spans[1].end) = (.max, .max)
    let result = red(SpanTable.assembled(spans), REDOptions(mostBuckets: 10))
    #expect(result.buckets.reduce(0) { $0 + $1.statistics.calls } == 3)
    #expect(result.coveredNanoseconds == .max)
  }

  @Test("any partitioning and order of merging gives the same bytes", arguments: 1...20 as ClosedRange<UInt64>)
  func law(_ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    var spans: [DrawnSpan] = []
    for trace in 1...20 as ClosedRange<UInt64> {
      let shift = generator.number(in: 0...generator.pick([1000, 1_000_000_000_000, 100_000_000_000_000_000]))
      for var span in SeededTraces.trace(seed: trace, shape: .wild, traceID: TraceID(high: 0, low: trace)) {
        span.start += shift
        span.end += shift
        spans.append(span)
      }
    }
    let options = REDOptions(mostBuckets: 6)
    let whole = red(SpanTable.assembled(spans), options)
    let assembler = await TraceAssembler(DecodedSpans(generator.shuffled(spans)), partitions: 4)
    var parts: [REDFold] = []
    for number in 0..<4 {
      let table = try assembler.partition(number).table
      for journey in 0..<table.journeyCount {
        var part = REDFold(options: options, prior: (), symbols: assembler.symbols)
        part.observe(table.journey(journey))
        parts.append(part)
      }
    }
    var merged = REDFold(options: options, prior: (), symbols: assembler.symbols)
    for part in generator.shuffled(parts) { merged.merge(part) }
    #expect(json(merged.finish()) == json(whole))
    #expect(whole.buckets.count <= 6)
  }

  private func json(_ result: REDResult) -> [UInt8] {
    var json = JSONWriter()
    result.write(to: &json)
    return json.finish()
  }

  @Test("rows of JSON are those of the longest total time, the rest counted")
  func top() {
    let result = red(
      SpanTable(
        drawing: """
          web short S [0..10]
          web long  S [0..90]
          """))
    var json = JSONWriter()
    result.write(to: &json, top: 1)
    let text = String(decoding: json.finish(), as: UTF8.self)
    #expect(
      text.contains(#""rows":[{"service":"web","operation":"long","kind":"server","calls":1,"errors":0,"errorRate":0,"#)
    )
    #expect(text.contains(#""rowsHidden":1"#))
  }
}

@Suite("Rate, errors, duration: before and now")
struct REDComparisonTests {
  private func red(_ operations: [(name: String, calls: Int, micros: Int, errors: Int)]) -> REDResult {
    var lines: [String] = []
    for (name, calls, micros, errors) in operations {
      for call in 0..<calls {
        lines.append("web \(name) S [\(call * 100)..\(call * 100 + micros)]\(call < errors ? " !" : "")")
      }
    }
    let table = SpanTable(drawing: lines.joined(separator: "\n"))
    var fold = REDFold(options: REDOptions(), prior: (), symbols: table.symbols)
    fold.observe(journeysOf: table)
    return fold.finish()
  }

  @Test("the largest change comes first, and few calls hold it back")
  func order() {
    let comparison = REDComparison(
      before: red([
        ("same", 200, 50, 0), ("slow", 200, 20, 0), ("fails", 200, 30, 0), ("rare", 2, 10, 0), ("gone", 50, 9, 0),
      ]),
      now: red([
        ("same", 200, 50, 0), ("slow", 200, 80, 0), ("fails", 200, 30, 16), ("rare", 2, 90, 0), ("new", 40, 9, 0),
      ]))
    #expect(comparison.rows.map(\.operation) == ["fails", "slow", "gone", "new", "rare", "same"])
  }

  @Test("an improvement counts half, and each row says which way it went")
  func direction() {
    let comparison = REDComparison(
      before: red([("faster", 200, 80, 0), ("slower", 200, 40, 0), ("gone", 50, 9, 0)]),
      now: red([("faster", 200, 20, 0), ("slower", 200, 80, 0)]))
    #expect(comparison.rows.map(\.operation) == ["slower", "gone", "faster"])
    #expect(comparison.rows.map(\.direction) == [.worse, .other, .better])
  }

  @Test("hours without a request are a gap, a lull is none: rates are over the time with requests")
  func gaps() {
    func requests(_ starts: [Int64]) -> REDResult {
      let spans = starts.enumerated().map { number, second in
        var span = DrawnSpan()
        span.traceID = TraceID(high: 0, low: UInt64(number + 1))
        span.spanID = SpanID(1)
        span.service = "web"
        span.operation = "GET"
        span.start = Drawing.epoch + second * 1_000_000_000
        span.end = span.start + 1_000_000
        return span
      }
      let table = SpanTable.assembled(spans)
      var fold = REDFold(options: REDOptions(), prior: (), symbols: table.symbols)
      fold.observe(journeysOf: table)
      return fold.finish()
    }
    let busy = (0..<600).map { Int64($0) }
    let torn = requests(busy + busy.map { $0 + 7200 })
    #expect(torn.coveredNanoseconds / 1_000_000_000 == 7799)
    #expect(abs(torn.activeNanoseconds / 1_000_000_000 - 1200) <= 120)
    let quiet = requests((0..<100).map { Int64($0 * $0) })
    #expect(quiet.activeNanoseconds == quiet.coveredNanoseconds)
    #expect(requests([]).activeNanoseconds == 0)
    let rows = REDComparison(before: torn, now: requests(busy)).rows
    #expect(rows.allSatisfy { $0.score < 100 })
  }

  @Test("an operation that only one dump has says so")
  func oneSided() {
    let section = REDComparison(before: red([("gone", 5, 10, 0)]), now: red([("new", 5, 10, 0)])).section()
    let cells = section.blocks.compactMap { block -> [[String]]? in
      guard case .table(let table) = block else { return nil }
      return table.rows.map { $0.map(\.text.content) }
    }.flatMap(\.self)
    #expect(cells.contains { $0.contains("gone") && $0.contains("not seen") })
    #expect(cells.contains { $0.contains("new") })
  }
}

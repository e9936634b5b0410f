import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting
import YAMLReading

@Suite("Expectations")
struct ExpectationTests {
  private func results(_ text: String, _ table: SpanTable, workers: Int = 1) throws -> [ExpectationResult] {
    let expectations = try TraceAnalysis.Expectation.read(YAMLParser.parse(Array(text.utf8)))
    let empty = ExpectationsFold(options: expectations, symbols: table.symbols)
    var folds = [ExpectationsFold](repeating: empty, count: workers)
    for number in 0..<table.journeyCount { folds[number % workers].observe(table.journey(number)) }
    var sum = empty
    for fold in folds.reversed() { sum.merge(fold) }
    return sum.finish()
  }

  private let shop = """
    web GET     S [0..100]
      web inner S [1..90] !
      db  read  C [2..50] !

    web GET     S [0..101] !

    job run     I [0..7]   ^99
      job step  I [1..6]
    """

  @Test("every expectation is listed in the order of the keys, whatever their order in the file")
  func order() throws {
    let text =
      "durations: [{service: web, max: 1s, p50: 1s}]\ncomplete: 50\nservices: [web]\nerror_rates: [{service: web, max: 50%}]"
    let results = try results(text, SpanTable(drawing: shop))
    #expect(results.map(\.kind) == ["service", "complete", "error_rate", "duration", "duration"])
    #expect(results.map(\.subject) == ["web", nil, "web", "web:* max", "web:* p50"])
    #expect(results.map(\.isMet) == [true, true, true, true, true])
  }

  @Test("a service owns all its spans, inner ones too; one that has none fails")
  func services() throws {
    let results = try results(
      "services: [{name: web, min_spans: 3}, nobody, {name: web, min_spans: 4}]", SpanTable(drawing: shop))
    #expect(results.map(\.isMet) == [true, false, false])
    #expect(results.map(\.observed) == [.count(3), .count(0), .count(3)])
  }

  @Test("shares are exact: a third is not 33.3 percent")
  func shares() throws {
    let whole = try results("complete: 66.6666666666666666\n", SpanTable(drawing: shop))
    #expect(whole[0].isMet)
    #expect(try !results("complete: 66.6666666666666667\n", SpanTable(drawing: shop))[0].isMet)
  }

  @Test("a request of a service with SERVER spans is one of them; of one without, a topmost span")
  func requests() throws {
    let results = try results(
      "error_rates: [{service: web, max: 50}, {service: db, max: 99}, {service: job, max: 0}, {service: x, max: 100}]",
      SpanTable(drawing: shop))
    #expect(results.map(\.isMet) == [true, false, true, false])
    #expect(results.map(\.observed) == [.percent(50), .percent(100), .percent(0), nil])
  }

  @Test("a duration passes at exactly the limit and its tolerance, though percentiles are only nearly exact")
  func limits() throws {
    // 1.000001 s falls into a bucket of 16 ms.
    let drawing = Array(repeating: "web GET S [0..1000001]", count: 20).joined(separator: "\n\n")
    let table = SpanTable(drawing: drawing)
    for (text, isMet) in [
      ("p95: 1000.001ms", true), ("p95: 1000.000999ms", false), ("p50: 1s, tolerance: 0.0001%", true),
      ("p50: 1s, tolerance: 0.00009", false), ("max: 1000.001ms", true), ("max: 1s", false),
    ] {
      let result = try results("durations: [{service: web, \(text)}]", table)[0]
      #expect(result.isMet == isMet, "\(text)")
      guard case .duration(let observed) = result.observed else { throw CancellationError() }
      #expect((observed <= result.expectation.greatestDurationForTests) == isMet, "\(text)")
    }
  }

  @Test("percentiles are those of sorted durations, and several workers find the same", arguments: 0..<30)
  func twin(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let lengths = (0..<random.number(in: 1...60)).map { _ in random.number(in: 1...40) }
    let table = SpanTable(drawing: lengths.map { "web GET S [0..\($0)]" }.joined(separator: "\n\n"))
    let limit = random.number(in: 1...40)
    let percent = random.pick([50, 95, 99])
    let sorted = lengths.sorted()
    let rank = (sorted.count * percent + 99) / 100
    let text = "durations: [{service: web, p\(percent): \(Double(limit) / 1000)ms}]"
    let result = try results(text, table)
    #expect(result[0].isMet == (sorted[rank - 1] <= limit))
    #expect(try results(text, table, workers: 3) == result)
  }

  @Test(
    "what a file of expectations may not say",
    arguments: [
      ("services: [web]\ncompletee: 5", 2), ("durations:\n- service: web\n  operation: x", 2), ("complete: 101", 1),
      ("services:\n- {name: web, least: 4}", 2), ("services: web", 1), ("error_rates:\n- {service: web}", 2),
      ("durations:\n- {service: web, p95: fast}", 2), ("durations:\n- {p95: 5ms}", 2), ("complete: -1", 1),
      ("services:\n- {name: web, min_spans: -1}", 2), ("[]", 1),
    ])
  func refusals(_ text: String, _ line: Int) {
    let error = #expect(throws: YAMLError.self, "\(text)") {
      try TraceAnalysis.Expectation.read(YAMLParser.parse(Array(text.utf8)))
    }
    #expect(error?.line == line, "\(text)")
  }
}

extension TraceAnalysis.Expectation {
  /// The limit and its tolerance in ns, in floating point.
  fileprivate var greatestDurationForTests: Int64 {
    guard case .duration(_, _, _, let limit, let tolerance) = self else { return .max }
    return Int64((Double(limit) * (1 + tolerance.double / 100)).rounded())
  }
}

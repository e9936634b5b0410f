import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Assertions about two dumps")
struct DumpAssertionTests {
  private func result(_ drawing: String) async throws -> DumpComparisonFold.Result {
    let assembler = await TraceAssembler(DecodedSpans(Drawing(drawing).spans), partitions: 1)
    var fold = DumpComparisonFold(options: DependencyOptions(), symbols: assembler.symbols)
    let table = try assembler.partition(0).table
    fold.observe(journeysOf: table)
    return fold.finish()
  }

  /// Two requests of 100 µs before; three of 120 µs now, one failed, and a service more.
  private func comparison() async throws -> DumpComparison {
    let before = """
      web GET   S [0..100]
        web GET C [0..10]

      web GET   S [0..100]
      """
    let now = """
      web GET   S [0..120] !

      web GET   S [0..120]
        web GET C [0..20]

      web GET   S [0..120]
        app GET S [5..15]
      """
    return try await DumpComparison(before: result(before), now: result(now))
  }

  private func holds(
    _ metric: DumpAssertion.Metric, _ selector: DumpAssertion.Selector, _ relation: DumpAssertion.Relation,
    _ limit: DumpAssertion.Limit
  ) async throws -> Bool {
    let assertion = DumpAssertion(text: "it", metric: metric, selector: selector, relation: relation, limit: limit)
    return try await assertion.failure(in: comparison()) == nil
  }

  @Test("x compares with the dump before, exactly")
  func times() async throws {
    #expect(try await holds(.p95, .service("web"), .lessOrEqual, .timesBefore(millionths: 1_200_000)))
    #expect(try await !holds(.p95, .service("web"), .less, .timesBefore(millionths: 1_200_000)))
    #expect(try await holds(.calls, .everything, .equal, .timesBefore(millionths: 1_500_000)))
    #expect(try await holds(.mean, .service("web"), .greater, .timesBefore(millionths: 1_199_999)))
  }

  @Test("errors are a share, or a count without a sign")
  func errors() async throws {
    #expect(try await holds(.errors, .everything, .greater, .share(millionths: 333_333)))
    #expect(try await holds(.errors, .everything, .less, .share(millionths: 333_334)))
    #expect(try await holds(.errors, .service("web"), .equal, .number(millionths: 1_000_000)))
  }

  @Test("an operation is what comes in under its name")
  func operation() async throws {
    let get = DumpAssertion.Selector.operation(service: "web", operation: "GET")
    #expect(try await holds(.calls, get, .equal, .number(millionths: 3_000_000)))
    #expect(try await holds(.p50, get, .equal, .duration(nanoseconds: 120_000)))
  }

  @Test("a rate is calls a second of what the dump covers")
  func rate() async throws {
    #expect(try await holds(.rate, .everything, .equal, .number(millionths: 25_000_000_000)))
  }

  @Test("new edges are counted")
  func edges() async throws {
    #expect(try await holds(.edges, .edges(.added), .equal, .number(millionths: 1_000_000)))
    #expect(try await holds(.edges, .edges(.gone), .equal, .number(millionths: 0)))
  }

  @Test("what fails tells the figures that made it fail")
  func figures() async throws {
    let comparison = try await comparison()
    func failure(_ metric: DumpAssertion.Metric, _ selector: DumpAssertion.Selector, _ limit: DumpAssertion.Limit)
      -> DumpAssertion.Failure?
    {
      DumpAssertion(text: "it", metric: metric, selector: selector, relation: .less, limit: limit)
        .failure(in: comparison)
    }
    guard
      case .measured(let now, calls: 3, before: let before?)? = failure(
        .p95, .service("web"), .timesBefore(millionths: 1_000_000))
    else {
      Issue.record("p95 of web is not less than before")
      return
    }
    #expect(now == .duration(nanoseconds: 120_000))
    #expect(before.figure == .duration(nanoseconds: 100_000) && before.calls == 2)
    guard case .edges(count: 1, examples: let examples)? = failure(.edges, .edges(.added), .number(millionths: 0))
    else {
      Issue.record("an edge was added")
      return
    }
    #expect(examples.map { "\($0.source) → \($0.target)" } == ["web → app"])
  }
}

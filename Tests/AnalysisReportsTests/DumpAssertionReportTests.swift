import AnalysisReports
import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Assertions about two dumps, as people read why they fail")
struct DumpAssertionReportTests {
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

  @Test("what fails says which figures made it fail")
  func sentences() async throws {
    let comparison = try await comparison()
    func sentence(_ metric: DumpAssertion.Metric, _ selector: DumpAssertion.Selector, _ limit: DumpAssertion.Limit)
      -> String?
    {
      let assertion = DumpAssertion(text: "it", metric: metric, selector: selector, relation: .less, limit: limit)
      return assertion.failure(in: comparison).map { assertion.sentence($0) }
    }
    #expect(
      sentence(.p95, .service("web"), .timesBefore(millionths: 1_000_000))
        == "it does not hold: p95 of \"web\" is 120 µs over 3 calls (before: 100 µs, 2 calls)")
    #expect(
      sentence(.p95, .service("nobody"), .duration(nanoseconds: 1))
        == "it does not hold: neither dump has spans of \"nobody\"")
    #expect(
      sentence(.p95, .service("app"), .timesBefore(millionths: 1_000_000))
        == "it does not hold: \"app\" has no calls before to compare with")
    #expect(sentence(.edges, .edges(.added), .number(millionths: 0)) == "it does not hold: 1 added (web → app)")
  }
}

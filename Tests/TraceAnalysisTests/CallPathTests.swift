import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Dependencies: the ways requests take")
struct CallPathTests {
  private func paths(_ spans: [DrawnSpan]) -> CallPathResult {
    let table = SpanTable.assembled(spans)
    var fold = CallPathFold(options: (), prior: (), symbols: table.symbols)
    fold.observe(journeysOf: table)
    return fold.finish()
  }

  private func lines(_ result: CallPathResult) -> [String] {
    result.paths.map { path in
      path.hops.map { "\($0.service) \($0.operation)" }.joined(separator: " > ") + " ×\(path.traces)"
        + (path.errors > 0 ? " !\(path.errors)" : "")
    }
  }

  private static let drawing = """
    web GET       S |========|
      web call    C  |======|
        app GET   S   |====|     !
          app sub I    |==|
      bank pay    S        |=|

    web GET       S |========|
      app GET     S  |====|
        app query C   |==|
    """

  @Test("a span is a hop when the service changes or when it is SERVER or CONSUMER; a way counts once a trace")
  func hops() {
    #expect(
      lines(paths(Drawing(Self.drawing).spans)) == ["web GET > app GET ×2 !1", "web GET > bank pay ×1"])
  }

  @Test("a SERVER of the same service is a hop, its CLIENT is none")
  func sameService() {
    let result = paths(
      Drawing(
        """
        a root   S |=====|
          a opA  S  |===|
            a op C   |=|
        """
      ).spans)
    #expect(lines(result) == ["a root > a opA ×1"])
  }

  @Test("work of its own beside a call is a way that ends there")
  func ownWork() {
    let result = paths(
      Drawing(
        """
        front GET S |=========|
          front x I  |==|
          front y C      |===|
            g GET S       |=|
        """
      ).spans)
    #expect(lines(result) == ["front GET ×1", "front GET > g GET ×1"])
  }

  @Test("focus keeps the ways through a service, or through one operation of it")
  func focus() {
    let result = paths(Drawing(Self.drawing).spans)
    #expect(lines(result.focused(on: "bank")) == ["web GET > bank pay ×1"])
    #expect(lines(result.focused(on: "app", operation: "GET")) == ["web GET > app GET ×2 !1"])
    #expect(lines(result.focused(on: "app", operation: "POST")) == [])
  }

  @Test("steps between operations add up over ways")
  func steps() {
    let result = paths(Drawing(Self.drawing).spans)
    #expect(
      result.steps.map { "\($0.from.service) > \($0.to.service) \($0.statistics.calls) !\($0.statistics.errors)" }
        == ["web > app 2 !1", "web > bank 1 !0"])
  }

  @Test("a child that starts before its parent is on the same way")
  func skew() {
    let result = paths(
      Drawing(
        """
        web GET   S [100..200]
          app GET S [50..150]
            db q  S [20..30]
        """
      ).spans)
    #expect(lines(result) == ["web GET > app GET > db q ×1"])
  }

  @Test("order and partitioning change nothing", arguments: 1...10 as ClosedRange<UInt64>)
  func law(_ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let spans = DependencyLawTests.spans(seed: seed)
    let assembler = await TraceAssembler(DecodedSpans(generator.shuffled(spans)), partitions: 3)
    var parts: [CallPathFold] = []
    for number in 0..<3 {
      let table = try assembler.partition(number).table
      for journey in 0..<table.journeyCount {
        var part = CallPathFold(options: (), prior: (), symbols: assembler.symbols)
        part.observe(table.journey(journey))
        parts.append(part)
      }
    }
    var merged = CallPathFold(options: (), prior: (), symbols: assembler.symbols)
    for part in generator.shuffled(parts) { merged.merge(part) }
    let single = await TraceAssembler(DecodedSpans(spans), partitions: 1)
    let table = try single.partition(0).table
    var whole = CallPathFold(options: (), prior: (), symbols: single.symbols)
    whole.observe(journeysOf: table)
    let (left, right) = (merged.finish(), whole.finish())
    #expect(json(left) == json(right))
    #expect(!left.paths.isEmpty)
  }

  @Test("a chain of 20,000 hops is cut at the deepest that is kept, and takes no longer than its length")
  func deep() {
    var spans = SeededTraces.chain(20_000)
    for place in spans.indices { spans[place].service = place % 2 == 0 ? "a" : "b" }
    let result = paths(spans)
    #expect(result.paths.map(\.hops.count) == [500])
  }

  private func json(_ result: CallPathResult) -> [UInt8] {
    var json = JSONWriter()
    result.writePaths(to: &json)
    result.writeOperations(to: &json)
    return json.finish()
  }
}

import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Errors by the conventions")
struct ErrorConventionTests {
  /// What stands behind the bar, and whether the conventions call it an error.
  static let answers: [(kind: String, mark: String, isError: Bool)] = [
    ("S", "http.response.status_code=500", true), ("S", "http.response.status_code=499", false),
    ("C", "http.response.status_code=400", true), ("C", "http.status_code=404", true),
    ("C", "http.response.status_code=302", false), ("I", "http.response.status_code=500", false),
    ("S", "rpc.grpc.status_code=14", true), ("S", "rpc.grpc.status_code=5", false),
    ("S", "rpc.response.status_code=DATA_LOSS", true), ("S", "rpc.response.status_code=NOT_FOUND", false),
    ("C", "rpc.grpc.status_code=5", true), ("C", "rpc.grpc.status_code=0", false),
    ("C", "rpc.response.status_code=OK", false), ("S", "http.response.status_code=500 ok", false),
    ("S", "http.response.status_code=many", false),
  ]

  private func doctor(_ rule: ErrorRule, _ drawing: String) async throws -> DoctorResult {
    let assembler = await TraceAssembler(
      DecodedSpans(drawing: drawing), partitions: 1, journeys: JourneyOptions(errorRule: rule))
    let table = try assembler.partition(0).table
    var fold = DoctorFold(options: (), prior: (), symbols: table.symbols)
    fold.observe(journeysOf: table)
    return fold.finish()
  }

  @Test(
    "a span with the status UNSET fails by its answer when that is asked for; else it is counted apart",
    arguments: answers)
  func rule(_ kind: String, _ mark: String, _ isError: Bool) async throws {
    let drawing = "web GET \(kind) |===| \(mark)"
    let usual = try await doctor(.status, drawing)
    #expect(usual.errors == 0 && usual.unsetFailures == (isError ? 1 : 0))
    let other = try await doctor(.conventions, drawing)
    #expect(other.errors == (isError ? 1 : 0) && other.unsetFailures == 0)
  }

  @Test("the status ERROR counts by either rule, once")
  func status() async throws {
    for rule in ErrorRule.allCases {
      let result = try await doctor(rule, "web GET S |===| ! http.response.status_code=500")
      #expect(result.errors == 1 && result.unsetFailures == 0)
    }
  }

  @Test("a dump in which no span names its service is told apart")
  func unnamed() async throws {
    #expect(try await doctor(.status, "unknown_service GET S |===|").namedServices == 0)
    #expect(try await doctor(.status, "web GET S |===|").namedServices == 1)
  }
}

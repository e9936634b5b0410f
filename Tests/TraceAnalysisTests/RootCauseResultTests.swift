import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Root causes: what the result holds")
struct RootCauseResultTests {
  @Test("what speaks against a candidate denies nothing of what speaks for it", arguments: RootCauseShop.Fault.allCases)
  func against(_ fault: RootCauseShop.Fault) {
    for candidate in RootCause.rank(
      baseline: RootCauseShop().window(), incident: RootCauseShop(fault: fault, seed: 2, start: 1000).window()
    ).candidates {
      for item in candidate.evidence where item.dimension != .metrics && item.score > 0 && item.signal != "place" {
        #expect(!candidate.against.contains(.lacks(item.dimension, isWeak: false)), "\(candidate)")
      }
    }
  }

  @Test("a failed request is one whose entry span failed: the same in the ranking and in rates, errors, durations")
  func failed() {
    var spans = RootCauseShop(seed: 2, start: 1000).spans
    for place in spans.indices {
      if spans[place].spanID == SpanID(3) { spans[place].status = .error }
      if spans[place].spanID == SpanID(1), spans[place].traceID.low % 4 == 0 { spans[place].status = .error }
    }
    let table = SpanTable.assembled(spans)
    var fold = REDFold(options: REDOptions(), prior: (), symbols: table.symbols)
    fold.observe(journeysOf: table)
    let impact = RootCause.rank(
      baseline: RootCauseShop().window(), incident: RootCauseShop.fold(spans).finish()
    ).impact
    #expect(impact.incident.errors == 20)
    #expect(impact.incident.errors == fold.finish().requests.errors)
    #expect(impact.windows.incident.traces == 80 && impact.windows.incident.extent != nil)
  }

  @Test("who sends messages to a suspect does not wait for it, who calls it does")
  func waiting() async throws {
    let result = try await dependencies(
      of: """
        web POST     S [0..100]
          web call   C [10..50]
            app POST S [11..49]
              app send P [20..30] @a messaging.system=kafka messaging.destination.name=jobs

        work jobs R [60..90] -> @a messaging.system=kafka messaging.destination.name=jobs
        """)
    func upstream(_ name: String, waiting: Bool) throws -> [String] {
      let start = try #require(result.nodes.firstIndex { $0.category == .service && $0.name == name })
      return result.upstream(of: [start], waiting: waiting).map { result.nodes[$0].name }.sorted()
    }
    #expect(try upstream("work", waiting: false) == ["app", "jobs", "web", "work"])
    #expect(try upstream("work", waiting: true) == ["work"])
    #expect(try upstream("app", waiting: true) == ["app", "web"])
  }
}

import ReportModel
import Testing
import TraceModel
import TracemillTesting

@testable import AnalysisReports
@testable import TraceAnalysis

@Suite("Root causes, as people read them")
struct RootCauseReportTests {
  typealias Fault = RootCauseShop.Fault

  static func rank(_ fault: Fault, deployments: [Deployment] = []) -> RootCauseResult {
    RootCause.rank(
      baseline: RootCauseShop().window(), incident: RootCauseShop(fault: fault, seed: 2, start: 1000).window(),
      deployments: deployments)
  }

  @Test("a service that does other things is not said to have a new version, unless one is in evidence")
  func version() throws {
    let plain = try #require(Self.rank(.cartStopsEarly).candidates.first)
    #expect(plain.kind == .change && plain.kindWords == "changed behaviour")
    #expect(plain.advice.content.hasPrefix("Find out why cart → load does other things than before"))
    #expect(!plain.advice.content.contains("version") && !plain.advice.content.contains("roll"))
    let rollout = Deployment(
      time: Drawing.epoch + 1_000_000_000_000, service: "cart", version: "7", note: "")
    let deployed = try #require(Self.rank(.cartStopsEarly, deployments: [rollout]).candidates.first)
    #expect(deployed.kindWords == "new version")
    #expect(deployed.advice.content.contains("roll it back (deployment 7"))
  }

  @Test("what speaks against a candidate denies nothing of what speaks for it", arguments: Fault.allCases)
  func against(_ fault: Fault) {
    for candidate in Self.rank(fault).candidates {
      for item in candidate.evidence where item.dimension != .metrics && item.score > 0 && item.signal != "place" {
        #expect(!candidate.against.contains("no evidence in \(item.dimension.rawValue)"), "\(candidate)")
      }
    }
  }

  @Test("slow calls out of the traced services name what is called, and the trace that shows it")
  func callee() throws {
    func window(_ fault: Fault, _ seed: UInt64, _ start: Int64) -> RootCauseWindow {
      var spans = RootCauseShop(fault: fault, seed: seed, start: start).spans
      for place in spans.indices where spans[place].operation == "SELECT cart" {
        spans[place].attributes = [
          ("db.system", .string(Array("postgresql".utf8)[...])),
          ("server.address", .string(Array("stock-db".utf8)[...])),
        ]
      }
      return RootCauseShop.fold(spans).finish()
    }
    let first = try #require(
      RootCause.rank(baseline: window(.none, 1, 0), incident: window(.slowDatabase, 2, 1000)).candidates.first)
    let evidence = try #require(first.evidence.first)
    #expect(evidence.signal == "client_time" && evidence.exemplars.count == 1)
    #expect(evidence.callee?.id == "database:stock-db")
    #expect(evidence.detail.hasPrefix("calls to database stock-db got slower: p50 "))
    #expect(first.advice.content.hasPrefix("Look at database stock-db, which cart → SELECT cart waits for"))
  }

  @Test("evidence of log lines bears traces and what a line says; an error told by lines alone is said to be logged")
  func logs() throws {
    var lines = LogLines()
    lines.services = ["cart"]
    lines.templates = ["Cart#1", "Cart#2"]
    lines.examples = ["loaded", "no such cart"]
    for seed in [UInt64(1), 2] {
      for number in 1...UInt64(80) {
        lines.lines.append(
          LogLine(
            time: 0, traceID: TraceID(high: seed, low: number), spanID: SpanID(3), service: 0, template: Int(seed) - 1,
            isError: seed == 2))
      }
    }
    let index = LogIndex(lines)
    let first = try #require(
      RootCause.rank(
        baseline: RootCauseShop().window(logs: index), incident: RootCauseShop(seed: 2, start: 1000).window(logs: index)
      ).candidates.first)
    let signals = Dictionary(first.evidence.map { ($0.signal, $0) }) { one, _ in one }
    #expect(
      signals["log_risen"]?.detail == "“Cart#2” (such as “no such cart”) is logged in 80 of 80 calls, before in 0 of 80"
    )
    for signal in ["log_risen", "log_dropped"] {
      let traces = try #require(signals[signal]).exemplars
      #expect(!traces.isEmpty && traces.allSatisfy { $0.high == 2 }, "\(signal)")
    }
    #expect(signals["errors_originated"]?.detail.hasPrefix("80 of 80 calls logged an error here") == true)
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
    for journey in 0..<table.journeyCount { fold.observe(table.journey(journey)) }
    let impact = RootCause.rank(
      baseline: RootCauseShop().window(), incident: RootCauseShop.fold(spans).finish()
    ).impact
    #expect(impact.incident.errors == 20)
    #expect(impact.incident.errors == fold.finish().requests.errors)
    #expect(impact.windows.incident.traces == 80 && impact.windows.incident.extent != nil)
  }

  @Test("no figure is cut off, and candidates that are not shown are counted")
  func whole() {
    let result = Self.rank(.slowCart)
    let sections = result.suspectSections(top: 1)
    guard case .table(let table) = sections[0].blocks[0], case .list(let items) = sections[0].blocks[1],
      case .list(let evidence) = sections[1].blocks[1]
    else {
      Issue.record("\(sections)")
      return
    }
    #expect(table.rows.count == 1 && table.total == result.candidates.count)
    for detail in result.candidates[0].evidence.map(\.detail) {
      #expect(evidence.contains { $0.content.contains(detail) })
    }
    #expect(items.count == 1 && items[0].content.contains(result.candidates[0].evidence[0].detail))
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

import ReportModel
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@testable import AnalysisReports

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
}

import ReportModel
import Testing
import TraceModel
import TracemillTesting

@testable import AnalysisReports
@testable import TraceAnalysis

@Suite("How root causes are explained")
struct RootCauseExplanationTests {
  static func rank(_ fault: RootCauseShop.Fault) -> RootCauseResult {
    RootCause.rank(
      baseline: RootCauseShop().window(), incident: RootCauseShop(fault: fault, seed: 2, start: 1000).window())
  }

  @Test("the service that got slow explains the time added to requests; what only waits for it explains none")
  func time() throws {
    let result = Self.rank(.slowCart)
    #expect(result.symptom.slower == 80)
    // 295 ms in each of 80 requests.
    #expect(abs(result.symptom.time - 80 * 295_000_000) < 1e9)
    let first = try #require(result.candidates.first)
    #expect(first.explains.time > 0.8 * result.symptom.time)
    #expect(
      result.candidates.filter { $0.service == "front" }.allSatisfy { $0.explains.time < 0.1 * result.symptom.time })
  }

  @Test("the service where errors start explains the failures of requests")
  func failures() throws {
    let result = Self.rank(.failingCart)
    let first = try #require(result.candidates.first)
    #expect(result.symptom.failures > 30)
    #expect(first.service == "cart" && first.explains.failures == result.symptom.failures)
  }

  @Test(
    "nothing is explained beyond the symptom, and quiet stretches are counted", arguments: RootCauseShop.Fault.allCases)
  func bounds(_ fault: RootCauseShop.Fault) {
    let result = Self.rank(fault)
    #expect(result.quiet.scores.count == 2 && (0...1).contains(result.quiet.falseAlarmRate))
    for candidate in result.candidates {
      #expect(candidate.explains.time <= result.symptom.time && candidate.explains.failures <= result.symptom.failures)
      #expect(candidate.evidence.allSatisfy { $0.measured == 0 || $0.score <= $0.measured + 1e-9 })
    }
  }

  @Test("the table and the JSON of an explanation say what was measured and what was taken from it")
  func report() throws {
    let result = Self.rank(.slowCart)
    let text = try #require(result.explanation).content
    #expect(text.hasPrefix("cart explains ") && text.contains("by which 80 requests took longer"))
    #expect(text.contains("2 stretches of the baseline"))
    let section = result.explanationSection(top: 1)
    let tables = section.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(tables.count == 2 && tables[0].rows.count == 1 && !tables[1].rows.isEmpty)
    var json = JSONWriter()
    result.write(to: &json, top: 1, isExplained: true)
    let written = String(decoding: json.finish(), as: UTF8.self)
    for member in ["explain", "addedNanos", "falseAlarmRate", "quietLevel", "discountedFor"] {
      #expect(written.contains("\"\(member)\""))
    }
    var plain = JSONWriter()
    result.write(to: &plain, top: 1)
    #expect(!String(decoding: plain.finish(), as: UTF8.self).contains("\"explain\""))
  }

  @Test("log lines of one window only are no evidence, and it is said", arguments: [UInt64(1), 2])
  func oneSidedLogs(_ seed: UInt64) {
    var lines = LogLines()
    lines.services = ["cart"]
    lines.templates = ["Cart#1"]
    for number in 1...UInt64(80) {
      lines.lines.append(
        LogLine(
          time: 0, traceID: TraceID(high: seed, low: number), spanID: SpanID(3), service: 0, template: 0, isError: true)
      )
    }
    let index = LogIndex(lines)
    let result = RootCause.rank(
      baseline: RootCauseShop().window(logs: index), incident: RootCauseShop(seed: 2, start: 1000).window(logs: index))
    #expect(result.verdict == .noIncident)
    #expect(result.missingData.contains(seed == 1 ? .incidentLogs : .baselineLogs))
  }

  @Test("a metric that jumps in every pod is evidence for none of them, one that jumps in one is")
  func metrics() {
    func points(_ jumping: Set<String>) -> [MetricPoint] {
      var points: [MetricPoint] = []
      for minute in Int64(0)..<30 {
        for service in ["cart", "price", "front"] {
          let isHigh = minute >= 20 && jumping.contains(service)
          points.append(
            MetricPoint(
              time: minute * 60_000_000_000, service: service, pod: service, name: "cpu",
              value: isHigh ? 900 : 10 + Double(minute % 3)))
        }
      }
      return points
    }
    let window = TimeWindow(
      start: Timestamp(nanoseconds: 20 * 60_000_000_000), end: Timestamp(nanoseconds: 30 * 60_000_000_000))
    #expect(MetricShifts.evidence(points(["cart", "price", "front"]), incident: window).isEmpty)
    #expect(MetricShifts.evidence(points(["cart"]), incident: window).map(\.service) == ["cart"])
  }

  @Test("who sends messages is not discounted for who gets them, nor blamed for messages that got lost")
  func messages() throws {
    func window(_ seed: UInt64, lost: Bool) -> RootCauseWindow {
      var spans: [DrawnSpan] = []
      for number in 1...UInt64(60) {
        func span(_ id: UInt64, _ parent: UInt64, _ service: String, _ kind: SpanKind, _ start: Int64, _ end: Int64) {
          var span = DrawnSpan()
          span.traceID = TraceID(high: seed, low: number)
          span.spanID = SpanID(id)
          span.parentID = SpanID(parent)
          span.service = service
          span.operation = "\(service) \(kind)"
          span.kind = kind
          span.start = Drawing.epoch + Int64(number) * 1_000_000_000 + start * 1_000_000
          span.end = Drawing.epoch + Int64(number) * 1_000_000_000 + end * 1_000_000
          if kind == .producer || kind == .consumer {
            span.attributes = [
              ("messaging.system", .string(Array("kafka".utf8)[...])),
              ("messaging.destination.name", .string(Array("jobs".utf8)[...])),
            ]
          }
          spans.append(span)
        }
        span(1, 0, "app", .server, 0, 20)
        span(2, 1, "app", .producer, 5, 8)
        if !lost || number % 3 == 0 { span(3, 2, "work", .consumer, 30, 40) }
      }
      return RootCauseShop.fold(spans).finish()
    }
    let result = RootCause.rank(baseline: window(1, lost: false), incident: window(2, lost: true))
    let first = try #require(result.candidates.first)
    #expect(first.service == "work" && first.evidence.first?.signal == "lost_messages" && first.discount == 0)
    #expect(!result.candidates.contains { $0.service == "app" })
  }
}

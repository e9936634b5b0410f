import AnalysisReports
import ReportModel
import ReportRendering
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Root causes")
struct RootCauseTests {
  typealias Fault = RootCauseShop.Fault

  static func json(_ result: RootCauseResult) -> String {
    var json = JSONWriter(pretty: true)
    result.write(to: &json)
    return String(decoding: json.finish(), as: UTF8.self)
  }

  static func rank(_ fault: Fault, prefix: String = "") -> RootCauseResult {
    RootCause.rank(
      baseline: RootCauseShop(prefix: prefix).window(),
      incident: RootCauseShop(fault: fault, seed: 2, start: 1000, prefix: prefix).window())
  }

  @Test(
    "a fault is found where it was put, and told by its kind",
    arguments: [
      (Fault.slowCart, "cart", "own_time", RootCauseResult.Kind.latency),
      (.slowDatabase, "cart", "client_time", .resource),
      (.slowNetworkToPrice, "price", "network_gap", .latency),
      (.failingCart, "cart", "errors_originated", .error),
      (.cartStopsEarly, "cart", "new_child_set", .change),
      (.missingPrice, "price", "unanswered_calls", .missing),
    ])
  func found(_ fault: Fault, _ service: String, _ signal: String, _ kind: RootCauseResult.Kind) throws {
    let result = Self.rank(fault)
    let first = try #require(result.candidates.first)
    #expect(first.service == service)
    #expect(first.evidence.first?.signal == signal)
    #expect(first.kind == kind)
    #expect(result.verdict == .likely)
    #expect(result.candidates.map(\.score) == result.candidates.map(\.score).sorted(by: >))
  }

  @Test("windows that do not differ are no incident, whatever the traffic", arguments: [20, 80, 160])
  func quiet(_ traces: Int) {
    let result = RootCause.rank(
      baseline: RootCauseShop().window(), incident: RootCauseShop(seed: 3, traces: traces, start: 1000).window())
    #expect(result.verdict == .noIncident)
    #expect(result.onset == nil)
  }

  @Test("a caller that only passes an error on stands behind its callee")
  func passedOn() throws {
    let result = Self.rank(.failingCart)
    let front = result.candidates.first { $0.service == "front" }
    #expect(front?.evidence.contains { $0.signal == "errors_originated" } != true)
    #expect((front?.score ?? 0) < 0.3)
  }

  @Test("a new version alone decides nothing")
  func version() {
    #expect(Self.rank(.newVersion).verdict == .noIncident)
  }

  @Test("an empty window has no candidates and says what is missing")
  func empty() {
    let nothing = RootCauseShop(traces: 0).window()
    let result = RootCause.rank(baseline: RootCauseShop().window(), incident: nothing)
    #expect(result.candidates.isEmpty && result.verdict == .noIncident)
    #expect(result.missingData.contains(.incidentTraces))
    #expect(RootCause.rank(baseline: nothing, incident: nothing).candidates.isEmpty)
  }

  @Test("the onset is where the requests change")
  func onset() throws {
    let quiet = RootCauseShop(seed: 2, traces: 40, start: 1000).spans
    let slow = RootCauseShop(fault: .slowCart, seed: 3, traces: 40, start: 1040).spans
    let result = RootCause.rank(
      baseline: RootCauseShop().window(), incident: RootCauseShop.fold(quiet + slow).finish())
    let onset = try #require(result.onset)
    #expect(abs(onset.nanoseconds - Drawing.epoch - 1_040_000_000_000) <= 10_000_000_000)
  }

  @Test("any split of the traces, merged in any order, gives the same bytes")
  func merging() {
    let spans = RootCauseShop(fault: .slowCart, seed: 2).spans
    let table = SpanTable.assembled(spans)
    let baseline = RootCauseShop().window()
    func folded(_ parts: Int, reversed: Bool) -> String {
      var folds = (0..<parts).map { _ in
        RootCauseFold(options: RootCauseOptions(), prior: nil, symbols: table.symbols)
      }
      for number in 0..<table.journeyCount { folds[number % parts].observe(table.journey(number)) }
      if reversed { folds.reverse() }
      var whole = folds[0]
      for fold in folds.dropFirst() { whole.merge(fold) }
      return Self.json(RootCause.rank(baseline: baseline, incident: whole.finish()))
    }
    let once = folded(1, reversed: false)
    for parts in [2, 3, 7] {
      #expect(folded(parts, reversed: false) == once)
      #expect(folded(parts, reversed: true) == once)
    }
  }

  @Test("logs that no longer come are evidence, joined by span, or by trace and service")
  func logs() throws {
    var lines = LogLines()
    lines.services = ["cart"]
    lines.templates = ["Cart#1", "Cart#2"]
    for seed in [UInt64(1), 2] {
      for number in 1...UInt64(80) {
        for template in seed == 1 ? [0, 1] : [0] {
          lines.lines.append(
            LogLine(
              time: 0, traceID: TraceID(high: seed, low: number), spanID: template == 0 ? .none : SpanID(3), service: 0,
              template: template, isError: false))
        }
      }
    }
    let index = LogIndex(lines)
    let result = RootCause.rank(
      baseline: RootCauseShop().window(logs: index),
      incident: RootCauseShop(seed: 2, start: 1000).window(logs: index))
    let first = try #require(result.candidates.first)
    #expect(first.service == "cart")
    #expect(first.evidence.map(\.signal) == ["log_dropped"])
    #expect(first.evidence.first?.detail == "“Cart#2” is logged in 0 of 80 calls, before in 80 of 80")
  }

  @Test("metrics name the resource, and do not decide")
  func metrics() throws {
    var points: [MetricPoint] = []
    for minute in Int64(0)..<30 {
      let time = Drawing.epoch + minute * 60_000_000_000
      let isNow = (1000...1080).contains(minute * 60)
      for (service, name) in [("cart", "cpu"), ("price", "memory")] {
        points.append(
          MetricPoint(time: time, service: service, pod: "a", name: name, value: isNow ? 900 : 10 + Double(minute % 3)))
      }
    }
    let windows = (
      RootCauseShop().window(), RootCauseShop(fault: .slowCart, seed: 2, start: 1000).window()
    )
    let result = RootCause.rank(baseline: windows.0, incident: windows.1, metrics: points)
    #expect(result.candidates.first?.service == "cart")
    #expect(result.candidates.first?.resource == .named("cpu"))
    let quiet = RootCause.rank(
      baseline: windows.0, incident: RootCauseShop(seed: 4, start: 1000).window(), metrics: points)
    #expect(quiet.verdict == .noIncident)
  }

  @Test("names of any kind break neither JSON nor Markdown", arguments: ["a|b`c<d>\"e\\f\n\u{202e}", "\u{0}"])
  func hostile(_ prefix: String) {
    let result = Self.rank(.slowCart, prefix: prefix)
    #expect(result.candidates.first?.service == prefix + "cart")
    let text = Self.json(result)
    #expect(!text.utf8.contains { $0 < 0x20 && $0 != 0x0a })
    let markdown = result.section().markdown(level: 1)
    #expect(!markdown.unicodeScalars.contains { $0.value == 0x202e || ($0.value < 0x20 && $0 != "\n") })
    let pipes = markdown.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
      line.indices.filter { line[$0] == "|" && (line[..<$0].last != "\\") }.count
    }
    #expect(Set(pipes).isSubset(of: [5, 6]))
  }
}

import Testing
import TraceModel
import TracemillTesting

@testable import TraceAnalysis

@Suite("Steps of root causes")
struct RootCauseStepTests {
  /// The shop's spans, changed in two of three traces.
  static func rank(_ change: (inout DrawnSpan) -> Void, dropping dropped: Set<UInt64> = []) -> RootCauseResult {
    var spans = RootCauseShop(seed: 2, start: 1000).spans
    for place in spans.indices where spans[place].traceID.low % 3 != 0 { change(&spans[place]) }
    spans.removeAll { $0.traceID.low % 3 != 0 && dropped.contains($0.spanID.value) }
    return RootCause.rank(baseline: RootCauseShop().window(), incident: RootCauseShop.fold(spans).finish())
  }

  @Test("a refusal that only the caller marks as failed is laid at the door of who refused")
  func refusal() throws {
    let first = try #require(
      Self.rank { span in if span.spanID == SpanID(2) { span.status = .error } }.candidates.first)
    #expect(first.service == "cart")
    #expect(first.evidence.first?.signal == "errors_originated")
    #expect(first.evidence.first?.operation == "load")
  }

  @Test("calls that fail without an answer count against the service that used to answer")
  func unanswered() throws {
    let first = try #require(
      Self.rank(
        { span in if span.spanID == SpanID(2) || span.spanID == SpanID(1) { span.status = .error } }, dropping: [3, 4]
      )
      .candidates.first)
    #expect(first.service == "cart")
    #expect(Set(first.evidence.map(\.signal)).isSuperset(of: ["calls_refused", "unanswered_calls"]))
  }

  @Test("a failed call out of the traced services is named as the resource")
  func outside() throws {
    let first = try #require(
      Self.rank { span in if span.spanID == SpanID(4) || span.spanID == SpanID(3) { span.status = .error } }
        .candidates.first)
    #expect(first.service == "cart")
    #expect(first.resource == .named("SELECT cart"))
    guard case .errorsOriginated(_, let origin) = first.evidence.first?.observation else {
      Issue.record("\(first.evidence)")
      return
    }
    #expect(origin.client?.name == "SELECT cart")
  }

  static func calls(_ failed: Int, of count: Int) -> CallStatistics {
    var statistics = CallStatistics()
    for number in 0..<count { statistics.add(failed: number < failed, duration: 10_000_000, timed: true) }
    return statistics
  }

  @Test("three errors where there were none are hardly evidence, thirty are")
  func rareErrors() {
    func ratio(_ hits: Int) -> Double {
      RootCauseNoise.likelihoodRatio(now: (hits, 800), before: Array(repeating: (0, 100), count: 8))
    }
    #expect(ratio(3) < 5)
    #expect(ratio(30) > 40)
    #expect(RootCauseNoise.likelihoodRatio(now: (1, 100), before: [(1, 100)]) == 0)
    #expect(RootCauseNoise.likelihoodRatio(now: (0, 100), before: [(1, 100)]) == 0)
    #expect(RootCauseNoise.likelihoodRatio(now: (5, 100), before: []) == 0)
  }

  @Test("the likelihood ratio grows with the count at the same rates, and falls with what was usual")
  func likelihoodLaw() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<200 {
      let calls = Int(generator.number(in: 20...2000))
      let hits = Int(generator.number(in: 1...Int64(calls)))
      let past = Int(generator.number(in: 0...Int64(hits)))
      let one = RootCauseNoise.likelihoodRatio(now: (hits, calls), before: [(past, calls)])
      let twice = RootCauseNoise.likelihoodRatio(now: (2 * hits, 2 * calls), before: [(2 * past, 2 * calls)])
      #expect(abs(twice - 2 * one) < 1e-6 * max(1, one))
      #expect(RootCauseNoise.likelihoodRatio(now: (hits, calls), before: [(past + 1, calls)]) <= one + 1e-9)
    }
  }

  @Test("calls a request: the same is nothing, five times is much, fewer is nothing")
  func callsPerRequest() {
    let before = Array(repeating: (made: 20, calls: 100), count: 8)
    #expect(CallsPerRequest.score(now: (200, 1000), before: before) < 0.01)
    #expect(CallsPerRequest.score(now: (1000, 1000), before: before) > 1)
    #expect(CallsPerRequest.score(now: (20, 1000), before: before) == 0)
    #expect(CallsPerRequest.score(now: (5, 10), before: []) == 0)
  }

  @Test("the worst stretch is where failures or durations rise, and nowhere in a quiet series")
  func worstStretch() {
    var generator = SeededGenerator(seed: 5)
    func series(_ bad: Range<Int>, failures: Int64, factor: Int64) -> [CallStatistics] {
      (0..<60).map { place in
        var statistics = CallStatistics()
        for _ in 0..<50 {
          statistics.add(
            failed: generator.chance(percent: bad.contains(place) ? failures : 1),
            duration: generator.number(in: 5_000_000...20_000_000) * (bad.contains(place) ? factor : 1), timed: true)
        }
        return statistics
      }
    }
    #expect((0..<20).allSatisfy { _ in WorstStretch.find(series(0..<0, failures: 0, factor: 1)) == nil })
    #expect(WorstStretch.find(series(20..<35, failures: 30, factor: 1))?.range == 20..<35)
    #expect(WorstStretch.find(series(40..<60, failures: 1, factor: 4))?.range == 40..<60)
    #expect(WorstStretch.find(series(0..<12, failures: 20, factor: 3))?.range == 0..<12)
    #expect(WorstStretch.find([]) == nil)
    #expect(WorstStretch.find(Array(repeating: Self.calls(5, of: 5), count: 7)) == nil)
  }

  @Test("steps that are left out bring no evidence", arguments: RootCauseStep.allCases)
  func leftOut(_ step: RootCauseStep) {
    var options = RootCauseOptions()
    options.steps = [step]
    let signals: [RootCauseStep: Set<String>] = [
      .ownTime: ["own_time", "client_time"], .networkGap: ["network_gap"],
      .structure: ["new_child_set", "stops_early", "unanswered_calls", "repeated_calls"],
      .errors: ["errors_originated", "calls_refused"], .logs: ["log_risen", "log_dropped"], .metrics: ["metric"],
      .queues: [
        "queue_wait", "lost_messages", "repeated_deliveries", "acknowledgement_order", "lost_acknowledgements",
      ],
      .backOff: ["service_time"],
    ]
    for fault in RootCauseShop.Fault.allCases {
      let result = RootCause.rank(
        baseline: RootCauseShop().window(),
        incident: RootCauseShop(fault: fault, seed: 2, traces: 16, start: 1000).window(), options: options)
      let seen = Set(result.candidates.flatMap(\.evidence).map(\.signal))
      #expect(seen.isSubset(of: (signals[step] ?? []).union(["deployment", "place"])))
    }
  }
}

import Testing
import TraceModel
import TracemillTesting

@testable import TraceAnalysis

@Suite("What quiet stretches say of evidence")
struct RootCauseQuietTests {
  static func evidence(_ observation: RootCauseResult.Observation, _ score: Double) -> RootCauseResult.Evidence {
    RootCauseResult.Evidence(service: "s", operation: "o", observation: observation, score: score)
  }

  static let noisy = RootCauseResult.Observation.stopsEarly(.init(before: .init(0, of: 9), now: .init(3, of: 9)))
  static let calm = RootCauseResult.Observation.callsRefused(.init(before: .init(0, of: 9), now: .init(3, of: 9)))

  static func levels(_ score: Double) -> QuietLevels {
    QuietLevels(
      baseline: RootCauseShop().window(), incident: RootCauseShop(seed: 2).window(),
      evidence: { _, _ in [evidence(noisy, score)] },
      lead: { .init(first: $0.first.map { RootCauseNoise.saturated($0.score) } ?? 0, second: 0) })
  }

  @Test(
    "evidence as strong as quiet stretches have loses half, five times as strong hardly any, of another signal none")
  func calibrated() {
    let levels = Self.levels(0.4)
    func left(_ signal: RootCauseResult.Observation, _ score: Double) -> Double {
      levels.calibrated([Self.evidence(signal, score)])[0].score
    }
    #expect(abs(left(Self.noisy, 0.4) - 0.2) < 1e-9)
    #expect(left(Self.noisy, 2) > 1.9 && left(Self.noisy, 2) < 2)
    #expect(left(Self.calm, 0.4) == 0.4)
    #expect(QuietLevels().calibrated([Self.evidence(Self.noisy, 0.4)])[0].score == 0.4)
  }

  @Test("the false-alarm rate falls with the score, and is higher the more quiet stretches show")
  func rate() {
    let (calm, noisy) = (Self.levels(0), Self.levels(3))
    for score in stride(from: 0.1, to: 0.9, by: 0.1) {
      #expect(calm.falseAlarmRate(score) > calm.falseAlarmRate(score + 0.1))
      #expect(calm.falseAlarmRate(score) < noisy.falseAlarmRate(score))
    }
    #expect(calm.falseAlarmRate(0) == 1)
  }

  @Test("stretches are whole blocks, each once, half of the baseline at most", arguments: [1, 20, 80, 400])
  func stretches(_ traces: Int) {
    let baseline = RootCauseShop().window()
    var lengths: [Int] = []
    _ = QuietLevels(
      baseline: baseline, incident: RootCauseShop(seed: 2, traces: traces).window(),
      evidence: { rest, stretch in
        #expect(rest.traceCount + stretch.traceCount == baseline.traceCount)
        lengths.append(stretch.blockCount)
        return []
      }, lead: { _ in .init(first: 0, second: 0) })
    #expect(lengths == (traces < 30 ? [2, 2, 2, 2] : [4, 4]))
  }

  @Test("a window cut into its blocks adds up to the whole")
  func keeping() {
    let window = RootCauseShop(fault: .failingCart).window()
    let parts = (0..<window.blockCount).map { window.keeping([$0]) }
    for (name, histograms) in window.own {
      #expect(parts.map { $0.own[name]?.joined.count ?? 0 } == histograms.map(\.count))
    }
    for (name, outcomes) in window.outcomes {
      #expect(parts.map { $0.outcomes[name]?.first?.originated ?? 0 } == outcomes.map(\.originated))
    }
    #expect(parts.reduce(0) { $0 + $1.traceCount } == window.traceCount)
    #expect(window.keeping(Array(0..<window.blockCount)).sets.keys.sorted() == window.sets.keys.sorted())
  }

  @Test(
    "time counts by its part in what was added: a large change of a small place loses to a smaller one of a large place"
  )
  func weighed() {
    func time(_ service: String, score: Double, excess: Double) -> RootCauseResult.Evidence {
      let times = RootCauseResult.LatencyShift(before: Histogram(), now: Histogram())
      var item = Self.evidence(.ownTime(times, againstOthers: false), score)
      item.service = service
      item.excess = excess
      return item
    }
    let weighed = EvidenceFusion.weighed([time("small", score: 2, excess: 1e9), time("large", score: 1, excess: 1e11)])
    #expect(abs(weighed[0].score - 0.2) < 1e-9 && weighed[1].score == 1)
    #expect(EvidenceFusion.weighed([Self.evidence(Self.calm, 1)])[0].score == 1)
  }

  @Test("slower by one or two odd calls adds no time to speak of; slower in all of them adds it for each")
  func slowdown() {
    func histogram(_ values: [Int64]) -> Histogram { values.reduce(into: Histogram()) { $0.add($1) } }
    let before = (0..<8).map { _ in histogram(Array(repeating: 10_000_000, count: 10)) }
    let odd = Slowdown(now: histogram(Array(repeating: 10_000_000, count: 9) + [60_000_000_000]), before: before)
    // A bucket is 0.8 % wide.
    #expect(odd.excess < 1_000_000)
    let all = Slowdown(now: histogram(Array(repeating: 30_000_000, count: 10)), before: before)
    #expect(abs(all.excess - 200_000_000) < 5_000_000)
    #expect(Slowdown(now: Histogram(), before: before).score == 0)
  }

  @Test("signed differences have the percentiles of their sorted values")
  func signed() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<100 {
      var histogram = SignedHistogram()
      var values: [Int64] = []
      for _ in 0..<generator.number(in: 1...60) {
        let value = generator.number(in: -40...40)
        histogram.add(value)
        values.append(value)
      }
      values.sort()
      for percent in [1, 10, 50, 75, 90, 100] {
        let rank = max(1, (values.count * percent + 99) / 100)
        #expect(histogram.percentile(percent) == values[rank - 1])
      }
      let base = histogram.percentile(10)
      #expect(histogram.above(base).maximum == max(0, values[values.count - 1] - base))
      #expect(histogram.above(base).count == values.count)
    }
    #expect(SignedHistogram().percentile(50) == 0)
  }
}

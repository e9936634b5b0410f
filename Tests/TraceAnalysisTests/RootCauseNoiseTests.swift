import Testing
import TraceModel
import TracemillTesting

@testable import TraceAnalysis

@Suite("Noise of root causes")
struct RootCauseNoiseTests {
  static func histogram(_ values: [Int64]) -> Histogram { values.reduce(into: Histogram()) { $0.add($1) } }

  @Test("the same durations are no slowdown, slower ones are, faster ones are not")
  func slowdown() {
    var generator = SeededGenerator(seed: 7)
    let blocks = (0..<8).map { _ in
      Self.histogram((0..<50).map { _ in generator.number(in: 9_000_000...11_000_000) })
    }
    func now(_ factor: Int64) -> Histogram {
      Self.histogram((0..<100).map { _ in factor * generator.number(in: 9_000_000...11_000_000) / 10 })
    }
    #expect(RootCauseNoise.slowdown(now: now(10), before: blocks) < 0.01)
    #expect(RootCauseNoise.slowdown(now: now(40), before: blocks) > 1)
    #expect(RootCauseNoise.slowdown(now: now(5), before: blocks) == 0)
    #expect(RootCauseNoise.slowdown(now: Histogram(), before: blocks) == 0)
    #expect(RootCauseNoise.slowdown(now: now(40), before: []) == 0)
  }

  @Test("a change that blocks of the baseline show among themselves counts for less")
  func noisyBaseline() {
    let quiet = (0..<8).map { _ in Self.histogram(Array(repeating: 10_000_000, count: 20)) }
    let noisy = (0..<8).map { Self.histogram(Array(repeating: $0 % 2 == 0 ? 10_000_000 : 40_000_000, count: 20)) }
    let now = Self.histogram(Array(repeating: 80_000_000, count: 20))
    #expect(RootCauseNoise.slowdown(now: now, before: noisy) < 0.5 * RootCauseNoise.slowdown(now: now, before: quiet))
  }

  @Test("an increase grows with the present rate and falls with the past one, and never goes below 0")
  func increase() {
    func increase(_ hits: Int, _ past: Int) -> Double {
      RootCauseNoise.increase(now: (hits, 100), before: Array(repeating: (past, 100), count: 8))
    }
    #expect(increase(0, 0) == 0 && increase(5, 5) < 0.01 && increase(5, 50) == 0)
    #expect(zip([1, 5, 20, 80], [5, 20, 80, 100]).allSatisfy { increase($0, 0) < increase($1, 0) })
    #expect(increase(50, 0) > increase(50, 5) && increase(50, 5) > increase(50, 20))
    #expect(RootCauseNoise.increase(now: (1, 1), before: []) == 0)
  }

  @Test("own time is the entry's less the union of its calls, inner layers and overlaps counted once")
  func ownTime() {
    let trace = Trace(
      drawing: """
        front GET        S [0..100]
          front layer    I [10..90]
            front call a C [20..50]
              cart load  S [25..45]
            front call b C [40..60]
        """)
    let shape = EntryShape(trace)
    let entries = shape.entries.map { trace.table.symbols.string(of: trace.table.columns.names[$0]) }
    #expect(entries == ["GET", "load"])
    #expect(shape.entries.map { shape.own[$0 - shape.base] } == [60_000, 20_000])
  }

  @Test("blocks are neighbours in time and of about equal size")
  func blocks() {
    var tally = Tally<Int>()
    for bucket in UInt64(0)..<32 { tally.update(KeyIndex.Key(0, bucket), 0) { $0 += 10 } }
    let map = BlockMap(traces: tally, most: 8)
    #expect(map.count == 8)
    #expect((UInt64(0)..<32).map { map.block(of: KeyIndex.Key(0, $0)) } == (0..<32).map { $0 / 4 })
  }
}

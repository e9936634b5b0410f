import Testing
import TraceModel
import TracemillTesting

@testable import TraceAnalysis

@Suite("The onset at one entry point")
struct EntryOnsetTests {
  @Test("a step up is found where it is, a step down and noise are not")
  func step() {
    func series(_ hits: [Int]) -> [(hits: Int, calls: Int)] { hits.map { ($0, 20) } }
    let usual = (hits: 10, calls: 200)
    #expect(EntryOnset.step(in: series([1, 0, 1, 2, 8, 9, 7, 9]), usual: usual)?.place == 4)
    #expect((EntryOnset.step(in: series([9, 8, 9, 1, 0, 1, 1, 2]), usual: usual)?.gain ?? 0) < 1)
    #expect(
      (EntryOnset.step(in: series([1, 0, 2, 1, 1, 0, 2, 1]), usual: usual)?.gain ?? 0) < EntryOnset.chance(places: 7))
    // As many as ever: what came before was the exception.
    #expect((EntryOnset.step(in: series([0, 0, 0, 0, 1, 1, 1, 1]), usual: (hits: 20, calls: 200))?.gain ?? 0) == 0)
    #expect(EntryOnset.step(in: [], usual: usual) == nil)
  }

  @Test("one rare entry point that gets slower within the window tells the onset, though the others are as ever")
  func rare() throws {
    func shop(_ seed: UInt64, _ start: Int64, slowFrom: Int64?) -> RootCauseWindow {
      var spans: [DrawnSpan] = []
      var generator = SeededGenerator(seed: seed)
      for number in 0..<1200 {
        var span = DrawnSpan()
        span.traceID = TraceID(high: seed, low: UInt64(number + 1))
        span.spanID = SpanID(1)
        span.service = "front"
        span.kind = .server
        let isRare = number % 10 == 0
        span.operation = isRare ? "POST /checkout" : "GET /"
        let second = start + Int64(number / 12)
        let isSlow = isRare && slowFrom.map { second >= $0 } ?? false && generator.chance(percent: 35)
        span.start = Drawing.epoch + second * 1_000_000_000
        span.end = span.start + generator.number(in: 5_000_000...20_000_000) * (isSlow ? 40 : 1)
        spans.append(span)
      }
      return RootCauseShop.fold(spans).finish()
    }
    let baseline = shop(1, 0, slowFrom: nil)
    let onset = try #require(Onset.find(baseline: baseline, incident: shop(2, 1000, slowFrom: 1040)))
    #expect(abs(onset.nanoseconds - Drawing.epoch - 1_040_000_000_000) <= 8_000_000_000)
    #expect(Onset.find(baseline: baseline, incident: shop(3, 1000, slowFrom: nil)) == nil)
  }
}

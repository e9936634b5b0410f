import ReportModel
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@testable import AnalysisReports

@Suite("Trace ids, as reports tell them")
struct TraceIDPrefixTests {
  @Test(
    "what trace is to be asked for",
    arguments: [
      (TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 1), "4bf92f35"), (TraceID(high: 0, low: 0xabc1), "000000000000abc1"),
      (TraceID(high: 0, low: 0x1234_5678_9abc_def0), "123456789abcdef0"),
      (TraceID(high: 7, low: 1), "00000000000000070000000000000001"),
    ])
  func lookup(_ id: TraceID, _ digits: String) { #expect(id.lookup == digits) }

  @Test("trace finds a trace by what stands for it", arguments: 0..<50 as Range<UInt64>)
  func found(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    // Short ids and ids that begin or end in zeros among them.
    let shifts: [UInt64] = [0, 0, 32, 48, 60]
    let high = seed % 2 == 0 ? 0 : generator.next() >> generator.pick(shifts)
    let id = TraceID(high: high, low: (generator.next() | 1) >> generator.pick(shifts))
    for digits in [id.lookup, id.prefixText.content] {
      let prefix = try #require(IDPrefix(digits))
      #expect(prefix.matches(id), "\(digits) of \(id)")
    }
  }

  @Test("of short ids no two stand for each other")
  func distinct() {
    let ids = (1...300).map { TraceID(high: 0, low: UInt64($0)) }
    #expect(Set(ids.map(\.lookup)).count == 300 && Set(ids.map(\.prefixText.content)).count == 300)
  }
}

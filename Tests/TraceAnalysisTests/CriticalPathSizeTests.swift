import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Critical paths of huge traces")
struct CriticalPathSizeTests {
  @Test("a chain of 100,000 spans is all on the path")
  func chain() {
    let table = SpanTable.assembled(SeededTraces.chain(100_000))
    let path = criticalPath(of: table, from: table.span(id: 1))
    #expect(path.count == 199_999)
    #expect(path.reduce(0) { $0 + $1.duration } == table.duration(of: table.span(id: 1)))
  }

  @Test("a root with 100,000 calls in a row has them all on the path")
  func fanOut() {
    let table = SpanTable.assembled(SeededTraces.fanOut(100_000))
    #expect(criticalPath(of: table, from: table.span(id: 1)).count == 200_001)
  }

  @Test("100,000 parallel calls in no order cost no more than sorting them")
  func parallel() {
    var generator = SeededGenerator(seed: 3)
    var spans = SeededTraces.fanOut(100_000)
    for place in spans.indices.dropFirst() {
      spans[place].start = Drawing.epoch + 1
      spans[place].end = Drawing.epoch + 1 + generator.number(in: 1...90_000_000)
    }
    let table = SpanTable.assembled(spans)
    #expect(criticalPath(of: table, from: table.span(id: 1)).count == 3)
  }
}

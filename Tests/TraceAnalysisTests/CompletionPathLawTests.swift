import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Laws of completion paths")
struct CompletionPathLawTests {
  /// Traces of random shape with links between them, some to nothing.
  static func journeys(seed: UInt64, traces: Int) -> [DrawnSpan] {
    var generator = SeededGenerator(seed: seed)
    var spans: [DrawnSpan] = []
    for trace in 0..<UInt64(traces) {
      let shape = generator.pick(SeededTraces.Shape.allCases)
      spans += SeededTraces.trace(
        seed: generator.next(), shape: shape, spans: Int(generator.number(in: 1...9)),
        traceID: TraceID(high: 0, low: trace + 1)
      ).map { span in
        var span = span
        span.operation = generator.pick(["send", "process", "receive", "settle", "work"])
        return span
      }
    }
    for place in spans.indices where generator.chance(percent: 15) {
      for _ in 0..<generator.number(in: 1...3) {
        let target = spans[Int(generator.next() % UInt64(spans.count))]
        let id = generator.chance(percent: 5) ? SpanID(0xdead) : target.spanID
        spans[place].links.append((target.traceID, id))
      }
    }
    return spans
  }

  @Test("segments touch, and tile the completion exactly", arguments: 0..<40)
  func tiling(seed: UInt64) {
    let result = CompletionPathTests.folded(SpanTable.assembled(Self.journeys(seed: seed, traces: 25)))
    for path in result.completions {
      #expect(zip(path.segments, path.segments.dropFirst()).allSatisfy { $0.end == $1.start })
      #expect(path.segments.allSatisfy { $0.start < $0.end })
      #expect(path.segments.reduce(0) { $0 + $1.end - $1.start } == path.duration)
    }
  }

  @Test("the terminal is the last end of all that a search from the origin reaches", arguments: 0..<40)
  func terminals(seed: UInt64) throws {
    let table = SpanTable.assembled(Self.journeys(seed: seed, traces: 20))
    let result = CompletionPathTests.folded(table)
    let effects = Self.effects(in: table)
    var origins = 0
    for row in 0..<table.spanCount where table.columns.parents[row] < 0 {
      if effects.causes[row] > 0 { continue }
      origins += 1
      let last = Self.reachable(from: row, effects.edges).max { left, right in
        let keys = [left, right].map { row in
          (table.columns.ends[row], table.traceID(of: SpanIndex(row: row)), table.columns.spanIDs[row])
        }
        if keys[0].0 != keys[1].0 { return keys[0].0 < keys[1].0 }
        return keys[0].1 == keys[1].1 ? keys[0].2 > keys[1].2 : keys[0].1 > keys[1].1
      }
      let terminal = try #require(last)
      let traceID = table.traceID(of: SpanIndex(row: row))
      let path = try #require(
        result.completions.first { $0.originTraceID == traceID && $0.originSpanID == table.columns.spanIDs[row] })
      #expect(path.terminalTraceID == table.traceID(of: SpanIndex(row: terminal)))
      #expect(path.terminalSpanID == table.columns.spanIDs[terminal])
    }
    #expect(result.completions.count == origins)
  }

  /// What each row sets off, by the rules' words, and how many links set it off.
  private static func effects(in table: SpanTable) -> (edges: [[Int]], causes: [Int]) {
    var edges = [[Int]](repeating: [], count: table.spanCount)
    var causes = [Int](repeating: 0, count: table.spanCount)
    for row in 0..<table.spanCount {
      let parent = Int(table.columns.parents[row])
      if parent >= 0 { edges[parent].append(row) }
      let isOfMessages = [.producer, .consumer].contains(table.columns.kinds[row])
      if isOfMessages, table.symbols.string(of: table.columns.names[row]) == "settle" { continue }
      for link in table.links(of: SpanIndex(row: row)) {
        let target = Int(link.target)
        if target < 0 || target == row || table.columns.starts[target] > table.columns.ends[row] { continue }
        edges[target].append(row)
        causes[row] += 1
      }
    }
    return (edges, causes)
  }

  private static func reachable(from row: Int, _ edges: [[Int]]) -> Set<Int> {
    var seen: Set<Int> = [row]
    var pending = [row]
    while let next = pending.popLast() {
      for effect in edges[next] where seen.insert(effect).inserted { pending.append(effect) }
    }
    return seen
  }

  @Test("the order of the input and the split over workers change nothing")
  func order() {
    let spans = Self.journeys(seed: 5, traces: 60)
    let expected = Self.json(SpanTable.assembled(spans), workers: 1, seed: 0)
    var generator = SeededGenerator(seed: 6)
    for workers in [1, 2, 5] {
      #expect(
        Self.json(SpanTable.assembled(generator.shuffled(spans)), workers: workers, seed: UInt64(workers)) == expected)
    }
  }

  private static func json(_ table: SpanTable, workers: Int, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    var folds = (0..<workers).map { _ in RequestPathsFold(options: .init(), symbols: table.symbols) }
    for number in generator.shuffled(Array(0..<table.journeyCount)) {
      folds[Int(generator.next() % UInt64(workers))].observe(table.journey(number))
    }
    for fold in folds.dropFirst() { folds[0].merge(fold) }
    var json = JSONWriter(pretty: true)
    folds[0].finish().write(to: &json)
    return String(decoding: json.finish(), as: UTF8.self)
  }

  @Test("a chain of a hundred thousand spans that each outlive their parent")
  func deep() {
    let spans = (0..<100_000).map { place in
      var span = DrawnSpan()
      span.spanID = SpanID(UInt64(place + 1))
      span.parentID = SpanID(UInt64(place))
      span.service = "deep"
      span.operation = "step"
      span.start = Drawing.epoch + Int64(place) * 10
      span.end = span.start + 30
      return span
    }
    let result = CompletionPathTests.folded(SpanTable.assembled(spans))
    #expect(result.completions.map(\.segments.count) == [100_000])
    #expect(result.completions.map(\.duration) == [99_999 * 10 + 30])
  }
}

import Testing
import TraceModel
import TracemillTesting

@testable import TraceAnalysis

@Suite("Anti-patterns of random traces")
struct AntiPatternLawTests {
  /// Random traces in which calls fail now and then.
  static func spans(seed: UInt64, traces: Int = 1, count: Int = 30) -> [DrawnSpan] {
    var generator = SeededGenerator(seed: seed &+ 77)
    let shapes = SeededTraces.Shape.allCases
    var spans: [DrawnSpan] = []
    for number in 0..<traces {
      let shape = shapes[(Int(seed % 4) + number) % shapes.count]
      let id = TraceID(high: 0, low: UInt64(number + 1))
      spans += SeededTraces.trace(seed: seed &* 1009 &+ UInt64(number), shape: shape, spans: count, traceID: id)
    }
    for place in spans.indices {
      if generator.chance(percent: 30) { spans[place].status = .error }
      if generator.chance(percent: 60) { spans[place].operation = "work 1" }
    }
    return spans
  }

  @Test("the tree of a path tiles: children lie in order within their parents, own times are what is left")
  func trees() {
    for seed in 0..<200 {
      let table = SpanTable.assembled(Self.spans(seed: UInt64(seed)))
      var paths = ResponsePaths(options: CriticalPathOptions(), symbols: table.symbols)
      var tree = AntiPatternPath()
      for number in 0..<table.journeyCount {
        paths.find(table.journey(number))
        for path in paths.paths {
          tree.read(path, of: paths.walk)
          #expect(
            tree.nodes.reduce(0) { $0 + $1.own } == paths.walk.segments[path.segments].reduce(0) { $0 + $1.duration })
          for node in tree.nodes {
            var cursor = node.start
            var below: Int64 = 0
            var next = node.firstChild
            while next >= 0 {
              let child = tree.nodes[Int(next)]
              #expect(table.columns.parents[Int(child.row)] == node.row)
              #expect(child.start >= cursor && child.end <= node.end)
              cursor = child.end
              below += child.duration
              next = child.next
            }
            #expect(node.duration == node.own + below)
          }
        }
      }
    }
  }

  @Test("what is found agrees with the definitions written out")
  func twin() {
    var kinds: [AntiPatternKind: Int] = [:]
    for seed in 0..<400 {
      let table = SpanTable.assembled(Self.spans(seed: UInt64(seed), count: 12 + seed % 30))
      var options = AntiPatternTests.options
      options.leastRepeats = 2
      options.mostPausePercent = 400
      options.leastNanoseconds = 1
      options.leastOtherOrders = 1
      let result = AntiPatternTests.folded(table, options)
      let twin = AntiPatternTwin.findings(of: table, options)
      var costs: [String: Int64] = [:]
      for finding in result.findings where finding.kind != .batchWaits {
        costs[AntiPatternTwin.key(finding), default: 0] += finding.cost.sum
        kinds[finding.kind, default: 0] += 1
      }
      #expect(costs == twin, "seed \(seed)")
    }
    for kind in AntiPatternKind.allCases where kind != .batchWaits { #expect(kinds[kind, default: 0] > 3, "\(kind)") }
  }

  @Test("no finding costs a response more than it took")
  func bounds() {
    for seed in 0..<60 {
      let result = AntiPatternTests.folded(SpanTable.assembled(Self.spans(seed: UInt64(seed))))
      for finding in result.findings {
        #expect(finding.cost.sum <= finding.pathNanoseconds && finding.cost.minimum > 0)
        #expect(finding.traces <= finding.count && finding.count <= finding.calls)
      }
    }
  }

  @Test("a reading that other folds have looked at serves as well as one of its own")
  func sharedWalks() {
    let found = (0..<6).reduce(into: Set<AntiPatternKind>()) { $0.formUnion(sharedWalks(seed: $1)) }
    #expect(found.isSuperset(of: [.batchWaits, .gaps]))
  }

  /// Compares both ways of reading; returns the kinds that were found.
  private func sharedWalks(seed: UInt64) -> [AntiPatternKind] {
    let table = SpanTable.assembled(CompletionPathLawTests.journeys(seed: seed, traces: 40))
    let options = AntiPatternTests.options
    var responses = CriticalPathFold(options: options.path, symbols: table.symbols)
    var completions = CompletionPathFold(options: options.path, symbols: table.symbols)
    var shared = AntiPatternFold(options: options, symbols: table.symbols)
    var alone = shared
    var reading = JourneyReading(symbols: table.symbols, options: shared.readingOptions)
    for number in 0..<table.journeyCount {
      reading.begin(table.journey(number))
      responses.observe(&reading)
      completions.observe(&reading)
      shared.observe(&reading)
      alone.observe(table.journey(number))
    }
    let expected = alone.finish()
    #expect(AntiPatternTests.json(shared.finish()) == AntiPatternTests.json(expected))
    return expected.findings.map(\.kind)
  }

  @Test("the order of the input changes nothing")
  func inputOrder() {
    let spans = Self.spans(seed: 5, traces: 40)
    let expected = AntiPatternTests.json(AntiPatternTests.folded(SpanTable.assembled(spans)))
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<3 {
      let shuffled = SpanTable.assembled(generator.shuffled(spans))
      #expect(AntiPatternTests.json(AntiPatternTests.folded(shuffled)) == expected)
    }
  }

  @Test(
    "journeys spread over folds, merged in any order, give the same, cut or not", arguments: [2, 3, 7], [3, 40, 10_000])
  func merging(workers: Int, most: Int) {
    var spans = CompletionPathLawTests.journeys(seed: 3, traces: 60)
    for place in spans.indices {
      spans[place].traceID.high = 5
      for link in spans[place].links.indices { spans[place].links[link].traceID.high = 5 }
    }
    let table = SpanTable.assembled(spans + Self.spans(seed: 9, traces: 60))
    var options = AntiPatternTests.options
    options.leastRepeats = 2
    options.leastOtherOrders = 1
    options.maxFindings = most
    let whole = AntiPatternTests.folded(table, options)
    #expect(whole.isCut == (most < 100) && whole.findings.count > 0)
    if most > 100 { #expect(whole.findings.contains { $0.kind == .batchWaits }) }
    let expected = AntiPatternTests.json(whole)
    for seed in 0..<3 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var folds = Array(repeating: AntiPatternFold(options: options, symbols: table.symbols), count: workers)
      for number in generator.shuffled(Array(0..<table.journeyCount)) {
        folds[Int(generator.next() % UInt64(workers))].observe(table.journey(number))
      }
      while folds.count > 1 {
        let other = folds.remove(at: Int(generator.next() % UInt64(folds.count)))
        folds[Int(generator.next() % UInt64(folds.count))].merge(other)
      }
      #expect(folds.map { AntiPatternTests.json($0.finish()) } == [expected])
    }
  }
}

import AnalysisReports
import ReportModel
import ReportRendering
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("What if")
struct WhatIfTests {
  static func folded(_ table: SpanTable, _ options: WhatIfOptions) -> WhatIfResult {
    var fold = WhatIfFold(options: options, symbols: table.symbols)
    fold.observe(journeysOf: table)
    return fold.finish()
  }

  static func options(_ service: String, _ operation: String, kept percent: Int64, added: Int64 = 0) -> WhatIfOptions {
    var options = WhatIfOptions()
    options.operations = [
      OperationChange(
        service: service, operation: operation, change: TimeChange(keptMillionths: percent * 10_000, added: added))
    ]
    return options
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var sentence: String
    var drawing: String
    var operation: String
    var percent: Int64
    var added: Int64 = 0
    /// µs
    var before: Int64
    var after: Int64
    var testDescription: String { sentence }
  }

  static let cases: [Case] = [
    Case(
      sentence: "what comes after a shorter call comes earlier",
      drawing: """
        a root  |============|
          a x     |====|
          a y             |===|
        """, operation: "x", percent: 0, before: 13, after: 8),
    Case(
      sentence: "the longer of two parallel calls can shrink to the other's length, no further",
      drawing: """
        a root  |============|
          a x     |========|
          a y     |=====|
        """, operation: "x", percent: 0, before: 13, after: 10),
    Case(
      sentence: "the shorter of two parallel calls brings nothing",
      drawing: """
        a root  |============|
          a x     |========|
          a y     |=====|
        """, operation: "y", percent: 0, before: 13, after: 13),
    Case(
      sentence: "the shorter of two parallel calls costs once it is longer than the other",
      drawing: """
        a root  |============|
          a x     |========|
          a y     |=====|
        """, operation: "y", percent: 100, added: 5000, before: 13, after: 15),
    Case(
      sentence: "a call that waited for two waits for the later of them",
      drawing: """
        a root  |==============|
          a x    |======|
          a y    |====|
          a z             |===|
        """, operation: "x", percent: 0, before: 15, after: 13),
    Case(
      sentence: "the own time of the caller shrinks between its calls",
      drawing: """
        a root  |==============|
          a x    |===|
          a z          |===|
        """, operation: "root", percent: 0, before: 15, after: 8),
    Case(
      sentence: "half of an operation in the middle leaves its callees as they were",
      drawing: """
        a root  |==============|
          a x    |==========|
            a z     |====|
        """, operation: "x", percent: 50, before: 15, after: 12),
    Case(
      sentence: "all spans of an operation change",
      drawing: """
        a root  |==============|
          a x    |===|
          a x          |===|
        """, operation: "x", percent: 50, before: 15, after: 11),
    Case(
      sentence: "who does not wait for a child is not helped",
      drawing: """
        a root  |====|
          a x R    |==========|  ~
        """, operation: "x", percent: 0, before: 5, after: 5),
  ]

  @Test("a response with other own times", arguments: cases)
  func response(_ c: Case) throws {
    let result = Self.folded(
      SpanTable(drawing: c.drawing), Self.options("a", c.operation, kept: c.percent, added: c.added))
    let entry = try #require(result.responses.first)
    #expect(entry.before.sum == c.before * 1000 && entry.after.sum == c.after * 1000)
  }

  static let shop = """
    shop order   S  |======|
      shop send  P     |==|            messaging.destination.name=orders
    mail work    R           |====|    ^2  messaging.destination.name=orders
    log write    R              |====| ^2  messaging.destination.name=audit
    """

  @Test("less wait for a topic brings completions forward, until another consumer is last")
  func queue() throws {
    var options = WhatIfOptions()
    let table = SpanTable(drawing: Self.shop)
    let before = try #require(Self.folded(table, Self.options("none", "none", kept: 100)).completions.first).before.sum
    #expect(before == 17_000)
    options.queues = [QueueChange(topic: "orders", change: TimeChange(keptMillionths: 0))]
    var result = Self.folded(table, options)
    #expect(result.completions.map(\.after.sum) == [17_000] && result.changes.map(\.met) == [1])
    options.queues = [QueueChange(topic: "audit", change: TimeChange(keptMillionths: 0))]
    result = Self.folded(table, options)
    #expect(result.completions.map(\.after.sum) == [14_000])
    options.queues.append(QueueChange(topic: "orders", change: TimeChange(keptMillionths: 0)))
    #expect(Self.folded(table, options).completions.map(\.after.sum) == [11_000])
    #expect(result.responses.map(\.after.sum) == [7_000])
  }

  @Test("a faster producer brings its consumers forward")
  func producer() {
    let result = Self.folded(SpanTable(drawing: Self.shop), Self.options("shop", "send", kept: 0))
    #expect(result.responses.map(\.after.sum) == [4_000])
    #expect(result.completions.map(\.after.sum) == [14_000])
  }

  static func replayed(_ spans: [DrawnSpan], _ options: WhatIfOptions) -> (
    before: [Int64], after: [Int64], table: SpanTable
  ) {
    let table = SpanTable.assembled(spans)
    let result = folded(table, options)
    return (
      result.responses.map(\.before.sum) + result.completions.map(\.before.sum),
      result.responses.map(\.after.sum) + result.completions.map(\.after.sum), table
    )
  }

  @Test("without a change nothing changes", arguments: SeededTraces.Shape.allCases)
  func nothing(_ shape: SeededTraces.Shape) {
    for seed in 0..<100 {
      let spans = SeededTraces.trace(seed: UInt64(seed), shape: shape, spans: 4 + seed % 50)
      var options = WhatIfOptions()
      for service in ["shop", "cart", "bank"] {
        for number in 0...5 {
          options.operations.append(
            OperationChange(service: service, operation: "work \(number)", change: TimeChange()))
        }
      }
      let (before, after, table) = Self.replayed(spans, options)
      #expect(before == after, "seed \(seed)")
      let roots = CriticalPathLawTests.roots(table).reduce(0) { $0 + table.duration(of: $1) }
      let result = Self.folded(table, options)
      #expect(result.responses.reduce(0) { $0 + $1.before.sum } == roots)
    }
  }

  @Test("less own time never makes anything longer, more never shorter", arguments: SeededTraces.Shape.allCases)
  func monotone(_ shape: SeededTraces.Shape) {
    var shorter = 0
    for seed in 0..<100 {
      let spans = SeededTraces.trace(seed: UInt64(seed), shape: shape, spans: 4 + seed % 50)
      var generator = SeededGenerator(seed: UInt64(seed))
      let service = generator.pick(["shop", "cart", "bank"])
      let operation = "work \(generator.number(in: 0...5))"
      let less = Self.replayed(spans, Self.options(service, operation, kept: generator.number(in: 0...99)))
      #expect(zip(less.before, less.after).allSatisfy { $1 <= $0 }, "seed \(seed)")
      if less.before != less.after { shorter += 1 }
      let more = Self.replayed(
        spans,
        Self.options(service, operation, kept: generator.number(in: 100...200), added: generator.number(in: 0...99)))
      #expect(zip(more.before, more.after).allSatisfy { $1 >= $0 }, "seed \(seed)")
    }
    #expect(shorter > 15)
  }

  @Test("the replay agrees with one written out by recursion", arguments: SeededTraces.Shape.allCases)
  func twin(_ shape: SeededTraces.Shape) throws {
    for seed in 0..<60 {
      let table = SpanTable.assembled(SeededTraces.trace(seed: UInt64(seed), shape: shape, spans: 4 + seed % 40))
      for percent: Int64 in [0, 37, 150] {
        let result = Self.folded(table, Self.options("shop", "work 2", kept: percent))
        var expected: [String: Int64] = [:]
        for root in CriticalPathLawTests.roots(table) {
          let name = ReplayTwin.name(root, table)
          expected[name, default: 0] += ReplayTwin.length(of: root, in: table, keeping: percent, of: "shop work 2")
        }
        var found: [String: Int64] = [:]
        for entry in result.responses { found["\(entry.service) \(entry.operation)"] = entry.after.sum }
        #expect(found == expected, "seed \(seed)")
      }
    }
  }

  @Test("operations are ranked by what half their own time brings")
  func ranking() throws {
    var options = WhatIfOptions()
    options.ranksOperations = true
    let result = Self.folded(
      SpanTable(
        drawing: """
          a root  |==============|
            a x     |========|
            a y     |=====|
          """), options)
    #expect(result.gains.map(\.operation) == ["root", "x"])
    #expect(result.gains.map(\.meanGain) == [3000, 3000])
    #expect(result.gains.map(\.before) == [[15000, 15000, 15000], [15000, 15000, 15000]])
    #expect(result.responses.isEmpty)
  }

  @Test("journeys spread over folds, merged in any order, give the same", arguments: [2, 5], [1000, 3])
  func merging(workers: Int, samples: Int) {
    let table = SpanTable.assembled(CriticalPathFoldTests.seeded(traces: 120, seed: 5))
    var options = Self.options("shop", "work 2", kept: 50)
    options.ranksOperations = true
    options.samples = samples
    func text(_ result: WhatIfResult) -> String { result.section(top: nil).markdown(level: 1) }
    let expected = text(Self.folded(table, options))
    for seed in 0..<3 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var folds = Array(repeating: WhatIfFold(options: options, symbols: table.symbols), count: workers)
      for number in generator.shuffled(Array(0..<table.journeyCount)) {
        folds[Int(generator.next() % UInt64(workers))].observe(table.journey(number))
      }
      while folds.count > 1 {
        let other = folds.remove(at: Int(generator.next() % UInt64(folds.count)))
        folds[Int(generator.next() % UInt64(folds.count))].merge(other)
      }
      #expect(folds.map { text($0.finish()) } == [expected])
    }
  }

  @Test("chains and fan-outs of 100,000 calls are replayed")
  func huge() {
    let chain = Self.folded(SpanTable.assembled(SeededTraces.chain(100_000)), Self.options("deep", "step", kept: 50))
    #expect(chain.responses[0].after.sum < chain.responses[0].before.sum)
    let wide = Self.folded(SpanTable.assembled(SeededTraces.fanOut(100_000)), Self.options("wide", "call", kept: 0))
    #expect(wide.responses[0].before.sum - wide.responses[0].after.sum == 100_000 * 900)
  }
}

/// A replay by recursion, straight from the rules; children are clipped by the walk's rules in ``CriticalPathTwin``.
enum ReplayTwin {
  static func name(_ span: SpanIndex, _ table: SpanTable) -> String {
    "\(table.symbols.string(of: table.columns.services[span.row])) \(table.symbols.string(of: table.columns.names[span.row]))"
  }

  static func length(of root: SpanIndex, in table: SpanTable, keeping percent: Int64, of operation: String) -> Int64 {
    let bounds = (table.columns.starts[root.row], table.columns.ends[root.row])
    return length(root, bounds.0, bounds.1, 0, table, percent, operation)
  }

  private static func length(
    _ span: SpanIndex, _ low: Int64, _ high: Int64, _ shift: Int64, _ table: SpanTable, _ percent: Int64,
    _ operation: String
  ) -> Int64 {
    var twin = CriticalPathTwin(table: table)
    let children = twin.candidates(of: span.row, low, high, shift: shift)
      .sorted { ($0.low, $0.high) < ($1.low, $1.high) }
    func own(_ time: Int64) -> Int64 {
      name(span, table) == operation ? Int64(Int128(time) * Int128(percent) / 100) : time
    }
    var ends: [Int64] = []
    for child in children {
      var last = low
      var begin: Int64 = 0
      let overlapping = children.filter { $0.high > child.low }.sorted { $0.high < $1.high }.prefix(16)
      for (place, other) in children.enumerated() where place < ends.count {
        let isNoise =
          other.high > child.low && other.high < child.high && other.low < child.low
          && (other.high - child.low) * 100 < high - low && overlapping.contains { $0.high == other.high }
        if other.high <= child.low || isNoise {
          last = max(last, other.high)
          begin = max(begin, ends[place])
        }
      }
      let gap = child.low - last
      begin = max(0, begin + (gap > 0 ? own(gap) : gap))
      ends.append(
        begin + length(SpanIndex(row: child.row), child.low, child.high, child.shift, table, percent, operation))
    }
    let tail = high - (children.map(\.high).max() ?? low)
    return (ends.max() ?? 0) + own(tail)
  }
}

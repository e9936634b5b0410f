import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Call contexts of critical paths")
struct CriticalPathTreeTests {
  typealias Base = CriticalPathFoldTests

  static func lines(_ tree: CriticalPathTree) -> [String] {
    tree.nodes.map { node in
      String(repeating: "  ", count: node.depth - 1)
        + "\(node.operation) \(node.traces) \(node.inclusiveNanoseconds / 1000) \(node.exclusiveNanoseconds / 1000)"
        + (node.isCut ? " cut" : "")
    }
  }

  @Test("equal call contexts fall together, one operation in two contexts stays apart")
  func contexts() throws {
    let result = Base.folded(
      SpanTable(
        drawing: """
          shop checkout  S  |============|
            cart load    C    |==|
              db query   C     ||
            bank pay     C          |==|
              db query   C           ||

          shop checkout  S  |=====|
            cart load    C   |==|
              db query   C    ||

          shop browse    S  |====|
          """))
    #expect(
      result.entries.map { Self.lines($0.tree) } == [
        [
          "checkout 2 19 10", "  load 2 6 4", "    query 2 2 2", "  pay 1 3 2", "    query 1 1 1",
        ],
        ["browse 1 5 5"],
      ])
    #expect(result.treeDepth == nil)
    let query = result.entries[0].tree.nodes[2]
    #expect(query.parent == 1 && query.exclusive?.count == 2)
    #expect(result.entries[0].tree.nodes[3].exemplars.map(\.traceID.low) == [1])
  }

  @Test(
    "own times of the tree add up to the responses, and inclusive times to own ones and callees'",
    arguments: [8192, 40, 7, 1])
  func sums(budget: Int) {
    var options = CriticalPathOptions()
    options.nodeBudget = budget
    let result = Base.folded(SpanTable.assembled(Base.seeded(traces: 120)), options)
    var count = 0
    for entry in result.entries {
      let nodes = entry.tree.nodes
      count += nodes.count
      #expect(nodes.reduce(0) { $0 + $1.exclusiveNanoseconds } == entry.durations.sum)
      #expect(entry.bands.reduce(0) { $0 + $1.total } == entry.durations.sum)
      #expect(entry.bands.reduce(0) { $0 + $1.traces } == entry.traces)
      var callees = nodes.map(\.exclusiveNanoseconds)
      for (place, node) in nodes.enumerated().reversed() {
        #expect(callees[place] == node.inclusiveNanoseconds)
        if let parent = node.parent { callees[parent] += callees[place] }
        #expect(node.bands.reduce(0) { $0 + $1.exclusive } == node.exclusiveNanoseconds)
        if let exclusive = node.exclusive {
          #expect(exclusive.count == node.traces && exclusive.sum == node.exclusiveNanoseconds)
        }
        #expect(result.treeDepth.map { node.depth <= $0 } ?? true)
        #expect(node.isCut == (node.exclusive == nil))
      }
    }
    let roots = result.entries.flatMap(\.tree.nodes).count { $0.parent == nil }
    #expect(count <= max(budget, roots))
    #expect((result.treeDepth == nil) == (budget == 8192))
  }

  @Test("the tree agrees with contexts written out as text")
  func twin() {
    let table = SpanTable.assembled(Base.seeded(traces: 200, seed: 31))
    let result = Base.folded(table)
    let twin = CriticalPathTreeTwin(table)
    var seen: [String: [Int64]] = [:]
    for entry in result.entries {
      var names: [String] = []
      for node in entry.tree.nodes {
        let caller = node.parent.map { names[$0] } ?? "\(entry.service)/\(entry.operation)"
        names.append("\(caller) > \(node.service)/\(node.operation)/\(node.spanKind)")
        seen[names[names.count - 1]] = [
          Int64(node.traces), node.inclusiveNanoseconds, node.exclusiveNanoseconds,
          node.exclusive?.maximum ?? -1, node.exemplars.first?.nanoseconds ?? -1,
        ]
      }
    }
    #expect(seen == twin.totals)
  }

  @Test("journeys spread over folds, merged in any order, give the same tree", arguments: [2, 3, 7], [8192, 90, 9])
  func merging(workers: Int, budget: Int) {
    let table = SpanTable.assembled(Base.seeded(traces: 100, seed: 99))
    var options = CriticalPathOptions()
    options.nodeBudget = budget
    let expected = Base.json(Base.folded(table, options))
    #expect(expected.contains("\"treeDepth\"") == (budget < 8192))
    for seed in 0..<2 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var folds = Array(repeating: CriticalPathFold(options: options, symbols: table.symbols), count: workers)
      for number in generator.shuffled(Array(0..<table.journeyCount)) {
        folds[Int(generator.next() % UInt64(workers))].observe(table.journey(number))
      }
      while folds.count > 1 {
        let other = folds.remove(at: Int(generator.next() % UInt64(folds.count)))
        folds[Int(generator.next() % UInt64(folds.count))].merge(other)
      }
      #expect(folds.map { Base.json($0.finish()) } == [expected])
    }
  }

  @Test("the cut is made at the greatest depth that fits")
  func cut() throws {
    func lines(_ budget: Int) -> [String] {
      var options = CriticalPathOptions()
      options.nodeBudget = budget
      let result = Base.folded(
        SpanTable(
          drawing: """
            shop a    |============|
              shop b    |========|
                shop c   |==|
                shop d       |==|
                  shop e      ||
            """), options)
      return Self.lines(result.entries[0].tree) + ["\(result.treeDepth ?? 0)"]
    }
    #expect(lines(5) == ["a 1 13 4", "  b 1 9 3", "    c 1 3 3", "    d 1 3 2", "      e 1 1 1", "0"])
    #expect(lines(4) == ["a 1 13 4", "  b 1 9 3", "    c 1 3 3", "    d 1 3 3 cut", "3"])
    #expect(lines(3) == ["a 1 13 4", "  b 1 9 9 cut", "2"])
    #expect(lines(1) == ["a 1 13 13 cut", "1"])
  }

  @Test("bands hold about the shares that they are named for, and show what slow responses wait for")
  func bands() throws {
    // 200 responses of 20 to 29 µs; every hundredth waits 1 ms for the bank.
    let drawings = (0..<200).map { number -> String in
      let wait = number % 100 == 99 ? 1000.0 : 4
      let length = 20 + Double(number % 10)
      return "shop checkout S [0..\(length + wait)]\n  bank pay C [5..\(5 + wait)]\n  cart load C [2..4]\n"
    }
    let entry = try #require(Base.folded(SpanTable(drawing: drawings.joined(separator: "\n"))).entries.first)
    #expect(entry.bands.map(\.band) == [.fastHalf, .slowHalf, .slowest])
    #expect(entry.bands.last?.traces == 2)
    #expect((90...110).contains(entry.bands[0].traces))
    let first = try #require(entry.bandDifferences().first)
    #expect(entry.tree.nodes[first.node].operation == "pay")
    #expect(first.lowMean == 4000 && first.highMean == 1_000_000)
    #expect(zip(entry.bands, entry.bands.dropFirst()).allSatisfy { $0.limit <= $1.lowest })
  }

  @Test("entry points are split by an attribute of the root, else of its resource; rare values share one")
  func split() {
    let table = SpanTable(
      drawing: """
        shop buy  S  |====|   tenant=a`|<b>

        shop buy  S  |===|    tenant=a`|<b>

        shop buy  S  |==|     tenant=7

        shop buy  S  |=|      version=2

        shop buy  S  |======| tenant=rare
          db get  C    |==|   tenant=7
        """)
    func entries(_ attribute: String, top: Int) -> [String] {
      var values = RootValuesFold(options: attribute, symbols: table.symbols)
      values.observe(journeysOf: table)
      var options = CriticalPathOptions()
      options.split = (attribute, Array(values.finish().prefix(top)))
      return Base.folded(table, options).entries.map { "\($0.value ?? "") \($0.traces) \($0.durations.sum / 1000)" }
    }
    #expect(entries("tenant", top: 20) == ["a`|<b> 2 9", "rare 1 7", "7 1 3", "(none) 1 2"])
    #expect(entries("tenant", top: 1) == ["(others) 2 10", "a`|<b> 2 9", "(none) 1 2"])
    #expect(entries("service.version", top: 2) == ["(none) 4 19", "2 1 2"])
    #expect(entries("nothing", top: 2) == ["(none) 5 21"])
  }

  @Test("a chain of 100,000 calls is cut, not kept")
  func deep() throws {
    let result = Base.folded(SpanTable.assembled(SeededTraces.chain(100_000)))
    #expect(result.entries[0].tree.nodes.count == 8192)
    #expect(result.entries[0].tree.nodes.last?.isCut == true)
  }

  @Test("names with anything in them leave the section whole")
  func hostile() throws {
    let result = Base.folded(SpanTable(drawing: "a`|<b> \"x\\  S  |====|\n  c d|`e  C   |==|"))
    let section = try #require(result.contextSection())
    guard case .table(let table) = section.sections[0].blocks[0] else {
      Issue.record("no table")
      return
    }
    #expect(table.rows.map { $0[0].text.content } == ["a`|<b> \"x\\", "· c d|`e"])
  }
}

/// The tree with contexts as text, from the segments of each path.
struct CriticalPathTreeTwin {
  /// By context: responses, inclusive and exclusive time, longest exclusive and inclusive time of one response.
  var totals: [String: [Int64]] = [:]

  init(_ table: SpanTable) {
    for row in 0..<table.spanCount where table.columns.parents[row] < 0 {
      var path: [String: (inclusive: Int64, exclusive: Int64)] = [:]
      for segment in criticalPath(of: table, from: SpanIndex(row: row)) {
        var chain: [Int] = [segment.span.row]
        while chain[0] != row { chain.insert(Int(table.columns.parents[chain[0]]), at: 0) }
        var name = "\(Self.text(table.columns.services[row], table))/\(Self.text(table.columns.names[row], table))"
        for span in chain {
          name += " > \(Self.text(table.columns.services[span], table))/"
          name += "\(Self.text(table.columns.names[span], table))/\(table.columns.kinds[span])"
          path[name, default: (0, 0)].inclusive += segment.duration
        }
        path[name]?.exclusive += segment.duration
      }
      for (name, time) in path {
        let old = totals[name] ?? [0, 0, 0, 0, 0]
        totals[name] = [
          old[0] + 1, old[1] + time.inclusive, old[2] + time.exclusive, max(old[3], time.exclusive),
          max(old[4], time.inclusive),
        ]
      }
    }
  }

  private static func text(_ symbol: Symbol, _ table: SpanTable) -> String { table.symbols.string(of: symbol) }
}

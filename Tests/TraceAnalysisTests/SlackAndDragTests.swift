import Testing
import TraceModel
import TracemillTesting

@testable import TraceAnalysis

@Suite("Slack and drag")
struct SlackAndDragTests {
  struct Measured {
    var graph: ReplayGraph
    var slack = SlackAndDrag()

    init(_ table: SpanTable, root: SpanIndex) {
      graph = ReplayGraph(options: .init(), symbols: table.symbols)
      graph.addHead(root.row, in: table)
      graph.grow(from: 0, in: table)
      slack.compute(graph)
    }

    /// How long the response is when one node's time is what `change` makes of it.
    func length(changing place: Int, by change: TimeChange) -> Int64 {
      var replay = Replay()
      let row = graph.nodes[place].row
      replay.play(graph) { $0.row == row ? change : nil }
      return replay.lengths[0]
    }
  }

  @Test("slack is the room to what decides, drag what a call costs the response")
  func drawing() {
    let table = SpanTable(
      drawing: """
        a root  |=====================|
          b x     |=======|
          c y     |====|
            d z     ||
          e w                |===|
          f v       |=========|
        """)
    let measured = Measured(table, root: table.span(named: "root"))
    var found: [String: [Int64]] = [:]
    for (place, node) in measured.graph.nodes.enumerated() {
      found[table.symbols.string(of: table.columns.names[Int(node.row)])] = [
        measured.slack.slacks[place] / 1000, measured.slack.drags[place] / 1000,
      ]
    }
    // w waited for x and y; v ran beside all three, and ended 3 µs before w's end.
    #expect(found["x"] == [0, 3] && found["w"] == [0, 3])
    #expect(found["y"]?[0] == 3 && found["z"]?[0] == 3 && found["v"]?[0] == 3)
    #expect(found["root"] == [0, 22])
  }

  @Test("a call may be late by its slack, and not by more", arguments: SeededTraces.Shape.allCases)
  func slackIsExact(_ shape: SeededTraces.Shape) {
    var spare = 0
    for seed in 0..<40 {
      let table = SpanTable.assembled(SeededTraces.trace(seed: UInt64(seed), shape: shape, spans: 4 + seed % 24))
      for root in CriticalPathLawTests.roots(table) {
        let measured = Measured(table, root: root)
        let length = measured.graph.nodes[0].length
        for place in measured.graph.nodes.indices {
          let slack = measured.slack.slacks[place]
          #expect(slack >= 0)
          if slack > 0 { spare += 1 }
          #expect(measured.length(changing: place, by: TimeChange(added: slack)) == length, "seed \(seed)")
          #expect(measured.length(changing: place, by: TimeChange(added: slack + 7)) == length + 7, "seed \(seed)")
        }
      }
    }
    #expect(spare > 20)
  }

  @Test(
    "drag is what a response loses with a call that takes no time",
    arguments: [SeededTraces.Shape.wellFormed, .wild, .skewedCalls])
  func dragIsExact(_ shape: SeededTraces.Shape) {
    var limited = 0
    for seed in 0..<80 {
      let table = SpanTable.assembled(SeededTraces.trace(seed: UInt64(seed), shape: shape, spans: 4 + seed % 24))
      for root in CriticalPathLawTests.roots(table) {
        let measured = Measured(table, root: root)
        let graph = measured.graph
        if !graph.noise.isEmpty { continue }
        for (place, node) in graph.nodes.enumerated() where measured.slack.slacks[place] == 0 && node.calleeCount == 0 {
          let shorter = measured.length(changing: place, by: TimeChange(keptMillionths: 0))
          #expect(graph.nodes[0].length - shorter == measured.slack.drags[place], "seed \(seed)")
          if measured.slack.drags[place] < node.length { limited += 1 }
        }
      }
    }
    #expect(limited > 10)
  }

  @Test("of many parallel calls each has the drag that comparing all with all gives")
  func manyCallees() {
    var generator = SeededGenerator(seed: 3)
    var drawing = "a root [0..1000000]\n"
    for number in 0..<200 {
      let start = generator.number(in: 0...900_000)
      drawing += "  a call\(number) [\(start)..\(start + generator.number(in: 20_000...90_000))]\n"
    }
    let table = SpanTable(drawing: drawing)
    let measured = Measured(table, root: table.span(named: "root"))
    var decided = 0
    for (place, node) in measured.graph.nodes.enumerated().dropFirst() where measured.slack.slacks[place] == 0 {
      decided += 1
      let shorter = measured.length(changing: place, by: TimeChange(keptMillionths: 0))
      #expect(measured.graph.nodes[0].length - shorter >= 0 && node.length > 0)
      #expect(measured.slack.drags[place] <= node.length)
    }
    #expect(decided > 5)
  }
}

import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Funnel")
struct FunnelTests {
  private func funnel(_ table: SpanTable, _ steps: [String], value: String? = nil, workers: Int = 1) -> FunnelResult {
    let options = FunnelOptions(
      steps: steps.map { step in
        let words = step.split(separator: " ", maxSplits: 1)
        return FunnelOptions.Step(service: String(words[0]), operation: String(words[1]))
      }, value: value)
    let empty = FunnelFold(options: options, symbols: table.symbols)
    var folds = [FunnelFold](repeating: empty, count: workers)
    for number in 0..<table.journeyCount { folds[number % workers].observe(table.journey(number)) }
    var sum = empty
    for fold in folds.reversed() { sum.merge(fold) }
    return sum.finish()
  }

  @Test("for each step the earliest span that fits, all different, none before the one before")
  func order() {
    let table = SpanTable(
      drawing: """
        web a I [0..9]
          web a I [0..2]
          web b I [1..2]

        web b I [0..9]
          web a I [5..6]

        web a I [0..9]
        """)
    #expect(funnel(table, ["web a", "web b"]).steps.map(\.journeys) == [3, 1])
    #expect(funnel(table, ["web a", "web a"]).steps.map(\.journeys) == [3, 1])
    #expect(funnel(table, ["web a", "web a", "web b"]).steps.map(\.journeys) == [3, 1, 1])
    #expect(funnel(table, ["web b", "web a"]).steps.map(\.lost) == [1, nil])
  }

  @Test("a journey goes across traces that messages join")
  func messages() {
    let table = SpanTable(
      drawing: """
        web order P [0..9] @1

        mail send R [20..30] @2 -> 1/@1
        """)
    let result = funnel(table, ["web order", "mail send"])
    #expect(result.journeys == 1)
    #expect(result.steps.map(\.journeys) == [1, 1])
  }

  @Test("the worth is the first number by start, not text, and what is lost at a step is summed there")
  func worth() {
    let table = SpanTable(
      drawing: """
        web a I [0..9] v=x
          web c I [1..2] v=3
          web c I [2..3] v=70

        web a I [0..9] v=5
          web b I [3..4]
        """)
    let result = funnel(table, ["web a", "web b"], value: "v")
    #expect(result.steps.map(\.worth) == [8_000_000, 5_000_000])
    #expect(result.steps.map(\.worthLost) == [3_000_000, nil])
  }

  @Test("as counting subsequences does, with any number of workers", arguments: 0..<60)
  func twin(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let traces = (0..<8).map { _ in (0..<random.number(in: 1...6)).map { _ in random.pick(["a", "b", "c"]) } }
    let drawing = traces.map { names in
      names.enumerated().map { "web \($0.element) I [\($0.offset)..9]" }.joined(separator: "\n")
    }.joined(separator: "\n\n")
    let steps = (0..<random.number(in: 1...4)).map { _ in random.pick(["a", "b", "c"]) }
    let table = SpanTable(drawing: drawing)
    let result = funnel(table, steps.map { "web \($0)" })
    let expected = steps.indices.map { last in
      traces.count { names in
        var rest = names[...]
        return steps[...last].allSatisfy { step in
          guard let index = rest.firstIndex(of: step) else { return false }
          rest = rest[(index + 1)...]
          return true
        }
      }
    }
    #expect(result.steps.map(\.journeys) == expected)
    #expect(funnel(table, steps.map { "web \($0)" }, workers: 3).steps.map(\.journeys) == expected)
  }
}

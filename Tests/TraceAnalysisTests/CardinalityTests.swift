import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Cardinality")
struct CardinalityTests {
  private func count(_ table: SpanTable, _ options: CardinalityOptions, workers: Int = 1) -> CardinalityResult {
    let empty = CardinalityFold(options: options, symbols: table.symbols)
    var folds = [CardinalityFold](repeating: empty, count: workers)
    for number in 0..<table.journeyCount { folds[number % workers].observe(table.journey(number)) }
    var sum = empty
    for fold in folds.reversed() { sum.merge(fold) }
    return sum.finish()
  }

  private func lines(_ result: CardinalityResult) -> [String] {
    result.sets.map { set in
      let labels = set.labels.map { "\($0.key) \($0.values)\($0.isOverCap ? "+" : "")" }.joined(separator: ", ")
      return "\(set.observed)\(set.isOverCap ? "+" : "") of \(set.productBound.map(String.init) ?? "?"): \(labels)"
    }
      + result.offenders.map { "\($0.level.rawValue) \($0.key) \($0.values)\($0.isOverCap ? "+" : "") in \($0.spans)" }
  }

  @Test("1 and \"1\" are one value, absent is another, and the span's own comes before its resource's")
  func values() {
    let table = SpanTable(
      drawing: """
        web a S [0..9] k=1 version=v
          web a S [0..9] k="1"
          web a S [0..9]
          web a S [0..9] service.version=w version=v
        """)
    #expect(
      lines(count(table, CardinalityOptions(sets: [["k"], ["service.version"]], limit: 9))) == [
        "2 of 2: service.name 1, span.name 1, span.kind 1, status.code 1, k 2",
        "3 of 3: service.name 1, span.name 1, span.kind 1, status.code 1, service.version 3",
      ])
  }

  @Test("at the cap a count is exact, beyond it the cap stands there and the product is unknown")
  func cap() {
    let table = SpanTable(drawing: (1...5).map { "web a I [0..9] k=\($0)" }.joined(separator: "\n\n"))
    #expect(
      lines(count(table, CardinalityOptions(sets: [["k"]], cap: 5, limit: 4))) == [
        "5 of 5: service.name 1, span.name 1, span.kind 1, status.code 1, k 5", "span k 5 in 5",
      ])
    #expect(
      lines(count(table, CardinalityOptions(sets: [["k"], []], cap: 4, limit: 4))) == [
        "4+ of ?: service.name 1, span.name 1, span.kind 1, status.code 1, k 4+",
        "1 of 1: service.name 1, span.name 1, span.kind 1, status.code 1", "span k 4+ in 5",
      ])
  }

  @Test("the same for any number of workers, as distinct lines counted one by one", arguments: 0..<30)
  func twin(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let spans = (0..<60).map { _ in
      "\(random.pick(["web", "db"])) \(random.pick(["a", "b", "c"])) \(random.pick(["S", "C"])) k=\(random.number(in: 0...5)) j=\(random.number(in: 0...2))"
    }
    let table = SpanTable(
      drawing: spans.map { $0.replacing(" k=", with: " [0..9] k=") }.joined(separator: "\n\n"))
    let options = CardinalityOptions(sets: [["k", "j"], ["j"]], limit: 3)
    let result = count(table, options)
    #expect(result.sets[0].observed == Set(spans).count)
    #expect(
      result.sets[1].observed
        == Set(
          spans.map { line in
            line.split(separator: " ").filter { !$0.hasPrefix("k=") }
          }
        ).count)
    #expect(result.offenders.first?.values == Set(spans.map { $0.split(separator: " ")[3] }).count)
    for workers in [2, 5] { #expect(lines(count(table, options, workers: workers)) == lines(result)) }
  }

  @Test(
    "values that have little in common have no template",
    arguments: [
      (["/orders/12", "/orders/7", "/orders/99/items"], []),
      (["/orders/12", "/orders/7", "/orders/99"], ["/orders/{id}"]),
      (["u-8f14e45f-ceea", "u-c9f0f895-fb98", "u-45c48cce-2e2d"], ["u-{id}"]), (["4", "5", "6"], []),
    ])
  func templates(_ values: [String], _ templates: [String]) {
    let drawing = values.map { "web a I [0..9] k=\"\($0)\"" }.joined(separator: "\n\n")
    let result = count(SpanTable(drawing: drawing), CardinalityOptions(limit: 2))
    #expect(result.offenders[0].templates.map(\.text) == templates)
  }
}

import Testing
import TracemillTesting

@testable import TraceAnalysis

private struct NumberKey: PackedKey, Comparable {
  var number: UInt64
  var words: TableWords { TableWords(number) }
  var fixedHash: UInt64 { number &* 0x9e37_79b9_7f4a_7c15 }
  static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

@Suite("Tables of typed keys")
struct CountedTests {
  @Test("counts are those of a dictionary, however the additions are split", arguments: 1...10 as ClosedRange<UInt64>)
  func law(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var parts = [Counted<NumberKey, Int>](repeating: Counted(), count: 3)
    var twin: [UInt64: Int] = [:]
    for _ in 0..<2000 {
      let number = generator.next() % 300
      parts[Int(generator.next() % 3)][NumberKey(number: number)] += 1
      twin[number, default: 0] += 1
    }
    var merged = Counted<NumberKey, Int>()
    for part in generator.shuffled(parts) { merged.merge(part) }
    #expect(merged.sorted().map(\.key.number) == twin.keys.sorted())
    #expect(merged.sorted().map(\.value) == twin.keys.sorted().map { twin[$0] ?? 0 })
    #expect(merged.existing(NumberKey(number: 300)) == nil)
  }

  @Test(
    "a bounded table keeps the keys of the smallest hashes exactly, and adds up the others",
    arguments: 1...10 as ClosedRange<UInt64>)
  func bounded(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let maxCount = [1, 10, 250, 400][Int(seed % 4)]
    var parts = [BoundedTable<NumberKey, Int>](repeating: BoundedTable(maxCount: maxCount), count: 3)
    var twin: [UInt64: Int] = [:]
    for _ in 0..<3000 {
      let key = NumberKey(number: generator.next() % 300)
      parts[Int(generator.next() % 3)].update(key, hash: key.fixedHash) { $0 += 1 }
      twin[key.number, default: 0] += 1
    }
    var merged = BoundedTable<NumberKey, Int>(maxCount: maxCount)
    for part in generator.shuffled(parts) { merged.merge(part) }
    merged.cut()
    let kept = twin.keys.sorted { NumberKey(number: $0).fixedHash < NumberKey(number: $1).fixedHash }.prefix(maxCount)
    #expect(merged.keys.map(\.number).sorted() == kept.sorted())
    for number in kept { #expect(merged.value(of: NumberKey(number: number)) == twin[number]) }
    #expect(merged.others == twin.values.reduce(0, +) - kept.reduce(0) { $0 + (twin[$1] ?? 0) })
    #expect(merged.isCut == (twin.count > maxCount))
  }
}

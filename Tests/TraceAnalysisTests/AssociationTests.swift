import Testing
import TracemillTesting

@testable import TraceAnalysis

@Suite("Association of bad traces with what they have")
struct AssociationTests {
  /// Counts of one class each: (good, bad).
  private func counts(_ classes: [(good: Int, bad: Int)]) -> BubbleUpCounts {
    var counts = BubbleUpCounts.none
    for (number, one) in classes.enumerated() {
      counts[2 * number] = UInt32(one.good)
      counts[2 * number + 1] = UInt32(one.bad)
    }
    return counts
  }

  @Test("the tea taster: eight cups, three of four right")
  func tea() {
    let association = Association(counts([(1, 3)]), in: counts([(4, 4)]))
    #expect(association.expected == 2)
    // 17/70 one-sided (R. A. Fisher 1935).
    #expect(abs(association.p - 34.0 / 70) < 1e-12)
  }

  @Test("nothing can be told when all or none have it or are bad")
  func nothing() {
    for (part, whole) in [([(4, 4)], [(4, 4)]), ([(0, 0)], [(4, 4)]), ([(3, 0)], [(4, 0)]), ([(0, 3)], [(0, 4)])] {
      let association = Association(counts(part), in: counts(whole))
      #expect(association.p == 1 && association.z == 0)
    }
  }

  @Test("what only tells classes apart is not associated")
  func classes() {
    // All of the second class have it, and that class is bad ten times as often.
    let association = Association(counts([(0, 0), (50, 50)]), in: counts([(95, 5), (50, 50)]))
    #expect(association.p == 1 && association.expected == 50)
  }

  @Test("a slow twin that tries every arrangement agrees", arguments: 1...60 as ClosedRange<UInt64>)
  func twin(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var part: [(good: Int, bad: Int)] = []
    var whole: [(good: Int, bad: Int)] = []
    for _ in 0..<generator.number(in: 1...2) {
      let (good, bad) = (Int(generator.number(in: 0...5)), Int(generator.number(in: 0...4)))
      whole.append((good, bad))
      part.append((Int(generator.number(in: 0...Int64(good))), Int(generator.number(in: 0...Int64(bad)))))
    }
    let association = Association(counts(part), in: counts(whole))
    // Every choice of traces that have it, of the right number in each class.
    let bad = whole.flatMap { Array(repeating: false, count: $0.good) + Array(repeating: true, count: $0.bad) }
    var sizes: [Int] = []
    for (number, one) in whole.enumerated() { sizes += Array(repeating: number, count: one.good + one.bad) }
    var all = 0
    var atLeast = 0
    var atMost = 0
    let observed = part.reduce(0) { $0 + $1.bad }
    for choice in 0..<1 << bad.count {
      var have = [Int](repeating: 0, count: whole.count)
      var hits = 0
      for place in bad.indices where choice >> place & 1 == 1 {
        have[sizes[place]] += 1
        if bad[place] { hits += 1 }
      }
      if zip(have, part).contains(where: { $0 != $1.good + $1.bad }) { continue }
      all += 1
      if hits >= observed { atLeast += 1 }
      if hits <= observed { atMost += 1 }
    }
    let tail = association.z >= 0 ? atLeast : atMost
    let expected = association.z == 0 && association.p == 1 ? 1 : min(1, 2 * Double(tail) / Double(all))
    #expect(abs(association.p - expected) < 1e-9)
  }

  @Test("the exact test and the normal one meet where both are good")
  func limit() {
    let exact = Association(counts([(420, 80)]), in: counts([(850, 150)]))
    #expect(abs(exact.p - 0.43) < 0.02)
    let normal = Association(counts([(42_000, 8_600)]), in: counts([(85_000, 15_000)]))
    #expect(normal.z > 15 && normal.p < 1e-40)
  }

  @Test("false discoveries are held at the rates of Benjamini and Hochberg")
  func discovery() {
    let rates = Association.discoveryRates([0.01, 0.04, 0.03, 0.5, 0.005])
    let expected = [0.025, 0.05, 0.05, 0.5, 0.025]
    #expect(zip(rates, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(Association.discoveryRates([]) == [])
  }
}

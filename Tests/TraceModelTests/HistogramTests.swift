import Testing
import TracemillTesting

@testable import TraceModel

/// What a histogram stands for: all values, sorted.
private struct SortedValues {
  var values: [Int64]

  init(_ values: [Int64]) { self.values = values.map { max(0, $0) }.sorted() }

  /// The value at nearest rank.
  func percentile(_ numerator: Int, _ denominator: Int) -> Int64 {
    let rank = (values.count * numerator + denominator - 1) / denominator
    return values[min(values.count, max(1, rank)) - 1]
  }
}

private func histogram(_ values: some Sequence<Int64>) -> Histogram {
  var histogram = Histogram()
  for value in values { histogram.add(value) }
  return histogram
}

/// Values of all sizes: each has a random number of random bits.
private func randomValues(_ count: Int, seed: UInt64, bits: ClosedRange<Int64> = 0...62) -> [Int64] {
  var random = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    let size = random.number(in: bits)
    return size == 0 ? 0 : Int64(random.next() >> UInt64(64 - size))
  }
}

@Suite("Histograms")
struct HistogramTests {
  @Test("an empty one has no figures")
  func empty() {
    let empty = Histogram()
    #expect(empty.count == 0 && empty.sum == 0 && empty.mean == 0 && empty.maximum == 0)
    #expect(empty.percentile(50) == 0 && empty.percentile(100) == 0 && empty.count(above: 0) == 0)
  }

  @Test("a single value is every percentile of itself", arguments: [0, 1, 127, 128, 129, 1_000_003, Int64.max])
  func single(_ value: Int64) {
    let one = histogram([value])
    #expect([0, 1, 50, 99, 100].allSatisfy { one.percentile($0) == value })
    #expect(one.minimum == value && one.maximum == value && one.sum == value && one.mean == value)
  }

  @Test("a negative value counts as 0")
  func negative() { #expect(histogram([-5, .min]) == histogram([0, 0])) }

  @Test("values below 128 are kept exactly")
  func small() {
    let values = randomValues(1000, seed: 1, bits: 0...7)
    let (sorted, counted) = (SortedValues(values), histogram(values))
    for percent in 0...100 { #expect(counted.percentile(percent) == sorted.percentile(percent, 100)) }
  }

  @Test("percentiles are within 0.8 % of the sorted values', whatever the values", arguments: UInt64(1)...40)
  func percentiles(_ seed: UInt64) {
    let values = randomValues(Int(seed * seed), seed: seed)
    let (sorted, counted) = (SortedValues(values), histogram(values))
    for (numerator, denominator) in [(1, 100), (50, 100), (90, 100), (99, 100), (999, 1000), (100, 100)] {
      let (exact, found) = (sorted.percentile(numerator, denominator), counted.percentile(numerator, denominator))
      #expect(abs(exact - found) <= exact / 128, "p \(numerator)/\(denominator)")
    }
    #expect(counted.minimum == sorted.values.first && counted.maximum == sorted.values.last)
    #expect(counted.count == values.count)
    let sum = values.reduce(Int64(0)) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
    #expect(counted.sum == sum)
  }

  @Test("percentiles rise with the rank")
  func monotonous() {
    let counted = histogram(randomValues(500, seed: 3))
    let all = (0...1000).map { counted.percentile($0, 1000) }
    #expect(zip(all, all.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test("parts add up to the whole in every order", arguments: UInt64(1)...20)
  func merging(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let values = randomValues(300, seed: seed ^ 0xff)
    var parts = [Histogram](repeating: Histogram(), count: 5)
    for value in values { parts[Int(random.number(in: 0...4))].add(value) }
    var whole = Histogram()
    for part in random.shuffled(parts) { whole.merge(part) }
    #expect(whole == histogram(values))
    let (first, rest) = (parts[0], parts.dropFirst().reversed().reduce(into: Histogram()) { $0.merge($1) })
    var nested = rest
    nested.merge(first)
    #expect(nested == whole)
  }

  @Test("adding many at once is adding one by one")
  func times() {
    var counted = Histogram()
    counted.add(1000, times: 700)
    counted.add(7, times: 0)
    counted.add(7, times: -3)
    #expect(counted == histogram(repeatElement(1000, count: 700)))
  }

  @Test("more of one value than 32 bits count are all there")
  func overflow() {
    var counted = Histogram()
    for _ in 0..<3 { counted.add(50, times: 4_000_000_000) }
    counted.add(90, times: 1_000_000_000)
    #expect(counted.count == 13_000_000_000)
    #expect(counted.percentile(92) == 50 && counted.percentile(93) == 90 && counted.count(above: 50) == 1_000_000_000)
    var twice = counted
    twice.merge(counted)
    #expect(twice.count == 26_000_000_000 && twice.percentile(92) == 50 && twice.percentile(93) == 90)
    var buckets: [Int64: Int] = [:]
    twice.forEachBucket { buckets[$0] = $1 }
    #expect(buckets == [50: 24_000_000_000, 90: 2_000_000_000])
  }

  @Test("the sum stays at the largest number")
  func saturation() {
    #expect(histogram([.max, 1]).sum == .max)
    var counted = Histogram()
    counted.add(1 << 62, times: 5)
    #expect(counted.sum == .max && counted.count == 5)
    counted.merge(counted)
    #expect(counted.sum == .max && counted.count == 10)
  }

  @Test("buckets cover all numbers without a gap, and their middles lie within them")
  func buckets() {
    var last = -1
    for value in Array(0...5000) + randomValues(2000, seed: 9).sorted().map(Int.init).filter({ $0 > 5000 }) {
      let bucket = Histogram.bucket(of: Int64(value))
      #expect(bucket >= last && (value > 5000 || bucket <= last + 1))
      #expect(Histogram.bucket(of: Histogram.middle(ofBucket: bucket)) == bucket)
      last = bucket
    }
    #expect(Histogram.bucket(of: .max) < 64 * 64)
  }

  @Test("buckets come in rising order, and counts above a value leave its bucket out")
  func tails() {
    let values = randomValues(400, seed: 11)
    let counted = histogram(values)
    var middles: [Int64] = []
    var total = 0
    counted.forEachBucket { middle, count in
      middles.append(middle)
      total += count
    }
    #expect(middles == middles.sorted() && total == values.count)
    for threshold in values + [0, -1, .max] {
      let limit = Histogram.bucket(of: max(0, threshold))
      #expect(counted.count(above: threshold) == values.count { Histogram.bucket(of: $0) > limit })
    }
  }
}

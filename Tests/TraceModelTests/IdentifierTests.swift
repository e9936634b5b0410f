import Testing
import TracemillTesting

@testable import TraceModel

@Suite("Identifiers and times")
struct IdentifierTests {
  @Test(
    "trace ids are written with 32 digits",
    arguments: [
      (TraceID(high: 0, low: 0), "00000000000000000000000000000000"),
      (TraceID(high: 0, low: 0xa), "0000000000000000000000000000000a"),
      (TraceID(high: 0x0102_0304_0506_0708, low: 0xfedc_ba98_7654_3210), "0102030405060708fedcba9876543210"),
      (TraceID(high: .max, low: .max), "ffffffffffffffffffffffffffffffff"),
    ])
  func traceIDs(_ id: TraceID, _ text: String) {
    #expect("\(id)" == text)
    #expect(id.isZero == !text.contains { $0 != "0" })
  }

  @Test("span ids are written with 16 digits")
  func spanIDs() {
    #expect("\(SpanID(0xbeef))" == "000000000000beef" && "\(SpanID(.max))" == "ffffffffffffffff")
    #expect(SpanID.none.isNone && SpanID(0).isNone && !SpanID(1).isNone)
  }

  @Test("ids sort as their digits do")
  func order() {
    var random = SeededGenerator(seed: 5)
    let ids = (0..<500).map { _ in TraceID(high: random.next() >> 60, low: random.next() >> 50) }
    #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
    let spans = (0..<500).map { _ in SpanID(random.next() >> 52) }
    #expect(spans.sorted().map(\.description) == spans.map(\.description).sorted())
  }

  @Test("both forms of an id fall into one partition, and partitions fill evenly", arguments: [1, 7, 64])
  func partitions(_ count: Int) {
    var random = SeededGenerator(seed: 6)
    var sizes = [Int](repeating: 0, count: count)
    for number in 0..<6400 {
      // Half of the ids count up, as careless generators do.
      let low = number.isMultiple(of: 2) ? UInt64(number) : random.next()
      let cell = TraceID(high: random.next(), low: low).partition(of: count)
      #expect(cell == TraceID(high: 0, low: low).partition(of: count))
      sizes[cell] += 1
    }
    #expect(sizes.allSatisfy { $0 > 6400 / count / 2 && $0 < 6400 / count * 2 + 1 })
  }

  @Test("a window holds its start and not its end")
  func windows() {
    let window = TimeWindow(start: Timestamp(nanoseconds: 10), end: Timestamp(nanoseconds: 20))
    #expect((0...30).filter { window.contains(Timestamp(nanoseconds: $0)) } == Array(10..<20))
    #expect(TimeWindow.always.contains(Timestamp(nanoseconds: .min)))
    #expect(Timestamp(nanoseconds: 25).nanoseconds(since: window.start) == 15)
  }
}

@Suite("Data quality")
struct DataQualityTests {
  private func random(_ seed: UInt64, rejects: Int) -> DataQuality {
    var random = SeededGenerator(seed: seed)
    var quality = DataQuality()
    quality.bytesRead = Int(random.number(in: 0...1000))
    quality.spansRead = Int(random.number(in: 0...1000))
    for defect in Defect.allCases { quality[defect] += Int(random.number(in: 0...3)) }
    for place in 0..<rejects {
      quality.add(
        Reject(
          defect: random.pick([.rejectedValue, .rejectedSpan]), input: Int(seed),
          offset: place * 10, reason: random.pick(["a", "b"])))
    }
    return quality
  }

  @Test("adds up in every order, past what can be listed too", arguments: [10, 4_000])
  func merging(_ rejects: Int) {
    let parts = (1...4).map { random(UInt64($0), rejects: rejects) }
    var forward = DataQuality()
    for part in parts { forward.merge(part) }
    var pairs = (parts[2], parts[0])
    pairs.0.merge(parts[3])
    pairs.1.merge(parts[1])
    pairs.1.merge(pairs.0)
    #expect(forward == pairs.1)
    #expect(forward[.rejectedValue] + forward[.rejectedSpan] >= 4 * rejects)
    #expect(forward.rejects.count == min(4 * rejects, DataQuality.maxRejects))
    #expect(forward.rejects == forward.rejects.sorted())
  }

  @Test("every defect has a name of its own and a sentence")
  func defects() {
    #expect(Set(Defect.allCases.map(\.sentence)).count == Defect.allCases.count)
    #expect(Defect.allCases.allSatisfy { !$0.sentence.isEmpty && !$0.sentence.hasSuffix(".") })
  }
}

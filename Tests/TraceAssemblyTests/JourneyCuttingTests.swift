import Testing
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Journeys that would be too large are cut at their longest waits")
struct JourneyCuttingTests {
  /// Journeys as lists of trace ids; links by `consumer>target`; how many were cut.
  static func journeys(
    _ spans: [DrawnSpan], most: Int, partitions: Int = 1, memory: Int = .max, batch: Int = 7
  ) async throws -> (journeys: [[UInt64]], cut: Int, counted: Int) {
    var store = SpanStore(
      limits: SpanStore.Limits(memory: memory, partitions: partitions), journeys: JourneyOptions(mostSpans: most))
    for start in stride(from: 0, to: spans.count, by: batch) {
      try store.receive(SpanBatch(Array(spans[start..<min(spans.count, start + batch)])))
    }
    let assembler = try await TraceAssembler(store, quality: DataQuality())
    var found: [[UInt64]] = []
    var counted = 0
    for number in 0..<partitions {
      let partition = try assembler.partition(number)
      let table = partition.table
      counted += partition.quality[.cutLink]
      #expect(table.columns.links.count { $0.target == SpanLink.cut } == partition.quality[.cutLink])
      for journey in 0..<table.journeyCount {
        let journey = table.journey(journey)
        found.append(journey.traces.map { table.columns.traceIDs[$0].low })
        for row in journey.rows {
          #expect(
            table.links(of: SpanIndex(row: row)).allSatisfy { $0.span.map { journey.rows.contains($0.row) } ?? true })
        }
      }
    }
    return (found.sorted { $0[0] < $1[0] }, assembler.cutLinks, counted)
  }

  static let chain = """
    a send    P [0..10] @a

    b process R [15..20] @b -> @a

    c process R [60..70] @c -> @b

    d process R [90..99] @d -> @c
    """

  @Test("the longest waits go first", arguments: [(4, 1), (3, 2), (2, 2), (1, 4)])
  func longest(most: Int, count: Int) async throws {
    let result = try await Self.journeys(Drawing(Self.chain).spans, most: most)
    #expect(result.journeys.count == count)
    let expected: [Int: [[UInt64]]] = [
      4: [[1, 2, 3, 4]], 3: [[1, 2], [3, 4]], 2: [[1, 2], [3, 4]], 1: [[1], [2], [3], [4]],
    ]
    #expect(result.journeys == expected[most])
    #expect(result.cut == count - 1 && result.counted == count - 1)
  }

  @Test("a single trace is never cut, and links to what is not in the dump are no cuts")
  func whole() async throws {
    let spans = Drawing(
      """
      a root S [0..90]
        a one I [1..2]
        a two I [3..4] -> 77/@99

      b process R [95..99] -> @99
      """
    ).spans
    let result = try await Self.journeys(spans, most: 1)
    #expect(result.journeys == [[1], [2]] && result.cut == 0)
  }

  static func spans(seed: UInt64) -> [DrawnSpan] {
    var generator = SeededGenerator(seed: seed)
    var spans: [DrawnSpan] = []
    for trace in 1...60 {
      let ids = (0..<generator.number(in: 1...4)).map { SpanID(UInt64(trace * 10) + UInt64($0)) }
      for id in ids {
        var span = DrawnSpan()
        span.traceID = TraceID(high: generator.pick([0, 3]), low: UInt64(trace))
        span.spanID = id
        span.kind = .consumer
        span.start = Drawing.epoch + 1000 * generator.number(in: 0...500)
        span.end = span.start + 1000 * generator.number(in: 0...50)
        for _ in 0..<generator.number(in: 0...1) where generator.chance(percent: 70) {
          let other = UInt64(generator.number(in: 1...60))
          span.links.append((TraceID(high: 0, low: other), SpanID(other * 10 + UInt64(generator.number(in: 0...1)))))
        }
        spans.append(span)
      }
    }
    return spans
  }

  @Test(
    "no order, batch, partition or spilling changes what is cut, and no journey of several traces is too large",
    arguments: 0..<4)
  func laws(seed: UInt64) async throws {
    let spans = Self.spans(seed: seed)
    var generator = SeededGenerator(seed: seed)
    for most in [5, 30] {
      let expected = try await Self.journeys(spans, most: most)
      let sizes = Dictionary(grouping: spans, by: \.traceID.low).mapValues(\.count)
      #expect(expected.cut == expected.counted)
      for journey in expected.journeys where journey.count > 1 {
        #expect(journey.reduce(0) { $0 + (sizes[$1] ?? 0) } <= most)
      }
      for (partitions, memory, batch) in [(1, Int.max, 500), (7, .max, 3), (16, .max, 11), (5, 2000, 9)] {
        let other = try await Self.journeys(
          generator.shuffled(spans), most: most, partitions: partitions, memory: memory, batch: batch)
        #expect(other.journeys == expected.journeys && other.cut == expected.cut && other.counted == expected.counted)
      }
    }
    let whole = try await Self.journeys(spans, most: 1000)
    #expect(whole.cut == 0 && whole.counted == 0)
  }
}

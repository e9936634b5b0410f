import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

/// Counts journeys and traces, and remembers which it saw.
private struct CountingFold: TraceFold {
  struct Result: Equatable, Sendable {
    var journeys = 0
    var traces: [TraceID] = []
  }

  private var result = Result()

  init(options: Void = (), prior: Void = (), symbols: SymbolTable) {}

  mutating func observe(_ reading: inout JourneyReading) {
    result.journeys += 1
    for number in reading.journey.traces {
      let rows = Trace(table: reading.journey.table, index: TraceIndex(number: number)).rows
      result.traces.append(reading.journey.table.traceID(of: SpanIndex(row: rows.lowerBound)))
    }
  }

  mutating func merge(_ other: Self) {
    result.journeys += other.result.journeys
    result.traces += other.result.traces
  }

  consuming func finish() -> Result {
    result.traces.sort()
    return result
  }
}

@Suite("One fold on each side of a window")
struct PartedTests {
  private func parted(
    _ spans: [DrawnSpan], _ window: Range<Int64>, parts: Int = 1, jobs: Int = 1
  ) async throws -> Parted<CountingFold>.Result {
    let assembler = await TraceAssembler(DecodedSpans(spans), partitions: parts)
    let window = TimeWindow(
      start: Timestamp(nanoseconds: window.lowerBound), end: Timestamp(nanoseconds: window.upperBound))
    let fold = Parted(CountingFold(symbols: assembler.symbols), window: window)
    return try await JourneyPass.run(fold, over: assembler, jobs: jobs).fold.finish()
  }

  @Test("a journey with traces on both sides of the window is counted once, whole, where it begins")
  func straddling() async throws {
    let drawing = Drawing(
      """
      trace 1
      shop send P [0..5]      @a messaging.destination.name=Q
      trace 2
      mail work R [100..150]  @b -> 1/@a
      trace 3
      shop look S [100..120]
      """)
    let window = Drawing.epoch + 50_000..<Drawing.epoch + 200_000
    let split = try await parted(drawing.spans, window)
    #expect(split.inside.journeys == 1 && split.inside.traces.map(\.low) == [3])
    #expect(split.outside.journeys == 1 && split.outside.traces.map(\.low) == [1, 2])
  }

  @Test("each journey stands on exactly one side, told by its earliest start", arguments: 1...20 as ClosedRange<UInt64>)
  func law(_ seed: UInt64) async throws {
    let spans = DependencyLawTests.spans(seed: seed)
    let starts = spans.map(\.start).sorted()
    let window = starts[starts.count / 3]..<starts[2 * starts.count / 3]
    let whole = try await parted(spans, .min..<Int64.max)
    let split = try await parted(spans, window)
    #expect(whole.outside.journeys == 0)
    #expect(split.inside.journeys + split.outside.journeys == whole.inside.journeys)
    #expect((split.inside.traces + split.outside.traces).sorted() == whole.inside.traces)
    let workers = try await parted(spans, window, parts: 5, jobs: 3)
    #expect(workers.inside == split.inside)
    #expect(workers.outside == split.outside)
  }
}

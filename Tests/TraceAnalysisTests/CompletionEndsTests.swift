import Testing
import TraceModel
import TracemillTesting

@testable import TraceAnalysis

@Suite("What completion paths have in common is walked once")
struct CompletionEndsTests {
  /// Batches: each message of an origin of its own, some of a batch sent by one, some taken by two batches.
  static func batches(seed: UInt64, of size: Int) -> [DrawnSpan] {
    var generator = SeededGenerator(seed: seed)
    var spans: [DrawnSpan] = []
    func span(_ trace: Int, _ id: Int, _ kind: SpanKind, _ name: String, _ start: Int64, _ length: Int64) -> DrawnSpan {
      var span = DrawnSpan()
      span.traceID = TraceID(high: 0, low: UInt64(trace))
      span.spanID = SpanID(UInt64(id))
      (span.kind, span.service, span.operation) = (kind, "shop", name)
      span.start = Drawing.epoch + start * 1000
      span.end = span.start + length * 1000
      return span
    }
    for message in 0..<size {
      let start = generator.number(in: 0...100)
      spans.append(span(message + 1, 2 * message + 1, .server, generator.pick(["buy", "pay"]), start, 30))
      var send = span(message + 1, 2 * message + 2, .producer, "send", start + 10, 10)
      send.parentID = SpanID(UInt64(2 * message + 1))
      spans.append(send)
    }
    for (number, name) in ["process", "receive", "process"].enumerated() {
      let trace = size + number + 1
      let id = 10 * size * (number + 1)
      var batch = span(trace, id, .consumer, name, 80 + Int64(number) * 20, 400)
      for message in 0..<size where number < 2 || generator.chance(percent: 30) {
        batch.links.append((TraceID(high: 0, low: UInt64(message + 1)), SpanID(UInt64(2 * message + 2))))
      }
      spans.append(batch)
      for child in 0..<size {
        let kind: SpanKind = generator.pick([.internal, .client, .producer])
        var work = span(trace, id + child + 1, kind, "work", 100 + 3 * Int64(child), generator.number(in: 1...9))
        work.parentID = batch.spanID
        spans.append(work)
        if kind == .producer, generator.chance(percent: 50) {
          var late = span(trace, id + child + 1 + size, .consumer, "process", 300 + Int64(child), 300)
          late.parentID = work.spanID
          spans.append(late)
        }
      }
    }
    return spans
  }

  static func expectSame(_ spans: [DrawnSpan]) throws {
    let table = SpanTable.assembled(spans)
    var causes = JourneyCauses(symbols: table.symbols)
    var shared = CompletionPathWalk(options: CriticalPathOptions(), symbols: table.symbols)
    var alone = shared
    var chain: [CompletionStep] = []
    for number in 0..<table.journeyCount {
      let journey = table.journey(number)
      causes.read(journey)
      causes.findTerminals(journey)
      shared.beginSharing(causes, rows: journey.rows)
      for row in journey.rows where causes.isOrigin(row, in: table) {
        causes.chain(from: row, into: &chain, in: table)
        alone.walk(chain, &causes, in: table)
        let terminal = try #require(chain.last).row
        causes.chain(from: row, into: &chain, known: shared.ends.known, in: table)
        shared.walk(chain, &causes, in: table)
        #expect(shared.allSegments == alone.segments)
        #expect(shared.terminal == terminal && shared.start == alone.start)
      }
    }
  }

  @Test("of batches", arguments: 0..<20)
  func batches(seed: UInt64) throws {
    try Self.expectSame(Self.batches(seed: seed, of: 12))
  }

  @Test("of random journeys with links of every kind", arguments: 0..<60)
  func random(seed: UInt64) throws {
    try Self.expectSame(CompletionPathLawTests.journeys(seed: seed, traces: 25))
  }

  @Test("what is added up is what the paths hold", arguments: 0..<20)
  func sums(seed: UInt64) {
    let spans =
      seed % 2 == 0 ? Self.batches(seed: seed, of: 12) : CompletionPathLawTests.journeys(seed: seed, traces: 25)
    let result = CompletionPathTests.folded(SpanTable.assembled(spans))
    for entry in result.entries {
      let paths = result.completions.filter { $0.service == entry.service && $0.operation == entry.operation }
      #expect(entry.durations.count == paths.count)
      for kind in CriticalPathSegmentKind.allCases {
        let added = entry.path.filter { $0.kind == kind }.reduce(0) { $0 + $1.exclusiveNanoseconds }
        #expect(added == paths.flatMap(\.segments).filter { $0.kind == kind }.reduce(0) { $0 + $1.end - $1.start })
      }
    }
  }

  @Test("two thousand messages in one batch, each with work of its own")
  func large() {
    let result = CompletionPathTests.folded(SpanTable.assembled(Self.batches(seed: 1, of: 2_000)), top: 1)
    #expect(result.completionCount == 2_000)
  }

  @Test("a consumer off the path could have taken longer by its slack, least of the messages of a batch")
  func slack() throws {
    let drawing = """
      shop send   P  [0..10] @a

      shop send2  P  [0..20] @b

      one  quick  R  [30..60] -> @a

      two  slow   R  [20..100] -> @a

      six  batch  R  [30..70] @c -> @a -> @b
        six after I  [70..80]
      """
    let result = CompletionPathTests.folded(SpanTable(drawing: drawing))
    // `batch` is on the path of send2, which ends with its child: no slack.
    #expect(result.slack.map { "\($0.operation) \($0.nanoseconds.maximum / 1000)" } == ["quick 40"])
  }
}

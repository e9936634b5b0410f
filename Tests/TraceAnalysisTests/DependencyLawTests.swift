import AnalysisReports
import ReportModel
import ReportRendering
import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Dependencies: laws")
struct DependencyLawTests {
  /// Random traces of five services with peers, topics and links between traces.
  static func spans(seed: UInt64, traces: UInt64 = 12) -> [DrawnSpan] {
    var generator = SeededGenerator(seed: seed)
    var all: [DrawnSpan] = []
    for trace in 1...traces {
      var spans = SeededTraces.trace(seed: seed &* 1000 &+ trace, shape: .wild, traceID: TraceID(high: 0, low: trace))
      for place in spans.indices {
        spans[place].service = generator.pick(["shop", "cart", "bank", "mail", "db", ""])
        if spans[place].service.isEmpty, generator.chance(percent: 80) { spans[place].service = "shop" }
        if generator.chance(percent: 15) { spans[place].status = .error }
        if generator.chance(percent: 40) {
          spans[place].attributes.append(
            ("server.address", .string(Array(generator.pick(["db", "cache", "10.0.0.1", "127.0.0.1"]).utf8)[...])))
        }
        if generator.chance(percent: 20) {
          spans[place].attributes.append(("db.system", .string(Array("mysql".utf8)[...])))
        }
        if generator.chance(percent: 40) {
          let name = generator.pick(["orders", "mails", "q|\"<\n"])
          spans[place].attributes.append(("messaging.destination.name", .string(Array(name.utf8)[...])))
        }
        if spans[place].kind == .consumer || generator.chance(percent: 5),
          let target = all.randomElement(using: &generator)
        {
          spans[place].links.append((target.traceID, target.spanID))
        }
      }
      all += spans
    }
    return all
  }

  @Test(
    "any order of spans, any partitioning, any order of merging: the same bytes",
    arguments: 1...12 as ClosedRange<UInt64>)
  func order(_ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let spans = Self.spans(seed: seed)
    for messaging in DependencyOptions.Messaging.allCases {
      let options = DependencyOptions(messaging: messaging, virtualUser: seed % 2 == 0)
      let whole = try await dependencyFold(of: spans, options).finish()
      #expect(!whole.edges.isEmpty)
      let assembler = await TraceAssembler(DecodedSpans(generator.shuffled(spans)), partitions: 5)
      var parts: [DependencyFold] = []
      for number in 0..<5 {
        let table = try assembler.partition(number).table
        for journey in generator.shuffled(Array(0..<table.journeyCount)) {
          var part = DependencyFold(options: options, prior: (), symbols: assembler.symbols)
          part.observe(table.journey(journey))
          parts.append(part)
        }
      }
      var merged = DependencyFold(options: options, prior: (), symbols: assembler.symbols)
      for part in generator.shuffled(parts) { merged.merge(part) }
      let split = merged.finish()
      #expect(split.json == whole.json)
      #expect(split.graph().dot() == whole.graph().dot())
      #expect(split.unresolved == whole.unresolved)
    }
  }

  @Test(
    "every call is counted once: calls and inferred edges into services are at most its spans",
    arguments: 1...12 as ClosedRange<UInt64>)
  func bounds(_ seed: UInt64) async throws {
    let spans = Self.spans(seed: seed)
    let result = try await dependencyFold(of: spans).finish()
    for edge in result.edges {
      #expect(edge.traffic.errors <= edge.traffic.calls)
      #expect(edge.traffic.calls <= edge.traffic.attempts || edge.kind == .route)
      #expect(edge.traffic.gap.count + edge.traffic.negativeGaps <= edge.traffic.attempts)
      #expect(edge.traffic.server.count <= edge.traffic.attempts)
      #expect(edge.traffic.estimatedMillionths == edge.traffic.calls * 1_000_000)
    }
    #expect(result.edges.reduce(0) { $0 + $1.traffic.calls } <= 2 * spans.count)
  }

  @Test("cycles are those a slow search finds", arguments: 1...20 as ClosedRange<UInt64>)
  func cycles(_ seed: UInt64) async throws {
    let result = try await dependencyFold(of: Self.spans(seed: seed, traces: 2)).finish()
    let sync = result.edges.filter { !$0.kind.isMessages }
    var reach = [[Bool]](repeating: [Bool](repeating: false, count: result.nodes.count), count: result.nodes.count)
    for edge in sync { reach[edge.source][edge.target] = true }
    for middle in reach.indices {
      for from in reach.indices where reach[from][middle] {
        for to in reach.indices where reach[middle][to] { reach[from][to] = true }
      }
    }
    let inCircles = result.nodes.indices.filter { reach[$0][$0] }
    let found = result.cycles.filter { !$0.throughMessages }
    #expect(found.flatMap(\.members).sorted() == inCircles)
    let steps = Set(sync.map { [$0.source, $0.target] })
    for cycle in found {
      for (from, to) in zip(cycle.witness, cycle.witness.dropFirst() + cycle.witness.prefix(1)) {
        #expect(steps.contains([from, to]))
      }
    }
  }

  @Test("a chain of 20,000 spans and a fan-out of as many make no edge of their own")
  func size() async throws {
    let chain = try await dependencyFold(of: SeededTraces.chain(20_000)).finish()
    #expect(chain.edges.isEmpty)
    let wide = try await dependencyFold(of: SeededTraces.fanOut(20_000)).finish()
    #expect(wide.nodes.count == 1)
  }
}

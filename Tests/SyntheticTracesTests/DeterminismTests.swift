import SyntheticTraces
import Testing

@Suite("The same scenario gives the same bytes")
struct DeterminismTests {
  func dump(_ scenario: SyntheticScenario) throws -> [UInt8] {
    var buffer = ByteBuffer()
    let truth = try SyntheticSystem.generate(scenario, writingTo: &buffer)
    return buffer.bytes + truth.json
  }

  @Test("twice the same, and another dump from another seed")
  func seeds() throws {
    let scenario = SyntheticScenario(
      seed: 9, length: .requests(60), requestsPerMinute: 600, faults: [.init("retry-storm"), .init("bad-host")])
    var other = scenario
    other.seed = 10
    let first = try dump(scenario)
    #expect(try dump(scenario) == first)
    #expect(try dump(other) != first)
  }

  @Test("a fault changes nothing before its onset")
  func onset() throws {
    let calm = try ObservedRun(SyntheticScenario(seed: 3, length: .requests(150), requestsPerMinute: 600))
    let storm = try ObservedRun(
      SyntheticScenario(seed: 3, length: .requests(150), requestsPerMinute: 600, faults: [.init("slow-database")]))
    let before = storm.collector.spans.filter { $0.end < storm.onset }
    #expect(before.count > 200)
    #expect(before == calm.collector.spans.filter { $0.end < storm.onset })
    #expect(storm.collector.spans != calm.collector.spans)
  }

  @Test("an operation at half its own time is the same run, faster there and nowhere slower")
  func ownTime() throws {
    let scenario = SyntheticScenario(seed: 4, length: .requests(200), requestsPerMinute: 600)
    var faster = scenario
    faster.ownTimes = [.init(service: "inventory", operation: "GET /catalogue", perMille: 500)]
    let slow = try ObservedRun(scenario)
    let fast = try ObservedRun(faster)
    #expect(slow.truth.spans == fast.truth.spans)
    var durations: [UInt64: Int] = [:]
    for span in slow.collector.spans { durations[span.id] = span.end - span.start }
    var sped = 0
    for span in fast.collector.spans {
      guard let before = durations[span.id] else { continue }
      let now = span.end - span.start
      if span.name == "GET /catalogue" && span.kind == .server {
        #expect(now < before)
        sped += 1
      }
    }
    #expect(sped > 20)
  }

  @Test("draws have the quantiles that they should")
  func quantiles() {
    var draws = SplitMix64(seed: 1)
    var low = 0
    for _ in 0..<20_000 where draws.below(10) < 3 { low += 1 }
    #expect((5_800...6_200).contains(low))
  }
}

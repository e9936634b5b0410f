import Testing
import TracemillFuzzing
import TracemillTesting

@Suite("Hostile span graphs")
struct HostileGraphTests {
  @Test("whatever the graph, every result is whole and the same for any number of workers")
  func graphs() {
    for seed in 0..<UInt64(FuzzRounds.count(usually: 30)) {
      let failures = DumpCheck.failures(of: HostileGraph.dump(ByteGenerator(seed: seed)), isThorough: seed % 8 == 0)
      #expect(failures == [], "seed \(seed)")
    }
  }
}

import AnalysisReports
import ReportModel
import ReportRendering
import Testing
import TraceAnalysis
import TracemillTesting

@Suite("Dependencies: what changed (rule 21)")
struct DependencyDiffTests {
  /// `times` copies of a trace, each a root of its own.
  private func traces(_ times: Int, _ drawing: String) -> String {
    [String](repeating: drawing, count: times).joined(separator: "\n\n")
  }

  private func compare(_ before: String, _ now: String) async throws -> DependencyComparison {
    try await DependencyComparison(before: dependencies(of: before), now: dependencies(of: now))
  }

  /// Edges in words, the most important first: `a call b: added`.
  private func lines(_ comparison: DependencyComparison) -> [String] {
    comparison.edges.map { edge in
      let ends = (comparison.nodes[edge.source].node.name, comparison.nodes[edge.target].node.name)
      return "\(ends.0) \(edge.kind.name) \(ends.1): \(edge.change.rawValue)"
    }
  }

  private static let plain = """
    web GET   S [0..100]
      web GET C [10..90]
        app GET S [20..80]
    """
  private static let alone = "web GET S [0..100]"

  @Test("an edge that was not there is added, however rare it is")
  func added() async throws {
    let comparison = try await compare(traces(30, Self.alone), traces(29, Self.alone) + "\n\n" + Self.plain)
    #expect(lines(comparison) == ["web call app: added"])
    #expect(comparison.nodes.map { "\($0.node.name) \($0.change.rawValue)" } == ["app added", "web same"])
  }

  @Test("an edge that had calls enough to be missed is gone; below that it is not seen", arguments: [9, 10])
  func gone(_ calls: Int) async throws {
    let before = traces(20 - calls, Self.alone) + "\n\n" + traces(calls, Self.plain)
    let comparison = try await compare(before, traces(20, Self.alone))
    #expect(lines(comparison) == ["web call app: \(calls == 10 ? "gone" : "not_seen")"])
    #expect(comparison.nodes.first?.change == (calls == 10 ? .gone : .notSeen))
  }

  @Test("many calls before are no proof when the dump at hand is small")
  func smallDump() async throws {
    let comparison = try await compare(traces(50, Self.plain), traces(5, Self.alone))
    #expect(lines(comparison) == ["web call app: not_seen"])
  }

  @Test("twice the dump with the same calls a root is the same")
  func rate() async throws {
    let comparison = try await compare(traces(20, Self.plain), traces(40, Self.plain))
    #expect(lines(comparison) == ["web call app: same"])
  }

  @Test("three times the calls a root is a change of rate, and only that")
  func callsPerRoot() async throws {
    let thrice = """
      web GET   S [0..100]
        web GET C [0..80]
          app GET S [10..70]
        web GET C [0..80]
          app GET S [10..70]
        web GET C [0..80]
          app GET S [10..70]
      """
    let comparison = try await compare(traces(40, Self.plain), traces(40, thrice))
    #expect(lines(comparison) == ["web call app: changed"])
    let shift = try #require(comparison.edges.first?.shift)
    #expect(shift.hasRateChanged && !shift.haveErrorsChanged && shift.latency == nil)
    #expect(try await compare(traces(6, Self.plain), traces(6, thrice)).edgeCount(.changed) == 0)
  }

  @Test("other percentiles are a change once there are twenty calls on both sides", arguments: [19, 20])
  func latency(_ calls: Int) async throws {
    let slow = """
      web GET   S [0..1000]
        web GET C [10..410]
          app GET S [20..380]
      """
    let comparison = try await compare(traces(calls, Self.plain), traces(calls, slow))
    #expect(lines(comparison) == ["web call app: \(calls == 20 ? "changed" : "same")"])
    if calls == 20 {
      let latency = try #require(comparison.edges.first?.shift?.latency)
      #expect(latency.clock == .client && latency.percent == 50)
      #expect(latency.before == 80_000 && latency.now == 400_000)
    }
  }

  @Test("a share of errors that chance explains is no change, one that it does not is")
  func errors() async throws {
    let failing = Self.plain.replacing("[20..80]", with: "[20..80] !")
    let few = try await compare(traces(100, Self.plain), traces(98, Self.plain) + "\n\n" + traces(2, failing))
    #expect(few.edgeCount(.changed) == 0)
    let many = try await compare(traces(100, Self.plain), traces(80, Self.plain) + "\n\n" + traces(20, failing))
    #expect(many.edges.first?.shift?.haveErrorsChanged == true)
  }

  @Test("the wait in a queue is a change of its own")
  func queueWait() async throws {
    func message(_ start: Int) -> String {
      """
      shop send   P [0..10]   messaging.destination.name=orders
        mail work R [\(start)..\(start + 50)] messaging.destination.name=orders
      """
    }
    let comparison = try await compare(traces(30, message(20)), traces(30, message(900)))
    #expect(lines(comparison).first == "orders consume mail: changed")
    #expect(comparison.edges.first?.shift?.latency?.clock == .queueWait)
  }

  @Test("a dump beside itself has no changes", arguments: 1...8 as ClosedRange<UInt64>)
  func itself(_ seed: UInt64) async throws {
    let result = try await dependencyFold(of: DependencyLawTests.spans(seed: seed)).finish()
    let comparison = DependencyComparison(before: result, now: result)
    #expect(comparison.edges.allSatisfy { $0.change == .same && $0.score == 0 })
    #expect(comparison.nodes.allSatisfy { $0.change == .same })
    #expect(comparison.edges.count == result.edges.count && comparison.nodes.count == result.nodes.count)
  }

  @Test("what is added one way round is gone or not seen the other", arguments: 1...8 as ClosedRange<UInt64>)
  func reversed(_ seed: UInt64) async throws {
    let one = try await dependencyFold(of: DependencyLawTests.spans(seed: seed)).finish()
    let other = try await dependencyFold(of: DependencyLawTests.spans(seed: seed + 100)).finish()
    let there = DependencyComparison(before: one, now: other)
    let back = DependencyComparison(before: other, now: one)
    #expect(there.edgeCount(.added) == back.edgeCount(.gone) + back.edgeCount(.notSeen))
    #expect(there.edgeCount(.changed) == back.edgeCount(.changed))
  }

  @Test("focus keeps what is around a service on either side")
  func focus() async throws {
    let before = """
      a get       S |=========|
        b get     S  |=======|
          c get   S   |=====|
        x get     S          |=|
      """
    let now = """
      a get       S |=========|
        b get     S  |=======|
          d get   S   |=====|
        x get     S          |=|
      """
    let comparison = try await compare(before, now).focused(on: "b", hops: 1)
    #expect(lines(comparison).sorted() == ["a call b: same", "b call c: not_seen", "b call d: added"])
  }

  private static let before = """
    web GET       S [0..100]
      web GET     C [10..90]
        app GET   S [20..80]
          app SELECT C [30..40] db.system=postgresql
      web GET     C [10..20]
        old GET   S [11..19]
    """
  private static let now = """
    web GET       S [0..900]
      web GET     C [10..890]
        app GET   S [20..880] !
          app SELECT C [30..40] db.system=postgresql
      web send    P [20..30]  messaging.destination.name=mails
        mail work R [50..90]  messaging.destination.name=mails
    """

  @Test("the changes as DOT, Mermaid, Markdown and JSON") func rendered() async throws {
    let comparison = try await compare(traces(40, Self.before), traces(40, Self.now))
    try expectGolden(comparison.graph().dot(), "dependencies-diff.dot")
    try expectGolden(comparison.graph().mermaid().text, "dependencies-diff.mmd")
    try expectGolden(comparison.section().markdown(), "dependencies-diff.md")
    var json = JSONWriter(pretty: true)
    comparison.write(to: &json)
    try expectGolden(json.finish(), "dependencies-diff.json")
  }
}

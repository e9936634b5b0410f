import Testing
import TraceAnalysis
import TracemillTesting

@Suite("Dependencies: cycles and focus")
struct DependencyCycleTests {
  private func names(_ result: DependencyResult, _ places: [Int]) -> [String] { places.map { result.nodes[$0].name } }

  @Test("a circle within one path is real, and named by its shortest way round")
  func real() async throws {
    let result = try await dependencies(
      of: """
        a get     S |=======|
          b get   S  |=====|
            a two S   |===|
              c x S    |=|
        """)
    #expect(result.cycles.count == 1)
    #expect(result.cycles.map { names(result, $0.witness) } == [["a", "b"]])
    #expect(result.cycles.allSatisfy { $0.seenInOnePath && !$0.throughMessages })
  }

  @Test("a circle that only several paths make is told apart")
  func aggregate() async throws {
    let result = try await dependencies(
      of: """
        a get     S |===|
          b get   S  |=|

        b get     S |===|
          c get   S  |=|

        c get     S |===|
          a get   S  |=|
        """)
    #expect(result.cycles.map { names(result, $0.witness) } == [["a", "b", "c"]])
    #expect(result.cycles.allSatisfy { !$0.seenInOnePath })
  }

  @Test("a circle through a topic is told apart from one where every step waits")
  func throughTopic() async throws {
    let result = try await dependencies(
      of: """
        jobs retry   P |==|       messaging.destination.name=jobs
          jobs work  R     |==|   messaging.destination.name=jobs
        """)
    #expect(result.cycles.map { names(result, $0.witness) } == [["jobs", "jobs"]])
    #expect(result.cycles.allSatisfy { $0.throughMessages && $0.seenInOnePath })
  }

  @Test("a tree has no circles")
  func tree() async throws {
    let result = try await dependencies(
      of: """
        a get   S |=====|
          b get S  |==|
          c get S     |=|
        """)
    #expect(result.cycles.isEmpty)
  }

  @Test("focus keeps what leads to a service and what it leads to, so many hops")
  func focus() async throws {
    let result = try await dependencies(
      of: """
        a get       S |=========|
          b get     S  |=======|
            c get   S   |=====|
              d get S    |===|
          x get     S          |=|
        """)
    #expect(result.focused(on: "b").lines == ["a call b 1", "b call c 1", "c call d 1"])
    #expect(result.focused(on: "b", hops: 1).lines == ["a call b 1", "b call c 1"])
    #expect(result.focused(on: "nobody").lines == [])
  }
}

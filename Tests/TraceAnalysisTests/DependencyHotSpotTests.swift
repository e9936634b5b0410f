import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Dependencies: hot spots (rule 23)")
struct DependencyHotSpotTests {
  private func points(_ result: DependencyResult) -> [String] {
    result.singlePoints.map { point in
      "\(result.nodes[point.node].name): \(point.examples.map { result.nodes[$0].name }.joined(separator: " "))"
    }
  }

  @Test("calls of a request are those of its own service, wherever in it they leave")
  func perRequest() async throws {
    let result = try await dependencies(
      of: """
        web GET        S [0..100]
          web loop     I [1..90]
            web one    C [1..9]   db.system=pg
            web two    C [10..19] db.system=pg
          web three    C [20..29] db.system=pg
          web GET      C [30..80]
            app GET    S [31..79]
              app four C [32..40] db.system=pg

        web GET        S [0..100]
        """)
    let web = try #require(result.node("web"))
    #expect(web.requests == 2 && web.entries == 2)
    #expect(web.callsPerRequest.count == 2 && web.callsPerRequest.sum == 4 && web.callsPerRequest.maximum == 4)
    let app = try #require(result.node("app"))
    #expect(app.requests == 1 && app.entries == 0 && app.callsPerRequest.sum == 1)
    let queries = try #require(result.traffic("web", "pg")).perRequest
    #expect(queries.count == 1 && queries.sum == 3)
  }

  @Test("two requests to one service within a trace are told apart, also when they overlap")
  func interleaved() async throws {
    let result = try await dependencies(
      of: """
        web GET      S [0..100]
          web a      C [1..90]
            app GET  S [2..80] @aa
          web b      C [1..90]
            app GET  S [2..80] @bb
          app q      C [10..11] ^aa db.system=pg
          app q      C [12..13] ^bb db.system=pg
          app q      C [14..15] ^aa db.system=pg
        """)
    let calls = try #require(result.traffic("app", "pg")).perRequest
    #expect(calls.count == 2 && calls.sum == 3 && calls.maximum == 2 && calls.minimum == 1)
  }

  @Test("a consumed message is a request of its service, published messages are calls")
  func messages() async throws {
    let result = try await dependencies(
      of: """
        shop send   P [0..1]  messaging.destination.name=orders
          mail work R [2..9]  messaging.destination.name=orders
            mail send P [3..4] messaging.destination.name=mails
        """)
    let mail = try #require(result.node("mail"))
    #expect(mail.requests == 1 && mail.entries == 0 && mail.callsPerRequest.sum == 1)
    #expect(result.node("shop")?.entries == 1)
  }

  @Test("fan-in and fan-out count neighbours, not edges")
  func fans() async throws {
    let result = try await dependencies(
      of: """
        web GET      S [0..100]
          web GET    C [1..9]
            app GET  S [2..8]
          app job    I [10..20]
          web self   C [30..40]
            web self S [31..39]
          db call    S [50..60]
        """)
    let fans = zip(result.nodes, result.fans).map { "\($0.name) \($1.callers) \($1.callees)" }
    #expect(fans == ["app 1 0", "db 1 0", "web 0 2"])
  }

  @Test("a single point of failure is on every way to a service")
  func singlePoints() async throws {
    let result = try await dependencies(
      of: """
        web GET       S [0..100]
          left GET    S [1..40]
            gate GET  S [2..30]
              one GET S [3..10]
              two GET S [11..20]
          right GET   S [50..90]
            gate GET  S [51..80]
        """)
    #expect(points(result) == ["web: gate left one right two", "gate: one two"])
  }

  @Test("what is entered from outside is cut off by nobody; a circle does not hide a single point")
  func entries() async throws {
    let result = try await dependencies(
      of: """
        web GET     S [0..100]
          app GET   S [1..90]
            lib GET S [2..80]
              app b S [3..10]

        app GET     S [0..10]
        """)
    #expect(points(result) == ["app: lib"])
  }

  @Test("single points are those a slow search finds", arguments: 1...20 as ClosedRange<UInt64>)
  func twin(_ seed: UInt64) async throws {
    let result = try await dependencyFold(of: DependencyLawTests.spans(seed: seed, traces: 2)).finish()
    let isCalled = Set(result.edges.filter { $0.source != $0.target }.map(\.target))
    let outside = result.nodes.indices.filter { result.nodes[$0].entries > 0 || !isCalled.contains($0) }
    func reached(without blocked: Int?) -> Set<Int> {
      var seen = Set(outside.filter { $0 != blocked })
      var front = Array(seen)
      while let node = front.popLast() {
        for edge in result.edges where edge.source == node && edge.target != blocked {
          if seen.insert(edge.target).inserted { front.append(edge.target) }
        }
      }
      return seen
    }
    let all = reached(without: nil)
    var slow: [String] = []
    for node in result.nodes.indices {
      let lost = all.subtracting(reached(without: node)).subtracting([node])
        .filter { result.nodes[$0].category == .service }.sorted()
      if !lost.isEmpty {
        slow.append("\(result.nodes[node].name): \(lost.map { result.nodes[$0].name }.joined(separator: " "))")
      }
    }
    #expect(points(result).sorted() == slow.sorted())
  }

  @Test("the deepest call is found, with the smallest trace id of several")
  func deepest() async throws {
    let chain = """
      a get       S [0..100]
        b get     S [1..90]
          b in    I [2..80]
            b get C [3..70]
              c get S [4..60]
      """
    let result = try await dependencies(of: "z get S [0..9]\n  a get S [1..8]\n\n" + chain + "\n\n" + chain)
    #expect(result.deepest == DeepestPath(services: 3, traceID: TraceID(high: 0, low: 2)))
  }

  @Test("a service that calls in a loop is named in the report")
  func loops() async throws {
    let queries = (0..<12).map { "  web SELECT C [\($0 * 2)..\($0 * 2 + 1)] db.system=pg" }
    let result = try await dependencies(of: "web GET S [0..100]\n" + queries.joined(separator: "\n"))
    let titles = result.section().sections.flatMap(\.sections).map(\.title.content)
    #expect(titles == ["Many calls a request (N+1)"])
  }
}

import AnalysisReports
import ReportModel
import ReportRendering
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Dependencies: figures and pictures, rule by rule")
struct DependencyRuleTests {
  @Test("rule 5: a peer that is an address stays one, a peer that is named like a service is that service")
  func peers() async throws {
    let result = try await dependencies(
      of: """
        app a C |=| network.peer.address=10.0.0.9
        app b C |=| peer.service=app2
        app2 c S |=|
        """)
    #expect(result.lines == ["app call 10.0.0.9 1", "app call app2 1"])
    #expect(result.node("app2")?.category == .service)
  }

  @Test("rule 6: spans whose parents go in a circle make their edges all the same", .timeLimit(.minutes(1)))
  func circle() async throws {
    let result = try await dependencies(
      of: """
        a one S |=====| @1 ^3
        b two S |====|  @2 ^1
        c thr S |===|   @3 ^2
        """)
    #expect(result.edges.count == 2)
  }

  @Test("rule 16: no p99 below a hundred calls", arguments: [99, 100])
  func p99(_ calls: Int) async throws {
    let pair = "web GET C [0..100]\n  app GET S [10..90]"
    let result = try await dependencies(of: [String](repeating: pair, count: calls).joined(separator: "\n\n"))
    let text = String(decoding: result.json, as: UTF8.self)
    #expect(text.contains("\"p99\": null") == true)
    let client = try #require(text.split(separator: "\"clientNs\"").dropFirst().first).prefix(160)
    #expect(client.contains("\"p99\": null") == (calls == 99))
  }

  @Test("rule 17: the network's time is the pair's; a negative one is counted in the JSON, not clamped")
  func gap() async throws {
    let result = try await dependencies(of: "web GET C [0..50]\n  app GET S [10..90]")
    #expect(String(decoding: result.json, as: UTF8.self).contains("\"negative\": 1"))
    #expect(result.traffic("web", "app")?.gap.count == 0)
  }

  private static let kinds = """
    web GET        S [0..100]  namespace=shop
      web GET      C [1..90]
        app GET    S [2..80]   namespace=back
      web SELECT   C [10..20]  db.system=pg
      web POST     C [20..30]  peer.service=bank
      web send     P [30..31]  messaging.destination.name=orders
        mail work  R [40..50]  messaging.destination.name=orders
      job run      I [50..60]
    """

  @Test("rules 25 and 26: ids are quoted type:name, shapes tell the types, frames the namespaces")
  func shapes() async throws {
    let dot = try await dependencies(of: Self.kinds, DependencyOptions(virtualUser: true)).graph().dot()
    #expect(dot.hasPrefix("digraph dependencies {\n  graph [rankdir=LR,"))
    func node(_ id: String) -> Substring { dot.split(separator: "\n").first { $0.contains("\"\(id)\" [") } ?? "" }
    #expect(node("service:web").contains("shape=box, style=\"rounded,filled\""))
    #expect(node("database:pg").contains("shape=cylinder"))
    #expect(node("topic:orders").contains("shape=cds"))
    #expect(node("external:bank").contains("shape=box, style=\"filled,dashed\""))
    #expect(node("user:user").contains("shape=oval"))
    func edge(_ source: String, _ target: String) -> Substring {
      dot.split(separator: "\n").first { $0.contains("\"\(source)\" -> \"\(target)\" [") } ?? ""
    }
    #expect(edge("service:web", "topic:orders").contains("style=dashed, arrowhead=onormal"))
    #expect(edge("service:web", "service:job").contains("style=dotted"))
    #expect(!edge("service:web", "service:app").contains("style="))
    #expect(dot.contains("subgraph cluster_") && dot.contains("label=\"back\""))
  }

  @Test("rule 27: widths follow the volume, colours the share of errors, which stands there as text too")
  func colours() async throws {
    func calls(_ name: String, _ count: Int, failed: Int) -> [String] {
      (0..<count).map { "web GET C [0..9]\n  \(name) GET S [1..8] \($0 < failed ? "!" : "")" }
    }
    let drawing = calls("fine", 200, failed: 1) + calls("ill", 100, failed: 2) + calls("sick", 40, failed: 4)
    let dot = try await dependencies(of: drawing.joined(separator: "\n\n")).graph().dot()
    func edge(_ target: String) -> Substring {
      dot.split(separator: "\n").first { $0.contains("-> \"service:\(target)\"") } ?? ""
    }
    #expect(
      edge("fine").contains("#0072B2") && edge("fine").contains("0.5 % errors")
        && edge("fine").contains("penwidth=3.50"))
    #expect(edge("ill").contains("#E69F00") && edge("ill").contains("2.0 % errors"))
    #expect(edge("sick").contains("#D55E00") && edge("sick").contains("10.0 % errors"))
  }

  @Test("rule 27: of a circle only the edge that runs back from the rest does not order the ranks")
  func backEdge() async throws {
    let dot = try await dependencies(
      of: """
        web GET       S [0..100]
          app GET     S [1..90]
            zoo GET   S [2..80]
              app two S [3..70]
        """
    ).graph().dot()
    let back = dot.split(separator: "\n").filter { $0.contains("constraint=false") }
    #expect(back.count == 1 && back.allSatisfy { $0.contains("\"service:zoo\" -> \"service:app\"") })
  }

  @Test(
    "a picture runs from where requests come in: every circle has a back edge", arguments: 1...10 as ClosedRange<UInt64>
  )
  func order(_ seed: UInt64) async throws {
    let graph = try await dependencyFold(of: DependencyLawTests.spans(seed: seed)).finish().graph(top: nil)
    var ahead: [String: [String]] = [:]
    for edge in graph.edges where !edge.isBackEdge { ahead[edge.source, default: []].append(edge.target) }
    // Without the back edges a walk of more steps than nodes cannot be.
    var front = Set(graph.nodes.map(\.id))
    for _ in graph.nodes.indices { front = Set(front.flatMap { ahead[$0] ?? [] }) }
    #expect(front.isEmpty)
  }

  @Test("rule 28: a graph past GitHub's limits keeps its failing and busiest edges, and says so")
  func mermaid() async throws {
    let calls = (0..<520).map { "web GET C [0..9]\n  app\($0) GET S [1..8]" }.joined(separator: "\n\n")
    let diagram = try await dependencies(of: calls).graph(top: nil).mermaid(notes: true)
    #expect(diagram.text.split(separator: "\n").count { $0.contains("-->") } <= 500)
    #expect(diagram.text.utf16.count <= 50_000)
    #expect(diagram.text.contains("of 520 edges"))
  }
}

import AnalysisReports
import ReportModel
import ReportRendering
import Testing
import TraceAnalysis
import TracemillTesting

@Suite("Dependencies: parts of a graph")
struct DependencySelectionTests {
  private static let shop = """
    web GET          S [0..100]    namespace=front
      web GET        C [1..90]
        cart GET     S [2..80]     namespace=back
          cart SELECT C [3..10]    db.system=redis server.address=cache
          cart SELECT C [11..20]   db.system=postgresql server.address=pg
          cart GET   C [21..60]
            stock GET S [22..50]   namespace=back
              stock SELECT C [23..30] db.system=postgresql server.address=pg
      web send       P [91..92]    messaging.destination.name=orders
        mail work    R [93..99]    messaging.destination.name=orders namespace=late
          mail POST  C [94..95]    peer.service=smtp
    """

  private func patterns(_ texts: String...) -> [NamePattern] { texts.map(NamePattern.init) }

  @Test("--include keeps services, the edges between them, and what they touch")
  func include() async throws {
    let result = try await dependencies(of: Self.shop).selecting(include: patterns("cart", "mail"), exclude: [])
    #expect(
      result.lines == [
        "cart query cache 1", "cart query pg 1", "mail call smtp 1", "orders consume mail 1 m1",
      ])
  }

  @Test("--exclude leaves out nodes of any type")
  func exclude() async throws {
    let result = try await dependencies(of: Self.shop).selecting(include: [], exclude: patterns("database:*", "mail"))
    #expect(result.lines == ["cart call stock 1", "web call cart 1", "web publish orders 1 m1"])
  }

  @Test(
    "a pattern's * is any text, its ? any one character",
    arguments: [
      ("cart", "cart", true), ("cart", "carts", false), ("c*", "cart", true), ("*art", "cart", true),
      ("c*t*", "cart", true), ("?art", "cart", true), ("?art", "art", false), ("*", "", true),
      ("a*b*c", "a-b-b-c", true),
      ("a*b*c", "a-c-b", false), ("", "x", false), ("*é", "café", true),
    ])
  func patterns(_ pattern: String, _ name: String, _ matches: Bool) {
    #expect(NamePattern(pattern).matches(name) == matches)
  }

  @Test("a service's name fits without the namespace that tells it from others")
  func namespaces() async throws {
    let result = try await dependencies(
      of: """
        web GET S [0..100]
          app a S [1..10]    namespace=shop
          app b S [20..30]   namespace=bank
          oth c S [40..50]
        """
    ).selecting(include: patterns("app", "web"), exclude: patterns("bank/app"))
    #expect(result.lines == ["web call shop/app 1"])
  }

  @Test("names that nothing has are known")
  func unmatched() async throws {
    let result = try await dependencies(of: Self.shop)
    #expect(result.unmatched(patterns("cart", "c*", "crat", "x*")) == ["crat", "x*"])
  }

  @Test("--collapse namespace: one node each, with what only they use; a topic between two is an edge")
  func collapse() async throws {
    let result = try await dependencies(of: Self.shop).collapsedByNamespace()
    #expect(
      result.lines == ["front call back 1", "front publish late 1 m1", "late call smtp 1"])
    let back = try #require(result.node("back"))
    #expect(back.members == 4 && back.details == [.members([2, 2, 0, 0, 0, 0]), .callsInside(4)])
    #expect(try await dependencies(of: "a b S |==|").collapsedByNamespace().nodes.map(\.id) == ["service:a"])
  }

  @Test("collapsing loses no call between namespaces", arguments: 1...8 as ClosedRange<UInt64>)
  func collapseLaw(_ seed: UInt64) async throws {
    var spans = DependencyLawTests.spans(seed: seed)
    for place in spans.indices {
      spans[place].namespace = ["shop": "x", "cart": "x", "bank": "y"][spans[place].service] ?? ""
    }
    let whole = try await dependencyFold(of: spans).finish()
    let collapsed = whole.collapsedByNamespace()
    func crossing(_ result: DependencyResult, _ home: (DependencyNode) -> String) -> Int {
      let calls = result.edges.filter {
        ($0.kind == .call || $0.kind == .inferred) && result.nodes[$0.target].category != .topic
      }
      return calls.reduce(0) { total, edge in
        let (source, target) = (home(result.nodes[edge.source]), home(result.nodes[edge.target]))
        return source == target ? total : total + edge.traffic.calls
      }
    }
    let between = crossing(whole) { $0.category == .service && !$0.group.isEmpty ? $0.group : $0.name }
    #expect(crossing(collapsed, \.name) == between)
  }

  @Test("--url fills in name, type and id, percent-encoded")
  func url() async throws {
    let result = try await dependencies(
      of: """
        web GET      C |==| peer.service="a b/ü"
        """)
    let graph = result.graph(url: "https://x.example/{type}?n={name}&i={id}&z={other}")
    #expect(
      graph.nodes.compactMap(\.url) == [
        "https://x.example/external?n=a%20b%2F%C3%BC&i=external%3Aa%20b%2F%C3%BC&z={other}",
        "https://x.example/service?n=web&i=service%3Aweb&z={other}",
      ])
  }

  @Test("rule 24: what the largest edges do not touch stands as others in its namespace, and is counted")
  func others() async throws {
    let calls = (1...6).map { number in
      """
        web GET       C [1..90] namespace=front
          app\(number) GET S [2..80] namespace=\(number < 4 ? "low" : "high")
      """
    }
    let drawing = "web GET S [0..100] namespace=front\n" + calls.joined(separator: "\n") + "\n" + calls[0]
    let graph = try await dependencies(of: drawing).graph(top: 1)
    #expect(graph.edges.map(\.target) == ["service:app1"])
    #expect(
      graph.nodes.map { "\($0.cluster ?? "-") \($0.label)" } == [
        "low app1", "front web", "high (3 others)", "low (2 others)",
      ])
    #expect(graph.hidden == ["Not drawn: 5 of 6 edges, with 5 calls, and 5 of 7 nodes."])
  }

  @Test("rule 24: edges that fail stay beside the largest")
  func failing() async throws {
    let steady = [String](repeating: "web GET C [0..9]\n  busy GET S [1..8]", count: 30).joined(separator: "\n\n")
    let failing = [String](repeating: "web GET C [0..9]\n  sick GET S [1..8] !", count: 20).joined(separator: "\n\n")
    let calm = [String](repeating: "web GET C [0..9]\n  calm GET S [1..8]", count: 20).joined(separator: "\n\n")
    let result = try await dependencies(of: [steady, failing, calm].joined(separator: "\n\n"))
    #expect(result.graph(top: 1).edges.map(\.target) == ["service:busy"])
    #expect(result.graph(top: 2).edges.map(\.target) == ["service:busy", "service:calm", "service:sick"])
  }

  @Test("in a cut graph a database of one service stands in its box")
  func privateDatabases() async throws {
    let graph = try await dependencies(of: Self.shop).graph(top: 3)
    let cart = try #require(graph.nodes.first { $0.label == "cart" })
    #expect(cart.figures == ["cache: 1 query"])
    #expect(graph.nodes.contains { $0.label == "pg" } || graph.hidden.contains { $0.contains("nodes") })
  }
}

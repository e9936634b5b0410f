import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
import TracemillTesting

@Suite("Dependencies: databases and external systems")
struct DependencyPeerTests {
  static let cases: [DependencyCase] = [
    DependencyCase(
      "an unanswered CLIENT with db.* queries a database, named by its address first",
      """
      app get     S |===========|
        app a     C  |=|            db.system=mysql db.name=users server.address=db1 peer.service=users-db
        app b     C    |=|          db.system=mysql db.name=users server.address=db1
        app c     C      |=|        db.system=mysql db.name=users network.peer.address=10.0.0.7 network.peer.port=3306
        app d     C        |=|      db.system=mysql db.name=users
        app e     C          |=|    db.system=mysql  !
      """,
      [
        "app query db1 1", "app query mysql 1 !1", "app query users 2", "app query users-db 1",
      ]),
    DependencyCase(
      "older names count, and a loopback address is no name",
      """
      app a C |=| db.system=postgresql db.name=orders net.peer.name=127.0.0.1 net.peer.port=5432
      app b C |=| db.system=postgresql db.name=orders net.peer.name=pg.prod net.peer.port=5432
      app c C |=| db.system=redis net.peer.ip=::1
      """, ["app query orders 1", "app query pg.prod 1", "app query redis 1"]),
    DependencyCase(
      "--db-name system", DependencyOptions(databaseName: .system),
      """
      app a C |=| db.system=mysql db.name=users server.address=db1
      """, ["app query mysql 1"]),
    DependencyCase(
      "--db-name namespace", DependencyOptions(databaseName: .namespace),
      """
      app a C |=| db.system=mysql db.name=users server.address=db1
      """, ["app query users 1"]),
    DependencyCase(
      "db.system on a SERVER makes no database",
      """
      foo server     C |===|
        bar GET      S |=|   db.system=postgresql
      """, ["foo call bar 1"]),
    DependencyCase(
      "an INTERNAL child does not answer a CLIENT",
      """
      app get    C |===|  db.system=mysql
        app wait I  |=|
      """, ["app query mysql 1"]),
    DependencyCase(
      "an external system is named by peer.service, then its address",
      """
      app a C |=| peer.service=AuthTokenCache server.address=auth.local
      app b C |=| server.address=api.bank.example server.port=443
      app c C |=| network.peer.address=10.1.2.3 network.peer.port=8080
      """, ["app call 10.1.2.3:8080 1", "app call AuthTokenCache 1", "app call api.bank.example 1"]),
    DependencyCase(
      "a loopback address with its port is the last resort: a CLIENT that called somewhere has an edge",
      """
      app a C |=| server.address=127.0.0.1 server.port=18103
      app b C |=| http.url=http://127.0.0.1:18104/pay?x=1
      app c C |=| url.full=https://user:secret@api.example/v1
      """, ["app call 127.0.0.1:18103 1", "app call 127.0.0.1:18104 1", "app call api.example 1"]),
    DependencyCase(
      "a CLIENT that names nobody makes no edge",
      """
      client get C |==|
      """, []),
    DependencyCase(
      "a peer that is named like a service of the dump is that service",
      """
      web a   C |===|
        app a S  |=|

      web b   C |===| server.address=app !
      """, ["web call app 2 !1"]),
    DependencyCase(
      "messaging.system on an answered CLIENT makes no topic",
      """
      foo server C |===| messaging.system=kafka
        bar GET  S  |=|
      """, ["foo call bar 1"]),
  ]

  @Test("edges", arguments: cases)
  func edges(_ rule: DependencyCase) async throws {
    #expect(try await dependencies(of: rule.drawing, rule.options).lines == rule.edges)
  }

  @Test("types and ids of nodes")
  func types() async throws {
    let result = try await dependencies(
      of: """
        app a C |=| db.system=mysql server.address=db1
        app b C |=| peer.service=bank
        lone c S |=|
        """)
    #expect(result.nodes.map(\.id) == ["database:db1", "external:bank", "service:app", "service:lone"])
  }

  @Test("calls without a peer and missing parents are counted")
  func unresolved() async throws {
    let result = try await dependencies(
      of: """
        client a C |==|
        client b S |==| ^ff
        """)
    #expect(result.unresolved.clientsWithoutPeer == 1)
    #expect(result.unresolved.missingParents == 1)
  }

  @Test("many bare addresses are drawn as one node, and the graph says so")
  func addresses() async throws {
    let drawing = (1...5).map { "app a C |=| network.peer.address=10.0.0.\($0)" }.joined(separator: "\n")
    let result = try await dependencies(of: drawing)
    #expect(result.edges.count == 5)
    let graph = result.graph()
    #expect(graph.edges.map(\.calls) == [5])
    #expect(graph.hidden == ["5 bare addresses are drawn as one node."])
  }
}

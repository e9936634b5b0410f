import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Dependencies: calls between services")
struct DependencyCallTests {
  static let cases: [DependencyCase] = [
    DependencyCase(
      "a CLIENT and the SERVER under it are one call",
      """
      web GET /  S |========|
        web GET  C  |======|
          app GET S  |====|
      """, ["web call app 1"]),
    DependencyCase(
      "two SERVERs under one CLIENT are two calls",
      """
      web GET   C |========|
        app one S  |==|
        app two S      |==|
      """, ["web call app 2"]),
    DependencyCase(
      "a SERVER right under a SERVER of another service is a call",
      """
      web GET   S |======|
        app GET S  |====|
      """, ["web call app 1"]),
    DependencyCase(
      "either side's error makes the call an error",
      """
      web GET   S |==============|
        web one C  |==|            !
          app one S |=|
        web two C      |===|
          app two S     |==|       !
        web three C         |==|   !
          app three S        |=|   !
      """, ["web call app 3 !3"]),
    DependencyCase(
      "spans that share an id are the two halves of a call, in any format",
      """
      client op C |====|  @1
      server op S  |==|   @1
      """, ["client call server 1"]),
    DependencyCase(
      "children of a shared id hang under the SERVER half",
      """
      web op   C |=======|  @1
      app op   S  |=====|   @1
      app query C   |==|    ^1 db.system=mysql
      """, ["app query mysql 1", "web call app 1"]),
    DependencyCase(
      "within one service an inner SERVER layer is no call",
      """
      app filter    S |=====|
        app handler S  |===|
      """, []),
    DependencyCase(
      "a service that calls itself through a CLIENT does call itself",
      """
      app a     S |=======|
        app get C  |=====|
          app b S   |===|
      """, ["app call app 1"]),
    DependencyCase(
      "a CLIENT that names its own service as peer is a call to itself",
      """
      frontend get S |=====|
        frontend get C |==| peer.service=frontend
      """, ["frontend call frontend 1"]),
    DependencyCase(
      "a server address that the halves of one service share is no sign of a call",
      """
      app a   S |=====| server.address=app.local
        app b S  |==|   server.address=app.local
      """, []),
    DependencyCase(
      "any other child in another service is inferred, and fails only with its parent",
      """
      S1 foo   |======|  !
        S2 bar  |==|
        S3 baz     |==|  !
      """, ["S1 inferred S2 1 !1", "S1 inferred S3 1 !1"]),
    DependencyCase(
      "the error of an inferred child is not the edge's",
      """
      S1 foo   |======|
        S2 bar  |==|     !
      """, ["S1 inferred S2 1"]),
    DependencyCase(
      "a CLIENT under another service's span was reached somehow",
      """
      web GET   S |=====|
        app get C  |==|
      """, ["web inferred app 1"]),
    DependencyCase(
      "a CLIENT answered by another service's CLIENT does not also call its peer",
      """
      web get     S |=======|
        web get   C  |=====|  peer.service=app
          app get C   |===|   peer.service=db !
      """, ["app call db 1 !1", "web inferred app 1"]),
    DependencyCase(
      "a missing parent makes no edge, its children do",
      """
      one get   S |=====|  ^ff
        two get S  |==|
      """, ["one call two 1"]),
    DependencyCase(
      "an orphan's own peer still calls it",
      """
      backend get S |===| ^ff peer.service=frontend
      """, ["frontend call backend 1"]),
    DependencyCase(
      "a root SERVER names its caller",
      """
      backend receive S |===| peer.service=kafka
      """, ["kafka call backend 1"]),
    DependencyCase(
      "with --virtual-user a root SERVER without a caller is called by the user", DependencyOptions(virtualUser: true),
      """
      web GET   S |======|
        web GET C  |====|
          app GET S |==|

      app cron S |==| peer.service=cron

      app orphan S |==| ^ff
      """, ["cron call app 1", "user call web 1", "web call app 1"]),
    DependencyCase(
      "a nameless CLIENT belongs to its nearest named ancestor",
      """
      client get S |=====|
        _ work     |===|
          _ get  C  |=|   peer.service=server
      """, ["client call server 1"]),
    DependencyCase(
      "nameless spans between two services lead from the named ancestor",
      """
      client get S |=====|
        _ work     |===|
          server a C |=|
          server b C  |=|
      """, ["client inferred server 2"]),
    DependencyCase(
      "a nameless SERVER is nobody: the CLIENT's peer says who was called",
      """
      client get C |=====|  peer.service=server
        _ get    S  |===|
      """, ["client call server 1"]),
    DependencyCase(
      "nobody calls from a nameless root",
      """
      _ get C |===| peer.service=server
      """, []),
    DependencyCase(
      "a span without a kind that names its peer is an old CLIENT",
      """
      some-client a |======|   peer.service=web
        web b        |====|    peer.service=app !
          app c       |==|     peer.service=db
      """, ["app call db 1", "some-client inferred web 1", "web inferred app 1 !1"]),
  ]

  @Test("edges", arguments: cases)
  func edges(_ rule: DependencyCase) async throws {
    #expect(try await dependencies(of: rule.drawing, rule.options).lines == rule.edges)
  }

  @Test("services of one name in several namespaces are told apart by the namespace")
  func namespaces() async throws {
    let result = try await dependencies(
      of: """
        web GET  S |=======|     namespace=shop
          app a  S  |=|          namespace=shop
          app b  S     |=|       namespace=bank
        """)
    #expect(result.lines == ["web call bank/app 1", "web call shop/app 1"])
    #expect(result.nodes.map(\.id) == ["service:bank/app", "service:shop/app", "service:web"])
  }

  @Test("a service is one, also when some of its spans do not say its namespace")
  func missingNamespace() async throws {
    let result = try await dependencies(
      of: """
        web GET    S [0..100]  namespace=shop
          web in   S [1..90]
            web a  C [2..80]   namespace=shop
              app GET S [3..70]
        """)
    #expect(result.lines == ["web call app 1"])
    #expect(result.nodes.map(\.id) == ["service:app", "service:web"])
  }

  @Test("client, server and network time come from the pair; a negative gap is counted, not clamped")
  func figures() async throws {
    let traffic = try #require(
      await dependencies(
        of: """
          web GET   C [0..100]
            app GET S [10..70]

          web GET   C [0..50]
            app GET S [10..70]
          """
      ).traffic("web", "app"))
    #expect(traffic.client.sum == 150_000)
    #expect(traffic.server.sum == 120_000)
    #expect(traffic.gap.count == 1 && traffic.gap.sum == 40_000)
    #expect(traffic.negativeGaps == 1)
    #expect(traffic.confidence == .exact)
  }

  @Test("calls of sampled traces stand for more: ot=th:8 keeps one in two")
  func sampling() async throws {
    let traffic = try #require(
      await dependencies(
        of: """
          web GET   C |===|
            app GET S |=|   w3c.tracestate="x=1,ot=th:8;rv:1"

          web GET   C |===|
            app GET S |=|   w3c.tracestate=ot=th:c

          web GET   C |===|
            app GET S |=|
          """
      ).traffic("web", "app"))
    #expect(traffic.calls == 3)
    #expect(traffic.estimatedMillionths == 7_000_000)
  }
}

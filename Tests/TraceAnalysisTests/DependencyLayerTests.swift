import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

/// Each rule bears the name of the instrumentation that brought it.
@Suite("Dependencies: one call is one call")
struct DependencyLayerTests {
  static let cases: [DependencyCase] = [
    DependencyCase(
      "gRPC over HTTP: the inner CLIENT is answered, the outer is a layer of the same call",
      """
      api GET /            S |=============|
        api cart.Cart/Get  C  |===========|   rpc.service=cart.Cart server.address=cart
          api POST         C   |=========|    server.address=cart
            cart Get       S    |=======|
      """, ["api call cart 1"]),
    DependencyCase(
      "AWS SDK over HTTP: nobody answers, and the call counts once",
      """
      api S3.GetObject C |=====|  rpc.service=S3 server.address=files.s3.amazonaws.com
        api GET        C  |===|   server.address=files.s3.amazonaws.com
      """, ["api call files.s3.amazonaws.com 1"]),
    DependencyCase(
      "Elasticsearch over HTTP: the outer span says that the peer is a database",
      """
      api search       C |======|  db.system=elasticsearch server.address=es1
        api internal   I |=====|
          api POST     C  |===|    server.address=es1
      """, ["api query es1 1"]),
    DependencyCase(
      "fetch over undici: INTERNAL spans between the layers do not matter",
      """
      web fetch GET    C |=======|  server.address=cart
        web fetch      I  |=====|
          web GET      C   |===|    server.address=cart
            cart GET   S    |=|
      """, ["web call cart 1"]),
    DependencyCase(
      "a sidecar of the same service: its loopback address says nothing against the name that the application has",
      """
      app GET        C |=====|  peer.service=billing
        app envoy    C  |===|   server.address=127.0.0.1 component=proxy
      """, ["app call billing 1"]),
    DependencyCase(
      "urllib3 below an SDK: a repeat after a refusal is an attempt, its error that of the last",
      """
      api PutItem   C [0..90]    rpc.service=DynamoDB server.address=dynamodb.test
        api POST    C [1..10]    server.address=dynamodb.test http.response.status_code=503
        api POST    C [20..30]   server.address=dynamodb.test !
        api POST    C [50..80]   server.address=dynamodb.test
      """, ["api call dynamodb.test 1"]),
    DependencyCase(
      "pages of an SDK are calls: none had failed",
      """
      api ListObjects C [0..90]   rpc.service=S3 server.address=s3.test
        api GET       C [1..10]   server.address=s3.test
        api GET       C [20..30]  server.address=s3.test
      """, ["api call s3.test 2"]),
    DependencyCase(
      "a hedged request overlaps the one that failed: two calls",
      """
      api Get     C [0..90]   server.address=cart
        api GET   C [1..30]   server.address=cart !
        api GET   C [20..60]  server.address=cart
      """, ["api call cart 2 !1"]),
    DependencyCase(
      "a retry that was answered is one call to who answered",
      """
      web fetch      C [0..90]   server.address=cart
        web GET      C [1..10]   server.address=cart error.type=connection_refused
        web GET      C [20..80]  server.address=cart
          cart GET   S [30..70]
      """, ["web call cart 1"]),
    DependencyCase(
      "a CLIENT over calls to several peers is no layer of any",
      """
      web dashboard  C [0..90]
        web GET      C [1..10]   server.address=cart
        web GET      C [20..30]  server.address=bank
      """, ["web call bank 1", "web call cart 1"]),
    DependencyCase(
      "invoke_agent is no outer call: each chat within is a call",
      """
      agent invoke_agent C [0..90]  gen_ai.operation.name=invoke_agent gen_ai.provider.name=openai
        agent chat       C [1..30]  gen_ai.operation.name=chat gen_ai.provider.name=openai !
        agent chat       C [40..80] gen_ai.operation.name=chat gen_ai.provider.name=openai
      """, ["agent call openai 2 !1"]),
    DependencyCase(
      "Envoy hands on what came in: SERVER, CLIENT and SERVER of one service are one call",
      """
      web GET              C |===========|
        cart ingress       S  |=========|
          cart router      C   |=======|   upstream_cluster="inbound|8080||"
            cart GET       S    |=====|
      """, ["web call cart 1"]),
    DependencyCase(
      "a sidecar on the way out is none: the service calls itself",
      """
      cart a             S  |=========|
        cart router      C   |=======|   component=proxy upstream_cluster="outbound|80||cart"
          cart b         S    |=====|
      """, ["cart call cart 1"]),
    DependencyCase(
      "an SDK that sends a message over HTTP: the message is what counts",
      """
      api orders send  C |=====|  messaging.system=aws_sqs messaging.destination.name=orders messaging.operation.type=send server.address=sqs.test
        api POST       C  |===|   server.address=sqs.test
      """, ["api publish orders 1 m1"]),
    DependencyCase(
      "a call to another peer within a call is the call",
      """
      api Get      C |=====|  server.address=cart
        api token  C  |===|   server.address=auth.test
      """, ["api call auth.test 1"]),
  ]

  @Test("edges", arguments: cases)
  func edges(_ rule: DependencyCase) async throws {
    #expect(try await dependencies(of: rule.drawing, rule.options).lines == rule.edges)
  }

  @Test("a call takes from its first attempt's start to its last one's end; attempts are counted")
  func attempts() async throws {
    let result = try await dependencies(
      of: """
        web fetch      C [0..90]   server.address=cart
          web GET      C [5..10]   server.address=cart !
            cart GET   S [6..9]    !
          web GET      C [20..80]  server.address=cart
            cart GET   S [30..70]
        """)
    #expect(result.lines == ["web call cart 1"])
    let traffic = try #require(result.traffic("web", "cart"))
    #expect(traffic.attempts == 2)
    #expect(traffic.client.count == 1 && traffic.client.sum == 75_000)
    #expect(traffic.server.count == 2 && traffic.gap.sum == 2_000 + 20_000)
  }

  @Test("thousands of layers and attempts cost what they should")
  func size() async throws {
    var lines = ["api get C [0..900000] server.address=a"]
    for number in 0..<5_000 {
      lines.append("  api get C [\(number * 10)..\(number * 10 + 9)] server.address=a !")
    }
    let wide = try await dependencies(of: lines.joined(separator: "\n"))
    #expect(wide.lines == ["api call a 1 !1"])
    #expect(wide.traffic("api", "a")?.attempts == 5_000)
    let deep = (0..<2_000).map {
      String(repeating: " ", count: $0) + "api get C [\($0)..\(9000 - $0)] server.address=a"
    }
    #expect(try await dependencies(of: deep.joined(separator: "\n")).lines == ["api call a 1"])
  }
}

@Suite("Dependencies: the rules written out")
struct DependencyTwinTests {
  @Test("calls in layers, messages by route, creation and batch, and polls", arguments: 1...60 as ClosedRange<UInt64>)
  func agrees(_ seed: UInt64) async throws {
    let spans = DependencySample(seed: seed).spans
    var twin = DependencyTwin(spans)
    #expect(try await dependencyFold(of: spans, partitions: 3).finish().lines == twin.lines())
  }
}

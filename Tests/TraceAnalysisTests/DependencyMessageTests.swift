import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Dependencies: messages")
struct DependencyMessageTests {
  private static let direct = DependencyOptions(messaging: .direct)
  private static let broker = DependencyOptions(messaging: .broker)

  static let cases: [DependencyCase] = [
    DependencyCase(
      "a producer and the consumer under it meet at the topic",
      """
      shop send   P |==|      messaging.system=kafka messaging.destination.name=orders
        mail work R     |==|  messaging.system=kafka messaging.destination.name=orders
      """, ["orders consume mail 1 m1", "shop publish orders 1 m1"]),
    DependencyCase(
      "--messaging broker names the broker", broker,
      """
      shop send   P |==|      peer.service=kafka
        mail work R     |==|  peer.service=kafka
      """, ["kafka consume mail 1 m1", "shop publish kafka 1 m1"]),
    DependencyCase(
      "--messaging direct leads from the producer to the consumer; either's error counts", direct,
      """
      shop send   P |==|      messaging.destination.name=orders !
        mail work R     |==|  messaging.destination.name=orders
      """, ["shop publish mail 1 !1 m1"]),
    DependencyCase(
      "without a topic's name the edge is direct",
      """
      producer op P |==|
        consumer op R |=|
      """, ["producer publish consumer 1 m1"]),
    DependencyCase(
      "the halves of a message may share an id",
      """
      producer op P |==|   @1
      consumer op R  |==|  @1
      """, ["producer publish consumer 1 m1"]),
    DependencyCase(
      "one side's name for the topic is enough",
      """
      shop send   P |==|
        mail work R     |==|  messaging.destination.name=orders

      shop send   P |==|      messaging.destination.name=orders
        mail work R     |==|
      """, ["orders consume mail 2 m2", "shop publish orders 2 m2"]),
    DependencyCase(
      "a link joins producer and consumer across traces, whatever the delay",
      """
      trace 1
      shop send P |==|                         @1a
      trace 2
      mail work R                     |==|     -> 1/@1a
      """, ["shop publish mail 1 m1"]),
    DependencyCase(
      "a link and a parent to one producer are one message",
      """
      shop send   P |==|      @1a messaging.destination.name=orders
        mail work R     |==|  messaging.destination.name=orders -> @1a
      """, ["orders consume mail 1 m1", "shop publish orders 1 m1"]),
    DependencyCase(
      "a batch consumer works once on many messages",
      """
      trace 1
      shop send P |=|          @1a messaging.destination.name=orders
      trace 2
      shop send P  |=|         @1b messaging.destination.name=orders
      trace 3
      mail work R       |==|   messaging.destination.name=orders -> 1/@1a -> 2/@1b
      """, ["orders consume mail 1 m2", "shop publish orders 2 m2"]),
    DependencyCase(
      "create spans are contexts: the send that links to them publishes their messages",
      """
      trace e1
      shop create Q P |=|               @e1 messaging.operation.type=create messaging.destination.name=Q
      trace e2
      shop create Q P  |=|              @e2 messaging.operation.type=create messaging.destination.name=Q
      trace e3
      shop send Q   C    |=|            messaging.operation.type=send messaging.destination.name=Q -> e1/@e1 -> e2/@e2
      trace e4
      one poll Q    C         |=|       messaging.operation.type=receive messaging.destination.name=Q -> e1/@e1
      trace e5
      two poll Q    C           |=|     messaging.operation.type=receive messaging.destination.name=Q -> e2/@e2
      """, ["Q consume one 1 m1", "Q consume two 1 m1", "shop publish Q 1 m2"]),
    DependencyCase(
      "two nested PRODUCER spans of one message id are one message",
      """
      shop audit send     P |=====|          messaging.destination=audit messaging.message.id=m1
        shop audit send   P  |===|    @2     messaging.destination=audit messaging.message.id=m1
      trace 7
      audit process audit R         |==|     messaging.destination.name=audit -> 1/@2
      """, ["audit consume audit 1 m1", "shop publish audit 1 m1"]),
    DependencyCase(
      "nested PRODUCER spans of two message ids are two messages",
      """
      shop send     P |=====|  messaging.destination=audit messaging.message.id=m1
        shop send   P  |===|   messaging.destination=audit messaging.message.id=m2
      """, ["shop publish audit 2 m2"]),
    DependencyCase(
      "receive and process of one message are one delivery, done where it is processed",
      """
      trace 1
      shop send         P |=|             @1a messaging.destination.name=orders
      trace 2
      mail receive      R      |=====|    messaging.destination.name=orders messaging.operation.type=receive -> 1/@1a
        mail process    R       |===|     messaging.destination.name=orders messaging.operation.type=process -> 1/@1a
      """, ["orders consume mail 1 m1", "shop publish orders 1 m1"]),
    DependencyCase(
      "one message processed twice by one service was delivered twice",
      """
      trace 1
      shop send         P |=|             @1a messaging.destination.name=orders
      trace 2
      mail process      R      |===|      messaging.destination.name=orders -> 1/@1a !
      trace 3
      mail process      R           |==|  messaging.destination.name=orders -> 1/@1a
      """, ["orders consume mail 2 !1 m2", "shop publish orders 1 m1"]),
    DependencyCase(
      "settling is no delivery and no call",
      """
      trace 1
      shop send           P |=|           @1a messaging.destination.name=orders
      trace 2
      mail process        R      |=====|  messaging.destination.name=orders -> 1/@1a
        mail settle       C         |=|   messaging.destination.name=orders messaging.operation.type=settle server.address=mq -> 1/@1a
      """, ["orders consume mail 1 m1", "shop publish orders 1 m1"]),
    DependencyCase(
      "a topic that nobody consumes stays visible, as does one that nobody is seen to fill",
      """
      shop send P |=| messaging.destination.name=out
      mail work R |=| messaging.destination.name=in
      """, ["in consume mail 1 m1", "shop publish out 1 m1"]),
    DependencyCase(
      "temporary destinations are one node a system, by the current name only",
      """
      a one   P |=| messaging.system=jms messaging.destination.name=tmp1 messaging.destination.temporary=true
      a two   P |=| messaging.system=jms messaging.destination.name=tmp2 messaging.destination.temporary=true
      a three P |=| messaging.system=jms messaging.destination=audit messaging.temp_destination=true
      """, ["a publish (temporary) 2 m2", "a publish audit 1 m1"]),
    DependencyCase(
      "the template names the topic before the destination does",
      """
      a one P |=| messaging.destination.name=user.17 messaging.destination.template=user.{id}
      """, ["a publish user.{id} 1 m1"]),
    DependencyCase(
      "a consumer whose parent is no producer was sent to all the same",
      """
      shop GET    S |====|
        mail work R     |==|  messaging.destination.name=orders
      """, ["orders consume mail 1 m1", "shop inferred orders 1"]),
    DependencyCase(
      "--messaging direct: the other side may be known by name alone", direct,
      """
      mail work R |=| peer.service=outside

      shop send P |=| peer.service=partner

      shop send   P |==|      peer.service=kafka
        mail work R     |==|  peer.service=kafka
      """, ["outside publish mail 1 m1", "shop publish mail 1 m1", "shop publish partner 1 m1"]),
    DependencyCase(
      "with neither partner known there is no edge",
      """
      shop send P |=|
      mail work R |=|
      """, []),
  ]

  @Test("edges", arguments: cases)
  func edges(_ rule: DependencyCase) async throws {
    #expect(try await dependencies(of: rule.drawing, rule.options).lines == rule.edges)
  }

  @Test("queue wait runs from the producer's end to the consumer's start; negatives are counted as skew")
  func wait() async throws {
    let traffic = try #require(
      await dependencies(
        of: """
          shop send   P [0..10]     messaging.destination.name=orders
            mail work R [25..30]    messaging.destination.name=orders
            mail work R [5..30]     messaging.destination.name=orders
          """
      ).traffic("orders", "mail"))
    #expect(traffic.queueWait.count == 1 && traffic.queueWait.sum == 15_000)
    #expect(traffic.negativeWaits == 1)
  }

  @Test("a link to a producer that is not in the dump is still a message, and counted")
  func missingProducer() async throws {
    let result = try await dependencies(of: "mail work R |==| messaging.destination.name=orders -> 9/@1a")
    #expect(result.lines == ["orders consume mail 1 m1"])
    #expect(result.unresolved.messagesWithoutProducer == 1)
    #expect(result.traffic("orders", "mail")?.confidence == .strong)
  }

  @Test("topics of one name in two systems are two nodes")
  func systems() async throws {
    let result = try await dependencies(
      of: """
        a one P |=| messaging.system=kafka messaging.destination.name=q
        a two P |=| messaging.system=jms messaging.destination.name=q
        """)
    #expect(result.nodes.map(\.id) == ["service:a", "topic:jms/q", "topic:kafka/q"])
  }
}

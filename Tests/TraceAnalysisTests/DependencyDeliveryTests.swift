import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

/// Each rule bears the name of the instrumentation that brought it.
@Suite("Dependencies: one delivery is one delivery")
struct DependencyDeliveryTests {
  static let queue = "messaging.system=kafka messaging.destination.name=orders"

  static let cases: [DependencyCase] = [
    DependencyCase(
      "AWS Lambda: an event span and message spans below it link to the same producers",
      """
      trace 1
      api orders send P [0..5] @a \(queue)
      trace 2
      api orders send P [10..15] @b \(queue)
      trace 3
      fn handler          S [100..200]
        fn orders process   R [101..199] \(queue) -> 1/@a -> 2/@b
          fn orders process R [120..135] \(queue) -> 1/@a
          fn orders process R [140..155] \(queue) -> 2/@b
      """, ["api publish orders 2 m2", "orders consume fn 2 m2"]),
    DependencyCase(
      "MassTransit: receive and process of one message, one of them without destination",
      """
      web submit-order send         P [0..5] messaging.destination.name=submit-order messaging.message.id=m1
        bill submit-order receive   R [10..90] messaging.operation=receive messaging.message.id=m1
          bill Consumer process     R [20..80] messaging.operation=process
      """, ["submit-order consume bill 1 m1", "web publish submit-order 1 m1"]),
    DependencyCase(
      "NServiceBus: process within process, neither with a link, is one delivery of the outermost",
      """
      bill process     R [10..90] \(queue)
        bill handle    I [15..85]
          bill process R [20..80] \(queue) !
      """, ["orders consume bill 1 m1"]),
    DependencyCase(
      "a message that the handler sends and gets itself is another delivery",
      """
      trace 1
      web orders send         P [0..5] @a \(queue)
      trace 2
      work orders process     R [10..90] \(queue) -> 1/@a
        work later send       P [20..25] messaging.destination.name=later
          work later process  R [30..60] messaging.destination.name=later
      """,
      [
        "later consume work 1 m1", "orders consume work 1 m1", "web publish orders 1 m1", "work publish later 1 m1",
      ]),
    DependencyCase(
      "again means again: the handler that failed and ran anew in one event got the message twice",
      """
      trace 1
      web orders send         P [0..5] @a \(queue)
      trace 2
      work orders process     R [10..90] \(queue) -> 1/@a
        work orders process   R [20..30] \(queue) -> 1/@a !
        work orders process   R [40..50] \(queue) -> 1/@a
      """, ["orders consume work 2 !1 m2", "web publish orders 1 m1"]),
    DependencyCase(
      "RabbitMQ by the convention: exchange and queue have a route between them",
      """
      shop send orders:created   P |==|       messaging.system=rabbitmq messaging.operation.type=send messaging.destination.name=orders:created
        mail process mail.q      R     |==|   messaging.system=rabbitmq messaging.operation.type=process messaging.destination.name=orders:created:mail.q
      """,
      [
        "orders:created route orders:created:mail.q 0 m1", "orders:created:mail.q consume mail 1 m1",
        "shop publish orders:created 1 m1",
      ]),
    DependencyCase(
      "--messaging direct has no route", DependencyOptions(messaging: .direct),
      """
      shop send orders:created   P |==|       messaging.destination.name=orders:created
        mail process mail.q      R     |==|   messaging.destination.name=orders:created:mail.q
      """, ["shop publish mail 1 m1"]),
    DependencyCase(
      "the default exchange has no name: the queue is the topic of both",
      """
      shop send        P |==|     messaging.system=rabbitmq messaging.operation=publish
        mail process   R    |==|  messaging.system=rabbitmq messaging.operation=process messaging.destination.name=jobs
      """, ["jobs consume mail 1 m1", "shop publish jobs 1 m1"]),
    DependencyCase(
      "a template is for drawing alone: no route to the name it stands for",
      """
      shop send        P |==|     messaging.destination.name=user.17 messaging.destination.template=user.{id}
        mail process   R    |==|  messaging.destination.name=user.17
      """, ["shop publish user.{id} 1 m1", "user.{id} consume mail 1 m1"]),
    DependencyCase(
      "Azure Service Bus: the PRODUCER that the send links to created the message",
      """
      trace 1
      web POST               S [0..30]
        web Message          P [5..6]  @a messaging.destination.name=invoices
        web Sender.Send      C [7..15] messaging.destination.name=invoices messaging.operation=publish -> 1/@a
      trace 2
      fn Processor.Process   R [40..90] messaging.destination.name=invoices messaging.operation=process -> 1/@a
        fn Receiver.Complete C [80..88] messaging.destination.name=invoices messaging.operation=settle -> 1/@a
      """, ["invoices consume fn 1 m1", "web publish invoices 1 m1"]),
    DependencyCase(
      "Azure Event Hubs: the PRODUCER that the send lies below created the message",
      """
      web Message          P [5..16]  messaging.destination.name=hub
        web Producer.Send  C [7..15]  messaging.destination.name=hub messaging.operation=publish
      """, ["web publish hub 1 m1"]),
    DependencyCase(
      "BullMQ: a bulk add has create spans alone, and they are what was published",
      """
      trace 1
      api Queue.addBulk     I [0..30] messaging.destination.name=mails messaging.operation.type=send messaging.batch.message_count=2
        api Job.addJob      P [4..5]  @a messaging.destination.name=mails messaging.operation.type=create
        api Job.addJob      P [5..6]  @b messaging.destination.name=mails messaging.operation.type=create
      trace 2
      work Worker.run       R [60..68] messaging.destination.name=mails messaging.operation.type=process -> 1/@a
      trace 3
      work Worker.run       R [70..78] messaging.destination.name=mails messaging.operation.type=process -> 1/@b
      """, ["api publish mails 2 m2", "mails consume work 2 m2"]),
    DependencyCase(
      "Pub/Sub: extending a deadline is no delivery",
      """
      work orders modack I [0..5]  messaging.system=gcp_pubsub messaging.destination.name=orders

      work ack orders    C [0..5]  messaging.system=gcp_pubsub messaging.destination.name=orders server.address=pubsub.test
      """, []),
    DependencyCase(
      "a topic whose name ends in a word for settling is consumed like any other",
      """
      work process delete R [0..5] messaging.destination.name=delete
      """, ["delete consume work 1 m1"]),
    DependencyCase(
      "a link to a span that is no producer shows who set the work off",
      """
      trace 1
      api POST      S [0..5] @a
      trace 2
      work process  R [10..20] \(queue) -> 1/@a
      """, ["api inferred orders 1", "orders consume work 1 m1"]),
  ]

  @Test("edges", arguments: cases)
  func edges(_ rule: DependencyCase) async throws {
    #expect(try await dependencies(of: rule.drawing, rule.options).lines == rule.edges)
  }

  @Test("boto3 polls: receives that tell of nothing are polls where others of the service and queue tell")
  func polls() async throws {
    let receive = "work jobs receive R [0..20] messaging.operation=receive messaging.destination=jobs"
    let told = """
      api jobs send P [0..5] @a messaging.destination=jobs

      work jobs receive R [10..20] messaging.operation=receive messaging.destination=jobs
        work jobs process R [21..40] messaging.operation=process messaging.destination=jobs -> @a
      """
    let result = try await dependencies(of: "\(receive)\n\n\(receive)\n\n\(told)")
    #expect(result.lines == ["api publish jobs 1 m1", "jobs consume work 1 m1"])
    #expect(result.polls == 2 && result.unresolved.messagesWithoutProducer == 0)
    #expect(result.node("work")?.requests == 1)
    let untold = try await dependencies(of: "\(receive)\n\n\(receive)")
    #expect(untold.lines == ["jobs consume work 2 m2"])
    #expect(untold.polls == 0 && untold.node("work")?.requests == 2)
  }

  @Test("a receive that says that it got none is a poll, whatever others tell")
  func emptyBatch() async throws {
    let result = try await dependencies(
      of:
        "work receive R [0..20] messaging.operation=receive messaging.destination=jobs messaging.batch.message_count=0")
    #expect(result.lines == [] && result.polls == 1 && result.node("work")?.requests == 0)
  }

  @Test("the wait ends where the message was first seen after it was sent")
  func wait() async throws {
    let traffic = try #require(
      await dependencies(
        of: """
          trace 1
          shop send       P [0..10] @a \(Self.queue)
          trace 2
          mail receive    R [5..90]  messaging.operation=receive \(Self.queue)
            mail fetch    R [15..80] messaging.operation=receive \(Self.queue) -> 1/@a
              mail work   R [40..70] messaging.operation=process \(Self.queue) -> 1/@a
          """
      ).traffic("orders", "mail"))
    #expect(traffic.messages == 1 && traffic.queueWait.sum == 5_000)
  }
}

import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Acknowledgements and their order")
struct AcknowledgementTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var sentence: String
    var drawing: String
    /// settled/inverted/early/failed out of order/failed in order/failed though delivered/accepted though failed/contradictory
    var figures: [Int]

    var testDescription: String { sentence }
  }

  static let topic = "messaging.system=rabbitmq messaging.destination.name=orders instance=one"
  static let ack = "messaging.operation.type=settle \(topic)"

  static let cases = [
    Case(
      sentence: "in the order of delivery",
      drawing: """
        shop send P [0..10] @a \(topic)
        shop send P [1..11] @b \(topic)

        work process R [20..30] @c -> @a \(topic)
          work ack   C [31..32] \(ack)

        work process R [40..50] @d -> @b \(topic)
          work ack   C [51..52] \(ack)
        """, figures: [2, 0, 0, 0, 0, 0, 0, 0]),
    Case(
      sentence: "one overtaken by that of a later delivery, and marked failed though all went well",
      drawing: """
        shop send P [0..10] @a \(topic)
        shop send P [1..11] @b \(topic)

        work process R [20..30] @c -> @a \(topic)
          work ack   C [60..62] ! \(ack)

        work process R [40..50] @d -> @b \(topic)
          work ack   C [51..52] \(ack)
        """, figures: [2, 1, 0, 1, 0, 1, 0, 0]),
    Case(
      sentence: "two instances have no common order",
      drawing: """
        shop send P [0..10] @a \(topic)
        shop send P [1..11] @b \(topic)

        work process R [20..30] @c -> @a messaging.system=rabbitmq messaging.destination.name=orders instance=two
          work ack   C [60..62] messaging.operation.type=settle messaging.system=rabbitmq messaging.destination.name=orders instance=two

        work process R [40..50] @d -> @b \(topic)
          work ack   C [51..52] \(ack)
        """, figures: [2, 0, 0, 0, 0, 0, 0, 0]),
    Case(
      sentence: "messages of one batch have no order among them",
      drawing: """
        shop send P [0..10] @a \(topic)
        shop send P [1..11] @b \(topic)

        work process R [20..30] @c -> @a -> @b \(topic)
          work ack   C [60..62] \(ack) messaging.message.id=m1
          work ack2  C [31..32] \(ack) messaging.message.id=m2
        """, figures: [2, 0, 0, 0, 0, 0, 0, 0]),
    Case(
      sentence: "acknowledged before it was delivered",
      drawing: """
        shop send P [0..10] @a \(topic)

        work process R [20..30] @c -> @a \(topic)

        work ack     C [15..18] -> @a \(ack)
        """, figures: [1, 0, 1, 0, 0, 0, 0, 0]),
    Case(
      sentence: "marked failed by an attribute, in order, since the processing failed",
      drawing: """
        shop send P [0..10] @a \(topic)

        work process R [20..30] ! @c -> @a \(topic)
          work ack   C [31..32] \(ack) app.delivery.state=failed
        """, figures: [1, 0, 0, 0, 1, 0, 0, 0]),
    Case(
      sentence: "accepted though the processing failed",
      drawing: """
        shop send P [0..10] @a \(topic)

        work process R [20..30] ! @c -> @a \(topic)
          work ack   C [31..32] \(ack)
        """, figures: [1, 0, 0, 0, 0, 0, 1, 0]),
    Case(
      sentence: "settled twice, and not alike",
      drawing: """
        shop send P [0..10] @a \(topic)

        work process R [20..30] @c -> @a \(topic)
          work ack   C [31..32] \(ack)
          work nack  C [33..34] ! \(ack)
        """, figures: [2, 0, 0, 0, 1, 1, 0, 1]),
    Case(
      sentence: "of a batch, two settlements without an id may be of two messages",
      drawing: """
        shop send P [0..10] @a \(topic)
        shop send P [1..11] @b \(topic)

        work process R [20..30] @c -> @a -> @b \(topic)
          work ack   C [31..32] \(ack)
          work nack  C [33..34] ! \(ack)
        """, figures: [2, 0, 0, 0, 1, 1, 0, 0]),
  ]

  @Test("what each acknowledgement tells", arguments: cases)
  func figures(_ example: Case) throws {
    let result = QueuesTests.folded(SpanTable(drawing: example.drawing))
    var figures = [0, 0, 0, 0, 0, 0, 0, 0]
    for consumer in result.consumers {
      let one = consumer.acknowledgements
      let parts = [
        one.settled, one.inverted, one.early, one.failedInverted, one.failedOrdered, one.failedThoughDelivered,
        one.acceptedThoughFailed, one.contradictory,
      ]
      for place in parts.indices { figures[place] += parts[place] }
    }
    #expect(figures == example.figures)
  }

  /// Published examples: Newcombe (1998), table II of the paper on single proportions: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  @Test(
    "the interval of a share is Wilson's",
    arguments: [
      (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
    ])
  func wilson(failed: Int, count: Int, low: Double, high: Double) {
    let interval = AcknowledgementOrder.interval(failed, of: count)
    #expect(abs(Double(interval.low) - low * 1e6) < 60 && abs(Double(interval.high) - high * 1e6) < 60)
  }

  /// One instance that processes a message every 100 µs: those at `late` places are acknowledged late.
  static func stream(_ count: Int, late: Set<Int>, failed: Set<Int>) -> SpanTable {
    var lines: [String] = []
    for number in 0..<count {
      let start = number * 100
      let producer = String(3 * number + 1, radix: 16)
      lines.append("shop send P [\(start)..\(start + 10)] @\(producer) \(topic)")
      lines.append(
        "\nwork process R [\(start + 20)..\(start + 30)] -> @\(producer) @\(String(3 * number + 2, radix: 16)) \(topic)"
      )
      let acknowledged = start + (late.contains(number) ? 250 : 35)
      lines.append(
        "  work ack C [\(acknowledged)..\(acknowledged + 5)] @\(String(3 * number + 3, radix: 16)) \(failed.contains(number) ? "!" : "") \(ack)\n"
      )
    }
    return SpanTable(drawing: lines.joined(separator: "\n"))
  }

  @Test("failures that follow the order of acknowledgements are a phantom, in one sentence with the counts")
  func phantom() throws {
    let late = Set(stride(from: 5, to: 195, by: 10))
    let failed = late.filter { $0 % 20 == 5 }.union([2])
    let result = QueuesTests.folded(Self.stream(200, late: late, failed: failed))
    let order = try #require(result.phantoms.first).acknowledgements
    #expect(order.inverted == 19 && order.failedInverted == 10 && order.failedOrdered == 1)
    let difference = try #require(order.difference)
    #expect(difference.low > 250_000 && difference.high < 750_000)
    let note = "\(result.section().blocks[0])"
    #expect(note.contains("10 of 19 overtaken acknowledgements failed") && note.contains("1 of 181 in order"))
  }

  @Test("neither disorder without failures nor failures in order are one")
  func healthy() {
    let late = Set(stride(from: 5, to: 195, by: 10))
    #expect(QueuesTests.folded(Self.stream(200, late: late, failed: [])).phantoms.isEmpty)
    #expect(QueuesTests.folded(Self.stream(200, late: [], failed: late)).phantoms.isEmpty)
    #expect(
      QueuesTests.folded(Self.stream(200, late: late, failed: Set(0..<200).filter { $0 % 7 == 0 })).phantoms.isEmpty)
  }
}

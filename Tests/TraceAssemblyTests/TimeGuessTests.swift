import Testing
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Deliveries guessed by the order of time")
struct TimeGuessTests {
  static let topic = "messaging.system=kafka messaging.destination.name=orders"

  static func assembled(_ drawing: String, _ journeys: JourneyOptions) async throws -> (
    table: SpanTable, outcome: TimeStitching?
  ) {
    let assembler = await TraceAssembler(DecodedSpans(drawing: drawing), partitions: 1, journeys: journeys)
    return (try assembler.partition(0).table, assembler.timeStitching)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var sentence: String
    var drawing: String
    /// `producer>consumer`, by consumer.
    var deliveries: [String]
    /// guessed, checked, right
    var outcome: [Int]

    var testDescription: String { sentence }
  }

  static let cases = [
    Case(
      sentence: "first in, first out",
      drawing: """
        a one P [0..10] \(topic)

        a two P [5..15] \(topic)

        b first R [20..30] \(topic)

        b second R [22..32] \(topic)

        b third R [50..60] \(topic)
        """, deliveries: ["one>first", "two>second"], outcome: [2, 0, 0]),
    Case(
      sentence: "a consumer that began before the message was made gets none, the next one does",
      drawing: """
        a one P [20..30] \(topic)

        b early R [10..15] \(topic)

        b late R [40..50] \(topic)
        """, deliveries: ["one>late"], outcome: [1, 0, 0]),
    Case(
      sentence: "a receive may have waited for it",
      drawing: """
        a one P [20..30] \(topic)

        b poll R [10..35] messaging.operation.type=receive \(topic)
        """, deliveries: ["one>poll"], outcome: [1, 0, 0]),
    Case(
      sentence: "every group gets each message; another topic or environment none",
      drawing: """
        a one P [0..10] \(topic)

        b mail R [20..30] \(topic) messaging.consumer.group.name=mail

        b bill R [21..31] \(topic) messaging.kafka.consumer.group=bill

        c else R [22..32] messaging.system=kafka messaging.destination.name=other

        c live R [23..33] \(topic) environment=live
        """, deliveries: ["one>mail", "one>bill"], outcome: [2, 0, 0]),
    Case(
      sentence: "what a group got by a link is out of its queue, and shows that the guess would have been right",
      drawing: """
        a one P [0..10] @a \(topic)

        a two P [5..15] \(topic)

        b first R [20..30] -> @a \(topic)

        b second R [22..32] \(topic)
        """, deliveries: ["two>second"], outcome: [1, 1, 1]),
    Case(
      sentence: "or wrong",
      drawing: """
        a one P [0..10] \(topic)

        a two P [5..15] @b \(topic)

        b first R [20..30] -> @b \(topic)

        b second R [22..32] \(topic)
        """, deliveries: ["one>second"], outcome: [1, 1, 0]),
    Case(
      sentence: "a parent and a message id are better evidence too",
      drawing: """
        a one P [0..10] \(topic) messaging.message.id=m1

        a two P [2..12] \(topic) @b
          b under R [16..18] \(topic)

        a three P [5..15] \(topic)

        b first R [20..30] \(topic) messaging.message.id=m1

        b second R [22..32] \(topic)
        """, deliveries: ["one>first", "three>second"], outcome: [1, 2, 0]),
    Case(
      sentence: "a link to what is not in the dump leaves nothing to guess",
      drawing: "a one P [0..10] \(topic)\n\nb first R [20..30] -> 77/@99 \(topic)", deliveries: [], outcome: [0, 0, 0]),
    Case(
      sentence: "a batch takes as many messages as it says",
      drawing: """
        a one P [0..10] \(topic)

        a two P [5..15] \(topic) messaging.batch.message_count=2

        a six P [6..16] \(topic)

        b batch R [20..30] \(topic) messaging.batch.message_count=3

        b next R [40..50] \(topic)
        """, deliveries: ["one>batch", "two>batch", "six>next"], outcome: [3, 0, 0]),
    Case(
      sentence: "two nested spans of one publish are one message",
      drawing: """
        a outer P [0..10] \(topic)
          a inner P [2..8] \(topic)

        b first R [20..30] \(topic)

        b second R [22..32] \(topic)
        """, deliveries: ["inner>first"], outcome: [1, 0, 0]),
    Case(
      sentence: "where all name their partitions, each is a queue of its own",
      drawing: """
        a one P [0..10] \(topic) messaging.kafka.partition=1

        a two P [5..15] \(topic) messaging.kafka.partition=2

        b first R [20..30] \(topic) messaging.kafka.partition=2

        b second R [22..32] \(topic) messaging.kafka.partition=1
        """, deliveries: ["one>second", "two>first"], outcome: [2, 0, 0]),
  ]

  @Test("who got what", arguments: cases)
  func example(_ example: Case) async throws {
    let (table, outcome) = try await Self.assembled(example.drawing, JourneyOptions(stitchesByTime: true))
    let found = table.columns.stitched.map { "\(table.name(Int($0.producer)))>\(table.name(Int($0.consumer)))" }
    #expect(found.sorted() == example.deliveries.sorted())
    #expect(outcome.map { [$0.guessed, $0.checked, $0.right] } == example.outcome)
  }

  @Test("nothing of it unless it is asked for")
  func off() async throws {
    for example in Self.cases {
      let (table, outcome) = try await Self.assembled(example.drawing, JourneyOptions())
      #expect(outcome == nil && table.columns.stitched.allSatisfy { $0.by != .time })
    }
  }

  @Test("twenty thousand messages of a thousand groups take no time to speak of")
  func large() async throws {
    var spans: [DrawnSpan] = []
    for number in 0..<40_000 {
      var span = DrawnSpan()
      span.traceID = TraceID(high: 0, low: UInt64(number + 1))
      span.spanID = SpanID(UInt64(number + 1))
      span.service = number % 2 == 0 ? "shop" : "group \(number % 2000)"
      span.kind = number % 2 == 0 ? .producer : .consumer
      span.start = Drawing.epoch + Int64(number) * 1000
      span.end = span.start + 500
      span.attributes = [("messaging.destination.name", .string(Array("topic".utf8)[...]))]
      spans.append(span)
    }
    let assembler = await TraceAssembler(DecodedSpans(spans), journeys: JourneyOptions(stitchesByTime: true))
    #expect(assembler.timeStitching?.guessed == 20_000)
  }
}

import Testing
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Deliveries told by what spans say of their messages")
struct StitchingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var sentence: String
    var drawing: String
    /// `producer>consumer evidence`, by consumer.
    var deliveries: [String]

    var testDescription: String { sentence }
  }

  static let id = "messaging.system=kafka messaging.destination.name=orders messaging.message.id=m1"
  static let place =
    "messaging.system=kafka messaging.destination.name=orders messaging.destination.partition.id=\"3\" messaging.kafka.offset=17"

  static let cases = [
    Case(
      sentence: "one message id on both sides",
      drawing: "a send P [0..10] \(id)\n\nb process R [20..30] \(id)", deliveries: ["send>process messageID"]),
    Case(
      sentence: "older names mean the same",
      drawing: """
        a send P [0..10] \(id)

        b process R [20..30] messaging.system=kafka messaging.destination=orders messaging.message_id=m1
        """, deliveries: ["send>process messageID"]),
    Case(
      sentence: "another topic, or another system, is another message",
      drawing: """
        a send P [0..10] \(id)

        b process R [20..30] messaging.system=kafka messaging.destination.name=other messaging.message.id=m1

        c process R [20..30] messaging.system=rabbitmq messaging.destination.name=orders messaging.message.id=m1
        """, deliveries: []),
    Case(
      sentence: "without a topic there is no message",
      drawing: "a send P [0..10] messaging.message.id=m1\n\nb process R [20..30] messaging.message.id=m1",
      deliveries: []),
    Case(
      sentence: "an id seen in two environments is no match; within each it is",
      drawing: """
        a send  P [0..10] environment=live \(id)

        b staged R [20..30] environment=staging \(id)

        c lively R [20..30] environment=live \(id)
        """, deliveries: ["send>lively messageID"]),
    Case(
      sentence: "nor in two namespaces",
      drawing: "a send P [0..10] namespace=one \(id)\n\nb process R [20..30] namespace=two \(id)", deliveries: []),
    Case(
      sentence: "an id of two messages is no evidence",
      drawing: "a send P [0..10] \(id)\n\na again P [11..12] \(id)\n\nb process R [20..30] \(id)", deliveries: []),
    Case(
      sentence: "but their offsets may tell them apart",
      drawing: """
        a send  P [0..10] \(id) messaging.kafka.offset=1 messaging.destination.partition.id="0"

        a again P [11..12] \(id) messaging.kafka.offset=2 messaging.destination.partition.id="0"

        b process R [20..30] \(id) messaging.kafka.offset=2 messaging.kafka.partition=0
        """, deliveries: ["again>process offset"]),
    Case(
      sentence: "two nested spans of one publish are one message, and the inner one carries it",
      drawing: "a outer P [0..10] \(id)\n  a inner P [2..8] \(id)\n\nb process R [20..30] \(id)",
      deliveries: ["inner>process messageID"]),
    Case(
      sentence: "every consumer of a message gets it: groups, and deliveries anew",
      drawing: "a send P [0..10] \(id)\n\nb first R [20..30] \(id)\n\nb second R [40..50] \(id)",
      deliveries: ["send>first messageID", "send>second messageID"]),
    Case(
      sentence: "partition and offset, written as text or as a number",
      drawing: """
        a send P [0..10] \(place)

        b process R [20..30] messaging.system=kafka messaging.destination.name=orders messaging.kafka.partition=3 messaging.kafka.message.offset=17
        """, deliveries: ["send>process offset"]),
    Case(
      sentence: "an offset without a partition says nothing",
      drawing: """
        a send P [0..10] messaging.destination.name=orders messaging.kafka.offset=17

        b process R [20..30] messaging.destination.name=orders messaging.kafka.offset=17
        """, deliveries: []),
    Case(
      sentence: "two producers that both claim an offset are no evidence",
      drawing: "a send P [0..10] \(place)\n\na again P [1..5] \(place)\n\nb process R [20..30] \(place)",
      deliveries: []),
    Case(
      sentence: "a consumer that ended before the message was made did not get it",
      drawing: "a send P [50..60] \(id)\n\nb process R [20..30] \(id)", deliveries: []),
    Case(
      sentence: "a link is better evidence, even to what is not in the dump",
      drawing: "a send P [0..10] \(id)\n\nb process R [20..30] -> 77/@99 \(id)", deliveries: []),
    Case(
      sentence: "a producer as parent is better evidence",
      drawing: "a send P [0..10] \(id)\n  b process R [20..30] \(id)", deliveries: []),
    Case(
      sentence: "settling is no delivery",
      drawing: "a send P [0..10] \(id)\n\nb settle C [20..30] messaging.operation.type=settle \(id)", deliveries: []),
    Case(
      sentence: "a receive of kind CLIENT is one, by its operation's type",
      drawing: "a send P [0..10] \(id)\n\nb poll C [20..30] messaging.operation.type=receive \(id)",
      deliveries: ["send>poll messageID"]),
  ]

  static func deliveries(_ table: SpanTable) -> [String] {
    table.columns.stitched.map { "\(table.name(Int($0.producer)))>\(table.name(Int($0.consumer))) \($0.by)" }
  }

  @Test("which message a consumer without links got", arguments: cases)
  func example(_ example: Case) async {
    let result = await TraceAssembly.assemble(DecodedSpans(drawing: example.drawing))
    #expect(Self.deliveries(result.table) == example.deliveries)
  }

  @Test("the creation of a message goes before its sending")
  func creation() async {
    let drawing = """
      a create P [0..5] messaging.operation.type=create \(Self.id)
      a send   P [6..9] messaging.operation.type=send \(Self.id)

      b process R [20..30] \(Self.id)
      """
    let result = await TraceAssembly.assemble(DecodedSpans(drawing: drawing))
    #expect(Self.deliveries(result.table) == ["create>process messageID"])
  }

  @Test("what is stitched is one journey, and no link is made up")
  func journey() async {
    let table = await TraceAssembly.assemble(
      DecodedSpans(drawing: "a send P [0..10] \(Self.id)\n\nb process R [20..30] \(Self.id)")
    ).table
    #expect(table.journeyCount == 1 && table.columns.links.isEmpty)
    let consumer = table.span(named: "process")
    #expect(table.stitchedDeliveries(of: consumer).first?.producer == Int32(table.span(named: "send").row))
    #expect(table.stitchedDeliveries(of: table.span(named: "send")).isEmpty)
  }

  @Test("a copy of a producer's span is no second message")
  func copies() async {
    let spans = Drawing("a send P [0..10] \(Self.id)\n\nb process R [20..30] \(Self.id)").spans
    let result = await TraceAssembly.assemble(DecodedSpans(spans + spans + spans))
    #expect(Self.deliveries(result.table) == ["send>process messageID"])
    #expect(result.quality[.duplicateSpan] == 4)
  }

  /// Random messages: ids and offsets reused, environments, nested publishes, links and copies between.
  static func messages(seed: UInt64) -> [DrawnSpan] {
    var generator = SeededGenerator(seed: seed)
    var spans: [DrawnSpan] = []
    for number in 1...120 {
      var span = DrawnSpan()
      span.traceID = TraceID(high: generator.pick([0, 5]), low: UInt64(number))
      span.spanID = SpanID(UInt64(number))
      span.service = generator.pick(["shop", "mail"])
      span.environment = generator.pick(["live", "staging"])
      span.kind = generator.pick([.producer, .consumer, .consumer, .client])
      span.operation = "span \(number)"
      span.start = Drawing.epoch + 1000 * generator.number(in: 0...200)
      span.end = span.start + 1000 * generator.number(in: 0...50)
      span.attributes = [("messaging.destination.name", .string(Array("topic".utf8)[...]))]
      if generator.chance(percent: 70) {
        span.attributes.append(("messaging.message.id", .int(generator.number(in: 0...40))))
      }
      if generator.chance(percent: 60) {
        span.attributes.append(("messaging.kafka.offset", .int(generator.number(in: 0...30))))
        span.attributes.append(("messaging.kafka.partition", .int(generator.number(in: 0...1))))
      }
      if span.kind == .client {
        span.attributes.append(("messaging.operation.type", .string(Array("receive".utf8)[...])))
      }
      if generator.chance(percent: 10) { span.links.append((TraceID(high: 0, low: 900), SpanID(1))) }
      spans.append(span)
    }
    return spans + (0..<10).map { _ in generator.pick(spans) }
  }

  static func text(_ tables: [SpanTable]) -> [String] {
    tables.flatMap { table in
      table.columns.stitched.map {
        "\(table.columns.spanIDs[Int($0.producer)])>\(table.columns.spanIDs[Int($0.consumer)]) \($0.by)"
      }
    }.sorted()
  }

  @Test("it is what comparing all with all finds", arguments: 0..<20)
  func twin(seed: UInt64) async {
    let spans = Self.messages(seed: seed)
    let table = await TraceAssembly.assemble(DecodedSpans(spans)).table
    let distinct = Dictionary(spans.map { ($0.spanID, $0) }) { first, _ in first }.values
    var expected: [String] = []
    for consumer in distinct where consumer.kind != .producer && consumer.links.isEmpty {
      for (names, evidence) in [
        (["messaging.message.id"], "messageID"), (["messaging.kafka.partition", "messaging.kafka.offset"], "offset"),
      ] {
        func key(_ span: DrawnSpan) -> [AttributeValue]? {
          let values = names.compactMap { name in span.attributes.first { $0.key == name }?.value }
          return values.count == names.count ? values : nil
        }
        guard let own = key(consumer) else { continue }
        let producers = distinct.filter {
          $0.kind == .producer && key($0) == own && $0.environment == consumer.environment
        }
        if producers.count == 1, let producer = producers.first, producer.start <= consumer.end {
          expected.append("\(producer.spanID)>\(consumer.spanID) \(evidence)")
          break
        }
      }
    }
    #expect(Self.text([table]) == expected.sorted())
  }

  @Test("partitions, batches, order and spilling change nothing", arguments: 0..<5)
  func independence(seed: UInt64) async throws {
    let spans = Self.messages(seed: seed)
    let expected = Self.text([await TraceAssembly.assemble(DecodedSpans(spans)).table])
    #expect(!expected.isEmpty)
    var generator = SeededGenerator(seed: seed)
    for (partitions, memory) in [(1, Int.max), (7, .max), (64, .max), (5, 3000)] {
      var store = SpanStore(limits: SpanStore.Limits(memory: memory, partitions: partitions))
      let shuffled = generator.shuffled(spans)
      for start in stride(from: 0, to: shuffled.count, by: 17) {
        try store.receive(SpanBatch(Array(shuffled[start..<min(shuffled.count, start + 17)])))
      }
      let assembler = try await TraceAssembler(store, quality: DataQuality())
      let tables = try (0..<partitions).map { try assembler.partition($0).table }
      #expect(Self.text(tables) == expected)
    }
  }
}

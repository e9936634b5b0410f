import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Queues: what came of messages, by topic and consumer group")
struct QueuesTests {
  static func folded(_ table: SpanTable, lists: Bool = false, workers: Int = 1) -> QueuesResult {
    var folds = (0..<workers).map { _ in
      QueuesFold(options: QueuesOptions(listsDeliveries: lists), symbols: table.symbols)
    }
    for number in 0..<table.journeyCount { folds[number % workers].observe(table.journey(number)) }
    for fold in folds.dropFirst() { folds[0].merge(fold) }
    return folds[0].finish()
  }

  static let orders = "messaging.system=kafka messaging.destination.name=orders"
  static let mail = "\(orders) messaging.consumer.group.name=mail"
  static let bill = "\(orders) messaging.kafka.consumer.group=bill"
  static let dead = "messaging.system=kafka messaging.destination.name=orders.DLT"

  struct Case: Sendable, CustomTestStringConvertible {
    var sentence: String
    var drawing: String
    /// `topic published/unconsumed/dead-lettered`
    var topics: [String]
    /// `topic>service:group deliveries/redeliveries/failed/dead-lettered/unmatched/sampled out/absent`
    var consumers: [String]

    var testDescription: String { sentence }
  }

  static let cases = [
    Case(
      sentence: "several groups of one service each get every message, and none again",
      drawing: """
        shop send  P [0..10] @a \(orders)

        work one   R [20..30] -> @a \(mail)

        work two   R [25..30] -> @a \(bill)
        """,
      topics: ["orders 1/0/0"], consumers: ["orders>work:bill 1/0/0/0/0/0/0", "orders>work:mail 1/0/0/0/0/0/0"]),
    Case(
      sentence: "what a group gets twice is a delivery anew, whichever service of it took it",
      drawing: """
        shop send   P [0..10] @a \(orders)

        work first  R [20..30] ! -> @a \(mail)

        work2 again R [40..50] -> @a \(mail)
        """,
      topics: ["orders 1/0/0"], consumers: ["orders>work:mail 1/0/1/0/0/0/0", "orders>work2:mail 1/1/0/0/0/0/0"]),
    Case(
      sentence: "without groups the services are what tells consumers apart",
      drawing: """
        shop send  P [0..10] @a \(orders)

        work one   R [20..30] -> @a \(orders)

        bill two   R [25..30] -> @a \(orders)

        bill again R [45..50] -> @a \(orders)
        """,
      topics: ["orders 1/0/0"], consumers: ["orders>bill: 2/1/0/0/0/0/0", "orders>work: 1/0/0/0/0/0/0"]),
    Case(
      sentence: "a batch without contexts of its own may be taken piece by piece",
      drawing: """
        shop send  P [0..10] @a \(orders) messaging.batch.message_count=3

        work one   R [20..30] -> @a \(mail)

        work two   R [25..30] -> @a \(mail)
        """, topics: ["orders 3/1/0"], consumers: ["orders>work:mail 2/0/0/0/0/0/0"]),
    Case(
      sentence: "a consumer that sends what failed to a dead-letter topic",
      drawing: """
        shop send    P [0..10] @a \(orders)

        work process R [20..30] ! -> @a \(mail)
          work park  P [25..28] @b \(dead)
        """, topics: ["orders 1/0/1", "orders.DLT 1/1/0"], consumers: ["orders>work:mail 1/0/1/1/0/0/0"]),
    Case(
      sentence: "a dead letter that links to the message it was, in a trace of its own",
      drawing: """
        shop send    P [0..10] @a \(orders)

        work process R [20..30] ! @c -> @a \(mail)

        work park    P [45..48] -> @c \(dead)
        """, topics: ["orders 1/0/1", "orders.DLT 1/1/0"], consumers: ["orders>work:mail 1/0/1/1/0/0/0"]),
    Case(
      sentence: "a dead letter of the same message id",
      drawing: """
        shop send    P [0..10] @a \(orders) messaging.message.id=m1
          shop later P [45..48] \(dead) messaging.message.id=m1

        work process R [20..30] ! @c -> @a \(mail) messaging.message.id=m1
        """, topics: ["orders 1/0/1", "orders.DLT 1/1/0"], consumers: ["orders>work:mail 1/0/1/1/0/0/0"]),
    Case(
      sentence:
        "the broker itself moves a message: its producer sent it elsewhere than the consumer of dead letters took it from",
      drawing: """
        shop send    P [0..10] @a \(orders)

        work process R [20..30] ! -> @a \(mail)

        ops  look    R [80..90] -> @a \(dead)
        """,
      topics: ["orders 1/0/1"], consumers: ["orders>work:mail 1/0/1/1/0/0/0", "orders.DLT>ops: 1/0/0/0/0/0/0"]),
    Case(
      sentence: "a message delayed by an hour is one like any other",
      drawing: """
        shop send    P [0..10] @a \(orders)

        work process R [3600000010..3600000020] -> @a \(mail)
        """, topics: ["orders 1/0/0"], consumers: ["orders>work:mail 1/0/0/0/0/0/0"]),
    Case(
      sentence: "a producer that is not in the dump, and a consumer that tells of none",
      drawing: """
        work process R [20..30] -> 77/@a \(mail)

        work alone   R [20..30] \(mail)
        """, topics: [], consumers: ["orders>work:mail 1/0/0/0/1/0/1"]),
  ]

  @Test("figures of topics and groups", arguments: cases)
  func figures(_ example: Case) {
    let table = SpanTable(drawing: example.drawing)
    for workers in [1, 2] {
      let result = Self.folded(table, workers: workers)
      #expect(
        result.topics.map { "\($0.name) \($0.published)/\($0.unconsumed)/\($0.deadLettered)" } == example.topics)
      #expect(
        result.consumers.map { one in
          "\(one.topic)>\(one.service):\(one.group) \(one.deliveries)/\(one.redeliveries)/\(one.failed)/\(one.deadLettered)/\(one.unmatched)/\(one.producersSampledOut)/\(one.producersAbsent)"
        } == example.consumers)
    }
  }

  @Test("a link whose flags say so leads to what was not sampled")
  func sampledOut() {
    let spans = Drawing("work process R [20..30] -> 77/@a -> 78/@b -> 79/@c \(Self.mail)").spans
    var batch = SpanBatch(spans)
    // Known and not sampled; known and sampled; nothing known.
    batch.links[0].flags = 0x300
    batch.links[1].flags = 0x301
    let result = Self.folded(SpanTable.assembled(batch))
    #expect(result.consumers.map(\.producersSampledOut) == [1])
    #expect(result.consumers.map(\.producersAbsent) == [2])
  }

  @Test(
    "names of dead-letter destinations",
    arguments: [
      ("orders.DLQ", true), ("orders-dlq", true), ("orders_dlt", true), ("orders.DLT", true), ("ordersDlq", true),
      ("dead-letter.orders", true), ("orders/$DeadLetterQueue", true), ("dead_letters", true), ("DLX", true),
      ("orders", false), ("deadlines", false), ("letters.dead", false), ("adlqb", false), ("", false),
    ])
  func deadLetterNames(name: String, isDead: Bool) {
    let drawing = """
      shop send  P [0..10] @a \(Self.orders)

      work take  R [20..30] -> @a messaging.system=kafka messaging.destination.name="\(name)"
      """
    let result = Self.folded(SpanTable(drawing: drawing))
    #expect(result.topics.map(\.deadLettered) == [isDead ? 1 : 0])
  }

  // MARK: Lag

  /// A message every second, taken after `wait` ms.
  static func messages(_ count: Int, wait: (Int) -> Int?) -> SpanTable {
    var lines: [String] = []
    for number in 0..<count {
      let sent = number * 1_000_000
      lines.append("shop send P [\(sent)..\(sent + 100)] @\(String(2 * number + 1, radix: 16)) \(orders)")
      if let wait = wait(number) {
        let taken = sent + 100 + wait * 1000
        lines.append(
          "work take R [\(taken)..\(taken + 10)] -> @\(String(2 * number + 1, radix: 16)) @\(String(2 * number + 2, radix: 16)) \(mail)"
        )
      }
    }
    return SpanTable(drawing: lines.joined(separator: "\n\n"))
  }

  /// What the table says of the first consumer's lag.
  static func lagCell(_ result: QueuesResult) throws -> String {
    let tables = result.section().blocks.compactMap { block in
      if case .table(let table) = block { table } else { nil }
    }
    return try #require(tables.first?.rows.first?.last).text.content
  }

  @Test("a consumer that keeps up is steady, and the section says nothing else")
  func steady() throws {
    let result = Self.folded(Self.messages(200) { 20 + $0 % 7 })
    let one = try #require(result.consumers.first)
    #expect(!one.isFallingBehind && one.lag?.isGrowing == false && one.peak == nil)
    #expect(one.lag.map { $0.waiting <= 1 } == true)
    #expect(one.buckets.reduce(0) { $0 + $1.statistics.calls } == 200)
    #expect(try Self.lagCell(result) == "steady")
  }

  @Test("one that takes two in three falls behind, and the rates are told")
  func growing() throws {
    let result = Self.folded(Self.messages(300) { $0 / 2 * 1000 + 5 })
    let one = try #require(result.consumers.first)
    let lag = try #require(one.lag)
    #expect(one.isFallingBehind && lag.isGrowing && !lag.isStopped)
    #expect(lag.arrived == 150 && lag.taken == 100 && lag.nanoseconds == 150_000_000_000)
    #expect(lag.waiting == 100)
    let text = result.section().blocks.map { "\($0)" }.joined()
    #expect(text.contains("1/s") && text.contains("0.667/s"))
  }

  @Test("one that stops is told, whatever it took before had waited")
  func stopped() throws {
    let one = try #require(Self.folded(Self.messages(200) { $0 < 120 ? 5 : nil }).consumers.first)
    #expect(one.lag.map { $0.isStopped && $0.isGrowing && $0.waiting == 80 } == true)
  }

  @Test("one that loses every tenth span in the dump, but waits no longer, is steady")
  func lossy() throws {
    let one = try #require(Self.folded(Self.messages(300) { $0 % 10 == 0 ? nil : 5 }).consumers.first)
    #expect(!one.isFallingBehind)
  }

  @Test("one that fell behind and caught up shows when")
  func peak() throws {
    let result = Self.folded(Self.messages(300) { (140..<170).contains($0) ? 8_000 : 5 })
    let one = try #require(result.consumers.first)
    #expect(!one.isFallingBehind)
    #expect(one.peak.map { $0.statistics.durations.percentile(50) > 7_900_000_000 } == true)
    #expect(try Self.lagCell(result) == "fell behind for a while")
  }
}

import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Completion paths")
struct CompletionPathTests {
  static func folded(_ table: SpanTable, top: Int? = nil) -> CompletionPathResult {
    var options = CriticalPathOptions()
    options.top = top
    var fold = CompletionPathFold(options: options, symbols: table.symbols)
    fold.observe(journeysOf: table)
    return fold.finish()
  }

  /// `operation 0..10`, waits with their kind before; microseconds from the drawing's start.
  static func text(_ path: CompletionPath) -> String {
    path.segments.map { segment in
      let kind = segment.kind == .work ? "" : segment.kind.name + " "
      let from = (segment.start - Drawing.epoch) / 1000
      let to = (segment.end - Drawing.epoch) / 1000
      return "\(kind)\(segment.operation) \(from)..\(to)"
    }.joined(separator: ", ")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var sentence: String
    var drawing: String
    /// By origin's operation.
    var paths: [String: String]
    var diagnostics: [CriticalPathDiagnostic.Kind] = []

    var testDescription: String { sentence }
  }

  static let cases = [
    Case(
      sentence: "without a queue it is the response path",
      drawing: """
        shop checkout  S  [0..100]
          bank pay     C  [20..80]
        """, paths: ["checkout": "checkout 0..20, pay 20..80, checkout 80..100"]),
    Case(
      sentence: "a message's wait belongs to its consumer, wherever the consumer's trace is",
      drawing: """
        shop checkout  S  [0..100]
          shop send    P  [60..70] @a

        mailer process R  [150..250] -> @a
        """, paths: ["checkout": "checkout 0..60, send 60..70, queue_wait process 70..150, process 150..250"]),
    Case(
      sentence: "a consumer under its producer crosses a queue too",
      drawing: """
        shop checkout    S  [0..100]
          shop send      P  [60..70]
            mail process R  [150..250]
        """, paths: ["checkout": "checkout 0..60, send 60..70, queue_wait process 70..150, process 150..250"]),
    Case(
      sentence: "what ran beside the publishing is not on the path, what ran before it is",
      drawing: """
        shop checkout  S  [0..300]
          db read      C  [10..50]
          db write     C  [40..65]
          shop send    P  [60..70] @a
          db after     C  [80..280]

        mailer process R  [150..350] -> @a
        """,
      paths: [
        "checkout":
          "checkout 0..10, read 10..50, checkout 50..60, send 60..70, queue_wait process 70..150, process 150..350"
      ]),
    Case(
      sentence: "a child that outlives its parent goes back to it at its start",
      drawing: """
        shop checkout  S  [0..100]
          shop before  I  [10..30]
          shop beside  I  [20..90]
          shop async   I  [40..300]
        """, paths: ["checkout": "checkout 0..10, before 10..30, checkout 30..40, async 40..300"]),
    Case(
      sentence: "a child that begins after its parent's end waited for that",
      drawing: """
        shop checkout  S  [0..100]
          shop later   I  [140..300] ~
        """, paths: ["checkout": "checkout 0..100, queue_wait later 100..140, later 140..300"]),
    Case(
      sentence: "the latest message gates a batch; the others wait for it first",
      drawing: """
        one send     P  [10..20] @a

        two send2    P  [40..50] @b

        three send3  P  [70..80] @c

        four process R  [100..200] -> @a -> @b -> @c
        """,
      paths: [
        "send": "send 10..20, batch_wait process 20..80, queue_wait process 80..100, process 100..200",
        "send2": "send2 40..50, batch_wait process 50..80, queue_wait process 80..100, process 100..200",
        "send3": "send3 70..80, queue_wait process 80..100, process 100..200",
      ]),
    Case(
      sentence: "of two messages of one origin in one batch, the gate's is on the path",
      drawing: """
        shop checkout  S  [0..90]
          shop send1   P  [10..20] @a
          shop send2   P  [60..80] @b

        four process   R  [100..200] -> @a -> @b
        """,
      paths: [
        "checkout":
          "checkout 0..10, send1 10..20, checkout 20..60, send2 60..80, queue_wait process 80..100, process 100..200"
      ]),
    Case(
      sentence: "a message that was not yet sent when the batch began has no wait",
      drawing: """
        one send     P  [10..20] @a

        two send2    P  [90..130] @b

        four process R  [100..200] -> @a -> @b
        """,
      paths: [
        "send": "send 10..20, queue_wait process 20..100, process 100..200",
        "send2": "send2 90..100, process 100..200",
      ]),
    Case(
      sentence: "a receive that polled before there was a message counts from the message's end",
      drawing: """
        shop send        P  [40..50] @a

        mail receive     R  [0..60] -> @a
          mail process   R  [60..120]
        """, paths: ["send": "send 40..50, receive receive 50..60, process 60..120"]),
    Case(
      sentence: "a receive that began late waits like any consumer",
      drawing: """
        shop send        P  [0..10] @a

        mail receive     R  [30..60] -> @a
        """, paths: ["send": "send 0..10, queue_wait receive 10..30, receive 30..60"]),
    Case(
      sentence: "the operation's type tells a receive whatever its kind and name",
      drawing: """
        shop send        P  [40..50] @a

        mail orders      C  [0..60] -> @a messaging.operation.type=receive
        """, paths: ["send": "send 40..50, receive orders 50..60"]),
    Case(
      sentence: "of two consumers the later end is on the path",
      drawing: """
        shop send  P  [0..10] @a

        one early  R  [30..60] -> @a

        two late   R  [20..100] -> @a
        """, paths: ["send": "send 0..10, queue_wait late 10..20, late 20..100"]),
    Case(
      sentence: "a consumer that began before its producer had: no wait, on with whoever ran then",
      drawing: """
        shop checkout  S  [0..100]
          shop send    P  [60..70] @a

        mailer process R  [50..250] -> @a
        """, paths: ["checkout": "checkout 0..50, process 50..250"], diagnostics: [.skew]),
    Case(
      sentence: "and with nobody running then, the path ends there",
      drawing: """
        shop send      P  [60..70] @a

        mailer process R  [50..250] -> @a
        """, paths: ["send": "process 50..250"], diagnostics: [.skew]),
    Case(
      sentence: "a link to what began after the consumer's end is no cause",
      drawing: """
        shop send      P  [60..70] @a

        mailer process R  [0..50] -> @a
        """, paths: ["send": "send 60..70", "process": "process 0..50"], diagnostics: [.nonCausalLink]),
    Case(
      sentence: "a link to what is not in the dump is no cause",
      drawing: "mailer process R  [0..50] -> 77/@a", paths: ["process": "process 0..50"],
      diagnostics: [.unresolvedLink]),
    Case(
      sentence: "settling is not consuming",
      drawing: """
        shop send    P  [0..10] @a

        mail process R  [20..60] -> @a

        mail settle  C  [90..95] -> @a messaging.operation.type=settle
        """,
      paths: ["send": "send 0..10, queue_wait process 10..20, process 20..60", "settle": "settle 90..95"]),
    Case(
      sentence: "a message may set off another: three traces, two queues",
      drawing: """
        shop send     P  [0..10] @a

        one process   R  [20..60] -> @a
          one send2   P  [40..50] @b

        two process2  R  [80..90] -> @b
        """,
      paths: [
        "send":
          "send 0..10, queue_wait process 10..20, process 20..40, send2 40..50, queue_wait process2 50..80, process2 80..90"
      ]),
    Case(
      sentence: "traces that link to each other in a circle have no origin, and end",
      drawing: """
        one ping  R  [0..10] @a -> @b

        two pong  R  [0..10] @b -> @a
        """, paths: [:]),
  ]

  @Test("from an origin to the last thing it set off", arguments: cases)
  func path(_ example: Case) {
    let result = Self.folded(SpanTable(drawing: example.drawing))
    #expect(
      Dictionary(uniqueKeysWithValues: result.completions.map { ($0.operation, Self.text($0)) }) == example.paths)
    #expect(result.diagnostics.map(\.kind) == example.diagnostics)
  }

  @Test("a span whose time is unknown is passed over on the way")
  func missingTime() async {
    var batch = SpanBatch(
      drawing: """
        shop checkout  S  [0..100]
          shop send    P  [60..70] @a

        mailer process R  [150..250] -> @a
        """)
    batch.records[1].flags.insert(.missingTime)
    batch.records[1].start = 0
    batch.records[1].end = 0
    let result = await Self.folded(TraceAssembly.assemble(DecodedSpans(batches: [batch])).table)
    #expect(result.completions.map(Self.text) == ["checkout 0..100, queue_wait process 100..150, process 150..250"])
  }
}

import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

/// Journeys as they come in practice, their paths worked out by hand from rules M0 to M7.
@Suite("Completion paths of whole journeys")
struct CompletionJourneyTests {
  typealias Case = CompletionPathTests.Case

  static let cases = [
    Case(
      sentence: "two groups take one message: the later one's call is on the path",
      drawing: """
        shop checkout   S [0..100]
          shop send     P [60..70] @a

        mail deliver    R [90..140] -> @a messaging.consumer.group.name=mail
          mail smtp     C [95..135]

        bill process    R [80..200] -> @a messaging.consumer.group.name=bill
          bill charge   C [100..190]
        """,
      paths: [
        "checkout":
          "checkout 0..60, send 60..70, queue_wait process 70..80, process 80..100, charge 100..190, process 190..200"
      ]),
    Case(
      sentence: "work that a receive began before there was a message leads to what ran then above the producer",
      drawing: """
        shop checkout   S [0..35]
          shop price    I [5..27]
          shop send     P [12..28] @a

        mail q receive  R [10..20] -> @a
          mail smtp     I [10..50]
        """,
      paths: ["checkout": "checkout 0..5, price 5..10, smtp 10..50"]),
    Case(
      sentence: "a message delivered again waits from its sending to the last delivery",
      drawing: """
        shop send   P [0..10] @a

        bill first  R [20..40] ! -> @a

        bill again  R [100..130] -> @a
        """, paths: ["send": "send 0..10, queue_wait again 10..100, again 100..130"]),
    Case(
      sentence: "the gate of a batch is the last to end before it began; a later one is entered where the batch begins",
      drawing: """
        one sendA    P [0..10] @a

        two sendB    P [5..30] @b

        six sendC    P [20..60] @c

        bill process R [50..100] -> @a -> @b -> @c
        """,
      paths: [
        "sendA": "sendA 0..10, batch_wait process 10..30, queue_wait process 30..50, process 50..100",
        "sendB": "sendB 5..30, queue_wait process 30..50, process 50..100",
        "sendC": "sendC 20..50, process 50..100",
      ]),
    Case(
      sentence: "a receive of two messages that both came while it polled, and what it did before it handed them on",
      drawing: """
        one send       P [40..50] @a

        two send2      P [0..20] @b

        bill receive   R [10..60] -> @a -> @b
          bill decode  I [55..58]
          bill process R [60..90]
        """,
      paths: [
        "send": "send 40..50, receive receive 50..55, decode 55..58, receive receive 58..60, process 60..90",
        "send2": "send2 0..20, receive receive 20..55, decode 55..58, receive receive 58..60, process 60..90",
      ]),
    Case(
      sentence: "a clock that is off in the middle of three traces",
      drawing: """
        web order      S [0..100]
          web send     P [50..60] @a

        stock reserve  R [40..70] -> @a
          stock send2  P [65..68] @b

        ship process   R [90..120] -> @b
        """,
      paths: [
        "order": "order 0..40, reserve 40..65, send2 65..68, queue_wait process 68..90, process 90..120"
      ], diagnostics: [.skew]),
    Case(
      sentence: "two traces that link to each other, set off by a third",
      drawing: """
        web send  P [0..10] @a

        one ping  R [20..60] @b -> @a -> @c

        two pong  R [40..50] @c -> @b
        """, paths: ["send": "send 0..10, queue_wait ping 10..20, ping 20..60"]),
    Case(
      sentence: "a dead letter looked at much later is part of the effect",
      drawing: """
        shop send     P [0..10] @a

        bill process  R [20..40] ! -> @a
          bill park   P [30..35] @b messaging.destination.name=orders.DLT

        ops redrive   R [5000..5100] -> @b
          ops fix     I [5010..5090]
        """,
      paths: [
        "send":
          "send 0..10, queue_wait process 10..20, process 20..30, park 30..35, queue_wait redrive 35..5000, redrive 5000..5010, fix 5010..5090, redrive 5090..5100"
      ]),
    Case(
      sentence: "two requests whose messages meet in a batch behind a second queue",
      drawing: """
        one order   S [0..50]
          one send  P [10..20] @a

        two order2  S [5..60]
          two send2 P [30..40] @b

        mid work    R [45..55] -> @a
          mid out   P [48..52] @c

        mid work2   R [46..58] -> @b
          mid out2  P [50..57] @d

        end batch   R [70..90] -> @c -> @d
        """,
      paths: [
        "order":
          "order 0..10, send 10..20, queue_wait work 20..45, work 45..48, out 48..52, batch_wait batch 52..57, queue_wait batch 57..70, batch 70..90",
        "order2":
          "order2 5..30, send2 30..40, queue_wait work2 40..46, work2 46..50, out2 50..57, queue_wait batch 57..70, batch 70..90",
      ]),
    Case(
      sentence: "a consumer that has its producer as parent and links to it too crosses one queue",
      drawing: """
        shop checkout    S [0..100]
          shop send      P [60..70] @a
            mail process R [150..250] -> @a
        """, paths: ["checkout": "checkout 0..60, send 60..70, queue_wait process 70..150, process 150..250"]),
    Case(
      sentence: "the request itself ends last: its messages are off the path",
      drawing: """
        shop checkout  S [0..500]
          shop send    P [60..70] @a
          shop render  I [100..480]

        mail process   R [150..250] -> @a
        """, paths: ["checkout": "checkout 0..60, send 60..70, checkout 70..100, render 100..480, checkout 480..500"]),
    Case(
      sentence: "of two effects that end at once the one of the smaller trace id is the terminal",
      drawing: """
        shop send  P [0..10] @a

        one first  R [20..100] -> @a

        two second R [30..100] -> @a
        """, paths: ["send": "send 0..10, queue_wait first 10..20, first 20..100"]),
    Case(
      sentence: "a message told by its id alone is a cause like any other",
      drawing: """
        shop send    P [0..10] messaging.system=kafka messaging.destination.name=orders messaging.message.id=m1

        mail process R [30..50] messaging.system=kafka messaging.destination.name=orders messaging.message.id=m1
        """, paths: ["send": "send 0..10, queue_wait process 10..30, process 30..50"]),
  ]

  @Test("worked out by hand", arguments: cases)
  func path(_ example: Case) {
    let result = CompletionPathTests.folded(SpanTable(drawing: example.drawing))
    #expect(
      Dictionary(uniqueKeysWithValues: result.completions.map { ($0.operation, CompletionPathTests.text($0)) })
        == example.paths)
    #expect(result.diagnostics.map(\.kind) == example.diagnostics)
  }

  @Test("the slack of the groups that were done before")
  func slack() {
    let slack = Self.cases.prefix(1).flatMap { example in
      CompletionPathTests.folded(SpanTable(drawing: example.drawing)).slack
    }
    #expect(slack.map(\.operation) == ["deliver"])
    #expect(slack.map(\.nanoseconds.maximum) == [60_000])
  }
}

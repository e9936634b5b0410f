import AnalysisReports
import ReportModel
import ReportRendering
import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Errors: where they start")
struct ErrorsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var sentence: String
    var drawing: String
    /// `service operation [kind] origin/propagated/swallowed`, by row.
    var rows: [String] = []
    /// `hops [kind] count`, by chain.
    var chains: [String] = []
    /// `caller > call retried+extra hidden/failed for good`.
    var retries: [String] = []
    var testDescription: String { sentence }
  }

  @Test("errors are told apart", arguments: cases)
  func example(_ c: Case) {
    let result = ErrorsSample.result(Drawing(c.drawing).spans)
    #expect(ErrorsSample.rows(result) == c.rows)
    #expect(ErrorsSample.chains(result) == c.chains)
    #expect(ErrorsSample.retries(result) == c.retries)
  }

  static let cases = [
    Case(
      sentence: "an error starts at the failing span without a failing callee, and callers pass it on",
      drawing: """
        web GET    S [0..100]  !
          web get  C [5..90]   !
            app do S [10..80]  ! *IOException
              app db C [20..70]
        """,
      rows: [
        "app do [IOException] 1/0/0", "web GET [(no details)] 0/1/0", "web get [(no details)] 0/1/0",
      ],
      chains: ["app do > web GET [IOException] 1"]),
    Case(
      sentence: "a healthy caller swallows the error",
      drawing: """
        web GET   S [0..100]
          app do  C [10..80]  ! http.response.status_code=503
        """,
      rows: ["app do [HTTP 503] 1/0/1"], chains: ["app do [HTTP 503] 1 swallowed by web GET"]),
    Case(
      sentence: "an exception on a span without a status is an error, on one with OK it is not",
      drawing: """
        web GET   S [0..100]
          web a   I [10..20]  *A
          web b   I [30..40]  ok *B
        """,
      rows: ["web a [A] 1/0/1"], chains: ["web a [A] 1 swallowed by web GET"]),
    Case(
      sentence: "one exception recorded on two spans starts at the inner one",
      drawing: """
        web GET      S [0..100]  ! *A
          web inner  I [10..20]  *A
        """,
      rows: ["web inner [A] 1/0/0", "web GET [A] 0/1/0"], chains: ["web inner > web GET [A] 1"]),
    Case(
      sentence: "healthy spans between two that tell of the same error pass it on",
      drawing: """
        web GET        S [0..100]  ! *A
          web template I [5..90]
            web call   C [10..80]
              app do   S [20..70]  ! *A
        """,
      rows: ["app do [A] 1/0/0", "web GET [A] 0/1/0"], chains: ["app do > web GET [A] 1"]),
    Case(
      sentence: "healthy spans between two that tell of different errors swallow the one",
      drawing: """
        web GET        S [0..100]  ! *B
          web template I [5..90]
            app do     I [20..70]  ! *A
        """,
      rows: ["app do [A] 1/0/1", "web GET [B] 1/0/0"],
      chains: ["app do [A] 1 swallowed by web template", "web GET [B] 1"]),
    Case(
      sentence: "a callee that answers 4xx is healthy and named beside the failing caller",
      drawing: """
        web GET    S [0..100]  ! http.response.status_code=500
          web get  C [5..90]   ! http.response.status_code=404
            app do S [10..80]  http.status_code=404
        """,
      rows: ["web get [HTTP 404 answered by app do] 1/0/0", "web GET [HTTP 500] 0/1/0"],
      chains: ["web get > web GET [HTTP 404 answered by app do] 1"]),
    Case(
      sentence: "a 4xx that is handed through servers is one error, and reaches the sender",
      drawing: """
        web GET        S [0..100]  http.response.status_code=402
          web get      C [5..90]   ! http.response.status_code=402
            app do     S [10..80]  http.response.status_code=402
              app bank C [20..70]  ! http.response.status_code=402
        """,
      rows: ["app bank [HTTP 402] 1/0/0", "web get [HTTP 402] 0/1/0"],
      chains: ["app bank > web get [HTTP 402] 1"]),
    Case(
      sentence: "the status message with what varies masked comes before the code",
      drawing: """
        web GET S [0..9]  ! otel.status_description="order 17 is gone" http.response.status_code=500
        """,
      rows: ["web GET [order * is gone] 1/0/0"], chains: ["web GET [order * is gone] 1"]),
    Case(
      sentence: "what a consumer fails at does not reach the producer, linked or below it",
      drawing: """
        web GET    S [0..100]
          web send P [10..20]  @a
            app work R [30..60]  ! *A messaging.operation.type=process

        app late R [200..300]  ! *A -> @a
        """,
      rows: ["app late [A] 1/0/0 queue 1", "app work [A] 1/0/0 queue 1"],
      chains: ["app late [A] 1 behind web send", "app work [A] 1 behind web send"]),
    Case(
      sentence: "a call made again after a failure hides it when the caller is healthy",
      drawing: """
        web GET  S [0..100]
          web q  C [10..20]  ! server.address=db url.path=/1
          web q  C [30..40]  ! server.address=db url.path=/1
          web q  C [50..60]  server.address=db url.path=/1
        """,
      rows: ["web q [(no details)] 2/0/2"], chains: ["web q [(no details)] 2 swallowed by web GET"],
      retries: ["web GET > web q 1+2 hidden 2 for good 0"]),
    Case(
      sentence: "a call made again in vain multiplies the failure",
      drawing: """
        web GET  S [0..100]  !
          web q  C [10..20]  !
          web q  C [30..40]  !
          web q  C [50..60]  !
        """,
      rows: ["web q [(no details)] 3/0/0", "web GET [(no details)] 0/1/0"],
      chains: ["web q > web GET [(no details)] 3"], retries: ["web GET > web q 1+2 hidden 0 for good 1"]),
    Case(
      sentence: "calls for other things, and calls at the same time, are no retries",
      drawing: """
        web GET  S [0..100]
          web q  C [10..20]  ! url.path=/1
          web q  C [30..40]  url.path=/2
          web p  C [10..20]  !
          web p  C [12..40]
        """,
      rows: ["web p [(no details)] 1/0/1", "web q [(no details)] 1/0/1"],
      chains: ["web p [(no details)] 1 swallowed by web GET", "web q [(no details)] 1 swallowed by web GET"]),
    Case(
      sentence: "a message delivered again after a failure is a retry",
      drawing: """
        web send P [0..10]  @a

        app work R [20..30]  ! -> @a

        app work R [40..50]  -> @a
        """,
      rows: ["app work [(no details)] 1/0/0 queue 1"], chains: ["app work [(no details)] 1 behind web send"],
      retries: ["web send > app work 1+1 hidden 1 for good 0"]),
    Case(
      sentence: "a span whose caller is missing, and one nobody waits for, end there",
      drawing: """
        web GET  S [0..100]  ! ^ff

        app run  S [0..100]
          app bg I [10..300] ~ !
        """,
      rows: ["app bg [(no details)] 1/0/0 queue 1", "web GET [(no details)] 1/0/0"],
      chains: ["app bg [(no details)] 1 behind app run", "web GET [(no details)] 1 from outside"]),
    Case(sentence: "a dump without errors has none", drawing: "web GET S [0..9]  http.response.status_code=200"),
  ]

  @Test("error lines are joined by trace, once a trace")
  func logs() {
    let drawn = Drawing("web GET S [0..9]  !\n\ntrace 2\nweb GET S [0..9]\n\ntrace 3\nweb GET S [0..9]").spans
    var lines = LogLines()
    lines.services = ["web"]
    lines.templates = ["boom *", "fine"]
    func line(_ trace: UInt64, _ template: Int, isError: Bool = true) -> LogLine {
      LogLine(
        time: 5, traceID: TraceID(high: 0, low: trace), spanID: .none, service: 0, template: template, isError: isError)
    }
    lines.lines = [line(1, 0), line(1, 0), line(2, 0), line(3, 1, isError: false), line(9, 0)]
    let result = ErrorsSample.result(drawn, logs: LogIndex(lines))
    #expect(result.counts.errorLines == 4)
    #expect(result.counts.joinedLines == 3)
    #expect(result.logPatterns.map(\.template) == ["boom *"])
    #expect(result.logPatterns.first?.totals.lines == 3)
    #expect(result.logPatterns.first?.totals.failingTraces == 1)
    #expect(result.logPatterns.first?.totals.healthyTraces == 1)
  }

  @Test("a long way keeps its origin and its entry, and says how much is left out")
  func long() {
    let spans = (0..<100).map { place in
      var span = DrawnSpan()
      span.spanID = SpanID(UInt64(place + 1))
      span.parentID = SpanID(UInt64(place))
      span.service = "s\(place)"
      span.operation = "do"
      span.status = .error
      span.start = Drawing.epoch + Int64(place)
      span.end = Drawing.epoch + 1000 - Int64(place)
      return span
    }
    let chain = ErrorsSample.result(spans).chains.first
    #expect(chain?.hops.first?.service == "s99")
    #expect(chain?.hops.last?.service == "s0")
    #expect(chain?.hops.count == 24)
    #expect(chain?.left == 76)
  }

  @Test("names of any kind break neither Markdown nor JSON")
  func hostile() throws {
    var spans = Drawing("a one S [0..9] !\n  b two S [1..5] ! *x\n  b two S [6..7] *x").spans
    spans[0].service = "a|`<b>\"\\\n\u{202E}\u{0}; rm -rf"
    spans[1].exceptions = ["\u{0}|`<script>\"\\\n\u{202E}"]
    let result = ErrorsSample.result(spans)
    try expectGolden(result.section().markdown(), "errors-hostile.md")
    try expectGolden(ErrorsSample.json(result), "errors-hostile.json")
  }

  @Test("the shop as Markdown and JSON")
  func shop() throws {
    let result = ErrorsSample.result(Drawing(ErrorsSample.shop).spans)
    try expectGolden(result.section().markdown(), "errors.md")
    try expectGolden(ErrorsSample.json(result), "errors.json")
  }
}

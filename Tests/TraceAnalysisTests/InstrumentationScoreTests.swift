import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Instrumentation score")
struct InstrumentationScoreTests {
  private func score(_ table: SpanTable, workers: Int = 1) -> InstrumentationScoreResult {
    let empty = InstrumentationScoreFold(symbols: table.symbols)
    var folds = [InstrumentationScoreFold](repeating: empty, count: workers)
    for number in 0..<table.journeyCount { folds[number % workers].observe(table.journey(number)) }
    var sum = empty
    for fold in folds.reversed() { sum.merge(fold) }
    return sum.finish()
  }

  /// By service, the rules that do not hold and how often they are broken.
  private func broken(_ drawing: String) -> [String: [String]] {
    let services = score(SpanTable(drawing: drawing)).services
    return Dictionary(
      uniqueKeysWithValues: services.map { service in
        (service.service, service.outcomes.filter { !$0.isPassed }.map { "\($0.rule.rawValue) \($0.failing)" })
      })
  }

  @Test("a service that breaks nothing has 100, a Normal rule costs 8, an Important one 12, a Critical one 16")
  func weights() {
    let result = score(
      SpanTable(
        drawing: """
          web GET S [0..9000] instance=a
            db  read C [0..8000]

          cart GET C [0..9000] instance=b
          """))
    #expect(
      result.services.map { "\($0.service) \($0.score) \($0.category.rawValue)" }
        == ["cart 88.0 Good", "db 92.0 Excellent", "web 100.0 Excellent"])
  }

  @Test("one instance id on two hosts is one breach, in two services none")
  func instances() {
    #expect(
      broken(
        """
        web GET S [0..9000] instance=a host=x

        web GET S [0..9000] instance=a host=y

        db GET S [0..9000] instance=a host=z

        web GET S [0..9000] instance=b host=y
        """) == ["web": ["RES-002 1"], "db": []])
  }

  @Test("attributes of resources on spans are counted by span, and only exact keys")
  func levels() {
    #expect(
      broken(
        """
        web GET S [0..9000] instance=a host.name=x os.type=y
          web in I [0..8000] instance=a k8s.pod.uid=x
          web in I [0..8000] instance=a host.names=x k8s.pod=y
        """) == ["web": ["RES-004 2"]])
  }

  @Test("eleven INTERNAL spans of one service in a trace are too many, ten and one more in another trace are not")
  func internals() {
    let ten = "web GET S [0..9000] instance=a\n" + String(repeating: "  web in I [0..8000] instance=a\n", count: 10)
    #expect(broken(ten + "\nweb in I [0..8000] instance=a") == ["web": []])
    #expect(broken(ten + "  web in I [0..8000] instance=a") == ["web": ["SPA-001 1"]])
    #expect(broken(ten + "  db in I [0..8000] instance=a") == ["web": [], "db": []])
  }

  @Test("an orphan CLIENT is no root, a root that came from nowhere is no orphan")
  func roots() {
    #expect(
      broken(
        """
        web GET C [0..9000] instance=a ^99

        db GET C [0..9000] instance=a
        """) == ["web": ["SPA-002 1"], "db": ["SPA-004 1"]])
  }

  @Test("more than 20 spans below 5 ms count against those who own one of them")
  func shorts() {
    func drawing(_ count: Int) -> String {
      "slow GET S [0..9000] instance=a\n"
        + (0..<count).map { "  \($0 % 2 == 0 ? "web" : "db") x C [0..4999.999] instance=a\n" }.joined()
        + "  edge x C [0..5000] instance=a\n"
    }
    #expect(broken(drawing(20)) == ["slow": [], "web": [], "db": [], "edge": []])
    #expect(broken(drawing(21)) == ["slow": [], "web": ["SPA-005 1"], "db": ["SPA-005 1"], "edge": []])
  }

  @Test("a resource without a name is unknown_service, and breaks the Critical rule alone")
  func unnamed() {
    let services = score(SpanTable.assembled([DrawnSpan(named: "", id: 1), DrawnSpan(named: "web", id: 2)])).services
    #expect(services.map(\.service) == ["unknown_service", "web"])
    #expect(services[0].outcomes.filter { !$0.isPassed }.map(\.rule) == [.serviceName])
    #expect(services[0].score == 84)
  }

  @Test("several workers find the same", arguments: 0..<20)
  func merging(_ seed: UInt64) {
    let spans = (0..<12).flatMap {
      SeededTraces.trace(seed: seed * 100 + $0, shape: .wild, traceID: TraceID(high: 0, low: $0 + 1))
    }
    let table = SpanTable.assembled(spans)
    let one = score(table)
    for workers in [2, 5] { #expect(score(table, workers: workers) == one) }
  }
}

extension DrawnSpan {
  fileprivate init(named service: String, id: UInt64) {
    self.init()
    traceID = TraceID(high: 0, low: id)
    spanID = SpanID(id)
    self.service = service
    instance = "a"
    kind = .server
    end = Drawing.epoch + 9_000_000
    start = Drawing.epoch
  }
}

import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting
import YAMLReading

@Suite("Service level objectives")
struct SLOTests {
  private static let minute: Int64 = 60_000_000_000

  /// A request of service `web` that ends so many ns before the end of the dump.
  private struct Request {
    var age: Int64
    var isBad: Bool
  }

  /// 100 days after the epoch of drawings.
  private static let end = Drawing.epoch + 144_000 * minute

  private func table(_ requests: [Request]) -> SpanTable {
    var spans = requests.enumerated().map { number, request in
      var span = DrawnSpan()
      span.traceID = TraceID(high: 0, low: UInt64(number + 1))
      span.spanID = SpanID(UInt64(number + 1))
      span.service = "web"
      span.operation = "GET"
      span.kind = .server
      span.end = SLOTests.end - request.age
      span.start = span.end - 1000
      span.status = request.isBad ? .error : .unset
      return span
    }
    // Something else ends the dump.
    spans.append(DrawnSpan())
    spans[spans.count - 1].traceID = TraceID(high: 1, low: 1)
    spans[spans.count - 1].spanID = SpanID(1)
    spans[spans.count - 1].service = "other"
    spans[spans.count - 1].start = SLOTests.end - 10
    spans[spans.count - 1].end = SLOTests.end
    return SpanTable.assembled(spans)
  }

  private func judge(
    _ table: SpanTable, _ objectives: [ServiceObjective], isBacktest: Bool = false, workers: Int = 1
  ) -> SLOResult {
    var extent = DumpExtentFold(symbols: table.symbols)
    extent.observe(journeysOf: table)
    let empty = SLOFold(
      options: SLOOptions(objectives: objectives, isBacktest: isBacktest), prior: extent.finish(),
      symbols: table.symbols)
    var folds = [SLOFold](repeating: empty, count: workers)
    for number in 0..<table.journeyCount { folds[number % workers].observe(table.journey(number)) }
    var sum = empty
    for fold in folds.reversed() { sum.merge(fold) }
    return sum.finish()
  }

  private func objective(_ percent: String, service: String = "web", window: Int64 = ServiceObjective.usualWindow)
    -> ServiceObjective
  {
    ServiceObjective(
      name: "a", service: service, percent: YAMLDecimal(percent) ?? YAMLDecimal(digits: 0, places: 0), window: window)
  }

  @Test("a window is half open: what ended at its beginning is outside, what ended at its end is inside")
  func edges() {
    let hour = 60 * SLOTests.minute
    let result = judge(
      table([
        Request(age: 0, isBad: true), Request(age: hour - 1, isBad: true), Request(age: hour, isBad: true),
        Request(age: 5 * SLOTests.minute, isBad: false), Request(age: 5 * SLOTests.minute - 1, isBad: false),
      ]), [objective("99", window: hour)])
    let page = result.objectives[0].pairs[0]
    #expect(page.long == RequestCount(total: 4, bad: 2))
    #expect(page.short == RequestCount(total: 2, bad: 1))
    #expect(result.objectives[0].window == RequestCount(total: 4, bad: 2))
  }

  @Test("a burn rate of exactly the factor does not fire, one request more does", arguments: [144, 145])
  func level(_ bad: Int) {
    // Of 1,000 in each window, with a budget of 1 %.
    let requests = (0..<1000).map { Request(age: Int64($0), isBad: $0 < bad) }
    let long = (0..<1).map { _ in Request(age: 61 * SLOTests.minute, isBad: false) }
    let pair = judge(table(requests + long), [objective("99")]).objectives[0].pairs[0]
    #expect(pair.isFiring == (bad > 144))
  }

  @Test("the objective is the decimal that it is written as")
  func decimal() {
    // 0.1 % of 1,000 is one request: at ten bad ones the rate is 10 exactly, which floating point misses.
    let count = RequestCount(total: 1000, bad: 10)
    #expect(count.burnRate(objective("99.9")) == 10)
    let requests = (0..<100_000).map { Request(age: Int64($0), isBad: $0 < 600) }
    let old = [Request(age: 360 * SLOTests.minute, isBad: false)]
    #expect(judge(table(requests + old), [objective("99.9")]).objectives[0].pairs[1].isFiring == false)
  }

  @Test("a pair that one bad request would trip is not judged")
  func thin() {
    // With a budget of 0.1 %, 14.4 times of it is one request of 69.4.
    for (count, isThin) in [(69, true), (70, false)] {
      let requests =
        (0..<count).map { Request(age: Int64($0), isBad: true) } + [Request(age: 60 * SLOTests.minute, isBad: false)]
      let pair = judge(table(requests), [objective("99.9")]).objectives[0].pairs[0]
      #expect(pair.isThin == isThin)
      #expect(pair.isFiring == (isThin ? nil : true))
    }
  }

  @Test("a request counts once, an inner SERVER span not at all, and topmost spans only without any SERVER span")
  func requests() {
    let drawing = SpanTable(
      drawing: """
        web GET        S [0..100] !
          web filter   S [1..90]  !
            job run    I [2..80]  !

        web inner      I [0..20]  !
        """)
    let result = judge(drawing, [objective("99"), objective("99", service: "job"), objective("99", service: "none")])
    #expect(result.objectives.map(\.window) == [.init(total: 1, bad: 1), .init(total: 1, bad: 1), .init()])
  }

  @Test("slower than the latency is bad, as slow is not; failed and slow is bad once")
  func latency() {
    let drawing = SpanTable(
      drawing: """
        web GET S [0..100]

        web GET S [0..101] !

        web GET S [0..100.001]

        web PUT S [0..500]
        """)
    var objective = objective("99")
    objective.latency = 100_000
    objective.operation = GlobPattern("GE?")
    #expect(judge(drawing, [objective]).objectives[0].window == RequestCount(total: 3, bad: 2))
  }

  @Test("alerts fire as a monitor would have them that looks each minute", arguments: 0..<40)
  func backtest(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let minutes = random.number(in: 1...900)
    let requests = (0..<random.number(in: 1...400)).map { _ in
      let age = random.number(in: 0...minutes) * SLOTests.minute + random.pick([0, 1, -1, 30_000_000_000])
      let isBad = random.chance(percent: age % 7 == 0 ? 40 : 4)
      return Request(age: max(0, age), isBad: isBad)
    }
    let objective = objective(random.pick(["99", "99.9", "90", "51.5"]))
    let result = judge(table(requests), [objective], isBacktest: true)
    #expect(result.alerts == twin(requests, objective), "seed \(seed)")
    for workers in [2, 3] {
      #expect(judge(table(requests), [objective], isBacktest: true, workers: workers).alerts == result.alerts)
    }
  }

  /// Counts every window anew in each minute.
  private func twin(_ requests: [Request], _ objective: ServiceObjective) -> [FiredAlert] {
    let first = requests.map(\.age).max() ?? 0
    var alerts: [FiredAlert] = []
    for severity in BurnRatePair.Severity.allCases {
      var open: FiredAlert?
      for back in stride(from: first / SLOTests.minute, through: 0, by: -1) {
        let now = back * SLOTests.minute
        let fires = BurnRatePair.all.contains { pair in
          pair.severity == severity
            && [pair.longNanoseconds, pair.shortNanoseconds].allSatisfy { length in
              let within = requests.filter { $0.age >= now && $0.age < now + length }
              let rate = RequestCount(total: within.count, bad: within.count { $0.isBad }).burnRate(objective)
              return (rate ?? 0) > pair.factor + 1e-9
            }
        }
        let time = Timestamp(nanoseconds: SLOTests.end - now)
        if fires, open == nil { open = FiredAlert(objective: "a", severity: severity, fired: time, resolved: nil) }
        if !fires, var alert = open {
          alert.resolved = time
          alerts.append(alert)
          open = nil
        }
      }
      if let open { alerts.append(open) }
    }
    return alerts
  }

  @Test("a dump over centuries is judged at once")
  func centuries() {
    var spans = [DrawnSpan(), DrawnSpan()]
    for index in spans.indices {
      spans[index].traceID = TraceID(high: 0, low: UInt64(index + 1))
      spans[index].spanID = SpanID(1)
      spans[index].service = "web"
      spans[index].status = .error
      spans[index].end = [1, 1 << 62][index]
      spans[index].start = spans[index].end
    }
    let result = judge(SpanTable.assembled(spans), [objective("99")], isBacktest: true)
    #expect(result.alerts?.count == 4)
    #expect(result.extent.length == 1 << 62 - 1)
  }

  @Test(
    "what a file of objectives may not say",
    arguments: [
      ("slos:\n- {name: a, service: b, objective: 0}", 2), ("slos:\n- {name: a, service: b, objective: 100.0}", 2),
      ("slos:\n- name: a\n  service: b\n  objective: high", 4),
      ("slos:\n- name: a\n  service: b\n  objective: '99'", 4),
      ("slos:\n- {name: a, service: b, objective: 99, latency: 5}", 2), ("slos: x", 1), ("slos: []", 1),
      ("# x\nslo: []", 2), ("", 1), ("slos:\n- {name: a, service: b, objective: 99, window: 0d}", 2),
      ("slos:\n-\n  name: a\n  objective: 99", 3), ("slos:\n- {name: a, service: b, objective: 99,\n   every: 1h}", 3),
      ("slos:\n- {name: a, service: b, objective: 99, window: 1h30m}", 2),
      ("slos:\n- {name: a, service: b, objective: 99, window: -1h}", 2),
      ("slos:\n- {name: a, service: b, objective: 99, latency: 0.0000001ms}", 2),
    ])
  func refusals(_ text: String, _ line: Int) {
    let error = #expect(throws: YAMLError.self, "\(text)") {
      try ServiceObjective.read(YAMLParser.parse(Array(text.utf8)))
    }
    #expect(error?.line == line, "\(text)")
  }

  @Test(
    "lengths of time may have a fraction",
    arguments: [("1.5h", 5_400_000_000_000), ("250ms", 250_000_000), ("4w", 2_419_200_000_000_000)] as [(String, Int64)]
  )
  func lengths(_ text: String, _ nanoseconds: Int64) throws {
    let file = "slos: [{name: a, service: b, objective: 99, latency: \(text)}]"
    #expect(try ServiceObjective.read(YAMLParser.parse(Array(file.utf8)))[0].latency == nanoseconds)
  }
}

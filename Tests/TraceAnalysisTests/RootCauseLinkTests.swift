import Testing
import TraceModel
import TracemillTesting

@testable import TraceAnalysis

/// `front` (span 1) calls `cart` (2 → 3), which asks a database (4), and then `price` (5 → 6).
@Suite("Root causes told by calls and their links")
struct RootCauseLinkTests {
  static let millisecond: Int64 = 1_000_000

  /// Both windows changed alike, then two of three traces of the incident.
  static func rank(
    both: (inout DrawnSpan) -> Void = { _ in }, without dropped: (DrawnSpan) -> Bool = { _ in false },
    _ change: (inout DrawnSpan) -> Void
  ) -> RootCauseResult {
    func window(_ seed: UInt64, _ start: Int64, isBad: Bool) -> RootCauseWindow {
      var spans = RootCauseShop(seed: seed, start: start).spans
      for place in spans.indices {
        both(&spans[place])
        if isBad, spans[place].traceID.low % 3 != 0 { change(&spans[place]) }
      }
      spans.removeAll(where: dropped)
      return RootCauseShop.fold(spans).finish()
    }
    return RootCause.rank(baseline: window(1, 0, isBad: false), incident: window(2, 1000, isBad: true))
  }

  static func delay(_ span: inout DrawnSpan, ids: Set<UInt64>, start: Int64 = 0, end: Int64 = 0) {
    if !ids.contains(span.spanID.value) { return }
    span.start += start
    span.end += end
  }

  @Test(
    "the CLIENT at the root of a trace is a call like any other: its refusal is laid at the door of who used to answer")
  func rootCall() throws {
    // Nobody recorded the server of `front`.
    let isGone = { (span: DrawnSpan) in
      span.spanID == SpanID(1) || (span.spanID.value == 3 || span.spanID.value == 4) && span.status == .error
    }
    let result = Self.rank(without: isGone) { span in if (2...4).contains(span.spanID.value) { span.status = .error } }
    let first = try #require(result.candidates.first)
    #expect(first.service == "cart")
    #expect(first.evidence.contains { $0.signal == "calls_refused" })
    #expect(result.verdict == .likely)
    // The call is all the caller's time; it has none of its own.
    #expect(!result.candidates.flatMap(\.evidence).contains { $0.service == "front" && $0.signal == "own_time" })
  }

  @Test(
    "time before the servers begin, on all calls of a service, is that service's; after they end, that of who is called"
  )
  func sides() throws {
    let request = try #require(
      Self.rank { span in
        // Clients start earlier, servers do not.
        Self.delay(&span, ids: [1, 2], start: -200 * Self.millisecond)
        Self.delay(&span, ids: [5], start: -2 * Self.millisecond)
      }.candidates.first)
    #expect(request.service == "front" && request.evidence.first?.signal == "network_gap")
    let response = try #require(
      Self.rank { span in
        Self.delay(&span, ids: [2, 1], end: 200 * Self.millisecond)
        Self.delay(&span, ids: [5, 6], start: 200 * Self.millisecond, end: 200 * Self.millisecond)
      }.candidates.first)
    #expect(response.service == "cart" && response.evidence.first?.signal == "network_gap")
  }

  @Test(
    "a clock that is off by a constant is no evidence, nor one that was moved between the windows",
    arguments: [false, true])
  func skew(_ movesBetweenWindows: Bool) {
    let shift = { (span: inout DrawnSpan) in Self.delay(&span, ids: [3, 4], start: 5_000_000_000, end: 5_000_000_000) }
    let result =
      movesBetweenWindows ? Self.rank(shift) : Self.rank(both: shift) { _ in }
    #expect(result.verdict == .noIncident, "\(result.candidates)")
  }

  @Test("calls that take longer and have no span of who is called are charged to that service")
  func silent() throws {
    let isGone = { (span: DrawnSpan) in (3...4).contains(span.spanID.value) && span.traceID.low % 2 == 0 }
    let result = Self.rank(without: isGone) { span in
      if span.traceID.low % 2 == 0 {
        Self.delay(&span, ids: [1, 2], end: 900 * Self.millisecond)
        Self.delay(&span, ids: [5, 6], start: 900 * Self.millisecond, end: 900 * Self.millisecond)
      }
    }
    let first = try #require(result.candidates.first)
    #expect(first.service == "cart" && first.evidence.first?.signal == "silent_time")
  }

  @Test("peer.service names a service that no dump has spans of")
  func peerService() throws {
    let name = { (span: inout DrawnSpan) in
      if span.spanID == SpanID(2) { span.attributes = [("peer.service", .string(Array("basket".utf8)[...]))] }
    }
    let result = Self.rank(both: name, without: { (3...4).contains($0.spanID.value) }) { span in
      if span.spanID.value <= 2 { span.status = .error }
    }
    #expect(result.candidates.first?.service == "basket")
  }

  @Test(
    "calls that are given up sooner than they used to take are the caller's; those of a slow callee are the callee's")
  func deadlines() throws {
    let tight = Self.rank { span in
      if span.spanID == SpanID(2) { span.end = span.start + 3 * Self.millisecond }
      if span.spanID.value <= 2 { span.status = .error }
    }
    let first = try #require(tight.candidates.first)
    #expect(first.service == "front" && first.evidence.first?.signal == "calls_given_up")
    let slow = Self.rank { span in
      Self.delay(&span, ids: [3], end: 900 * Self.millisecond)
      Self.delay(&span, ids: [1, 2], end: 100 * Self.millisecond)
      Self.delay(&span, ids: [5, 6], start: 100 * Self.millisecond, end: 100 * Self.millisecond)
      if span.spanID.value <= 2 { span.status = .error }
    }
    #expect(slow.candidates.first?.service == "cart")
  }

  @Test("pauses between attempts are no own time of who waits: the service that fails stands first")
  func pauses() throws {
    let result = Self.rank { span in
      // The second attempt comes after a second.
      if span.spanID == SpanID(1) { span.end += 1000 * Self.millisecond }
      Self.delay(&span, ids: [5, 6], start: 1000 * Self.millisecond, end: 1000 * Self.millisecond)
      if span.spanID == SpanID(2) || span.spanID == SpanID(3) { span.status = .error }
    }
    #expect(result.candidates.first?.service == "cart")
    let own = result.candidates.flatMap(\.evidence).filter { $0.service == "front" && $0.signal == "own_time" }
    #expect(own.allSatisfy { $0.score < 0.1 })
  }

  @Test(
    "failures of one instance of the caller are its own, unless an instance of the callee fell silent",
    arguments: [false, true])
  func instances(_ calleeFellSilent: Bool) throws {
    let name = { (span: inout DrawnSpan) in
      let isSecond = span.traceID.low % 4 < 2
      if span.service == "front" { span.instance = isSecond ? "f2" : "f1" }
      if span.service == "cart" { span.instance = calleeFellSilent && isSecond ? "c2" : "c1" }
    }
    let isGone = { (span: DrawnSpan) in span.status == .error && span.service == "cart" }
    let result = Self.rank(both: name, without: isGone) { span in
      if span.traceID.low % 4 < 2, span.spanID.value <= 4 { span.status = .error }
    }
    #expect(result.candidates.first?.service == (calleeFellSilent ? "cart" : "front"))
  }

  @Test("an operation that the baseline never saw is held against the rate of its service", arguments: [true, false])
  func unseen(_ fails: Bool) throws {
    let result = Self.rank { span in
      if span.spanID == SpanID(1) {
        span.operation = "GET /new"
        if fails { span.status = .error }
      }
    }
    let evidence = result.candidates.flatMap(\.evidence).filter { $0.signal == "errors_originated" }
    #expect(evidence.map(\.operation) == (fails ? ["GET /new"] : []))
  }

  @Test("twice the requests with everything slower is unclear: it may be the load")
  func traffic() throws {
    let quiet = RootCauseShop().window()
    var busy: [DrawnSpan] = []
    for var span in RootCauseShop(seed: 2, traces: 160, start: 2000).spans {
      // Two traces a second; every span eight times as long.
      let begin = Drawing.epoch + 2000 * 1_000_000_000 + Int64(span.traceID.low - 1) * 1_000_000_000
      let now = Drawing.epoch + 2000 * 1_000_000_000 + Int64(span.traceID.low - 1) * 500_000_000
      span.start = now + 8 * (span.start - begin)
      span.end = now + 8 * (span.end - begin)
      busy.append(span)
    }
    let result = RootCause.rank(baseline: quiet, incident: RootCauseShop.fold(busy).finish())
    #expect(result.verdict == .unclear)
    #expect(
      result.candidates.first?.against.contains { doubt in
        if case .load = doubt { return true }
        return false
      } == true)
  }
}

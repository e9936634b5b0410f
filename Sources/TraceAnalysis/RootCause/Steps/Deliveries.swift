/// Step 8: messages that a consumer never got, or got more than once.
struct Deliveries {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    windows.consumers.flatMap { before, now in
      [
        evidence(
          before, now, hits: { max(0, $0.published - $0.deliveries) },
          observation: { .lostMessages($0, topic: now.topic) }),
        evidence(
          before, now, hits: { max(0, $0.deliveries - $0.published) },
          observation: { .repeatedDeliveries($0, topic: now.topic) }),
      ].compactMap(\.self)
    }
  }

  private static func evidence(
    _ before: RootCauseWindow.Consumer, _ now: RootCauseWindow.Consumer,
    hits: (RootCauseWindow.Consumer) -> Int,
    observation: (RootCauseResult.Occurrences) -> RootCauseResult.Observation
  ) -> RootCauseResult.Evidence? {
    let seen = RootCauseResult.Occurrences(
      before: .init(hits(before), of: before.published), now: .init(hits(now), of: now.published))
    let score = RootCauseNoise.increase(
      now: (seen.now.hits, seen.now.calls), before: [(seen.before.hits, seen.before.calls)])
    if score <= 0 { return nil }
    return RootCauseResult.Evidence(service: now.service, observation: observation(seen), score: score)
  }
}

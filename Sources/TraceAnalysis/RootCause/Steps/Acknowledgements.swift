/// Step 8: acknowledgements that overtake each other, or never come.
struct Acknowledgements {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    windows.consumers.flatMap { before, now in
      [disorder(before, now), loss(before, now)].compactMap(\.self)
    }
  }

  private static func disorder(
    _ before: RootCauseWindow.Consumer, _ now: RootCauseWindow.Consumer
  ) -> RootCauseResult.Evidence? {
    let score = RootCauseNoise.increase(
      now: (now.order.inverted, now.order.settled), before: [(before.order.inverted, before.order.settled)],
      share: now.order.isPhantom && !before.order.isPhantom ? explained(now.order) : 0)
    if score <= 0 { return nil }
    let seen = RootCauseResult.Occurrences(
      before: .init(before.order.inverted, of: before.order.settled),
      now: .init(now.order.inverted, of: now.order.settled))
    return RootCauseResult.Evidence(
      service: now.service,
      observation: .acknowledgementOrder(
        seen, topic: now.topic, failedThoughDelivered: now.order.isPhantom ? now.order.failedThoughDelivered : nil),
      score: score, exemplars: now.order.exemplars)
  }

  /// The part of the deliveries marked failed that overtaken acknowledgements explain.
  private static func explained(_ order: AcknowledgementOrder) -> Double {
    Double(order.failedInverted) / Double(max(1, order.failedInverted + order.failedOrdered))
  }

  private static func loss(
    _ before: RootCauseWindow.Consumer, _ now: RootCauseWindow.Consumer
  ) -> RootCauseResult.Evidence? {
    // Who never acknowledges by a span of its own loses none.
    if before.order.settled == 0 { return nil }
    let hits = max(0, now.deliveries - now.order.settled)
    let hitsBefore = max(0, before.deliveries - before.order.settled)
    let score = RootCauseNoise.increase(now: (hits, now.deliveries), before: [(hitsBefore, before.deliveries)])
    if score <= 0 { return nil }
    let seen = RootCauseResult.Occurrences(
      before: .init(hitsBefore, of: before.deliveries), now: .init(hits, of: now.deliveries))
    return RootCauseResult.Evidence(
      service: now.service, observation: .lostAcknowledgements(seen, topic: now.topic), score: score)
  }
}

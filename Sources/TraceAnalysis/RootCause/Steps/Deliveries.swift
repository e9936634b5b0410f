import ReportModel

/// Step 8: messages that a consumer never got, or got more than once.
struct Deliveries {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    windows.consumers.flatMap { before, now in
      [
        (
          "lost_messages", "never reached it", max(0, now.published - now.deliveries),
          max(0, before.published - before.deliveries)
        ),
        (
          "repeated_deliveries", "came again", max(0, now.deliveries - now.published),
          max(0, before.deliveries - before.published)
        ),
      ].compactMap { signal, what, hits, hitsBefore in
        let score = RootCauseNoise.increase(now: (hits, now.published), before: [(hitsBefore, before.published)])
        if score <= 0 { return nil }
        return RootCauseResult.Evidence(
          service: now.service, operation: "", resource: now.topic, kind: .missing, dimension: .behaviour,
          signal: signal, score: score, before: .share(hitsBefore, of: before.published),
          now: .share(hits, of: now.published),
          detail:
            "\(hits) of \(now.published) messages of \(now.topic) \(what), before \(hitsBefore) of \(before.published)",
          exemplars: [])
      }
    }
  }
}

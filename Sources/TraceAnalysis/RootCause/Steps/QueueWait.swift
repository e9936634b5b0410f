/// Step 8: consumers that fell behind: the wait between publishing and consuming grew.
struct QueueWait {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    OwnTime.slower(windows, \.wait, signal: "queue_wait", what: "time in the queue", kind: .latency)
  }
}

/// Step 8: consumers that fell behind: the wait between publishing and consuming grew.
struct QueueWait {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    OwnTime.slower(windows, \.wait, signal: "queue_wait", kind: .latency) { name in
      ("time in the queue grew", nil, windows.incident.longestWait[name])
    }
  }
}

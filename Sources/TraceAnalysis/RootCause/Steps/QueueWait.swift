/// Step 8: consumers that fell behind: the wait between publishing and consuming grew.
struct QueueWait {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    OwnTime.slower(windows, \.wait) { times, name, _ in
      (.queueWait(times), windows.incident.longestWait[name])
    }
  }
}

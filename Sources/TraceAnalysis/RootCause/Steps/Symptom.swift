import TraceModel

extension RootCauseResult.Symptom {
  /// Entry point by entry point: what their requests took longer, and failed more often. New entry points add failures beyond the rate of all.
  init(baseline: RootCauseWindow, incident: RootCauseWindow) {
    var before: [OperationName: CallStatistics] = [:]
    var all = CallStatistics()
    for request in baseline.requests {
      before[request.name] = request.statistics
      all.merge(request.statistics)
    }
    for request in incident.requests {
      let usual = before[request.name] ?? all
      let rate = Double(usual.errors) / Double(max(1, usual.calls))
      failures += max(0, Double(request.statistics.errors) - rate * Double(request.statistics.calls))
      guard let usual = before[request.name], usual.durations.count > 0 else { continue }
      let added = Slowdown.excess(now: request.statistics.durations, before: usual.durations)
      time += added
      if added > 0 { slower += request.statistics.calls }
    }
  }

  /// What evidence for one service makes up of a symptom: the times of its operations and links, as far as they are sure, and its failures.
  init(of evidence: [RootCauseResult.Evidence], in whole: RootCauseResult.Symptom) {
    for item in evidence {
      switch item.observation {
      // A wait in a queue is no request's; a service as a whole is what its operations are.
      case .queueWait, .serviceTime: break
      default: time += item.certainty * item.excess
      }
      failures += item.failures
    }
    time = min(time, whole.time)
    slower = time > 0 ? whole.slower : 0
    failures = min(failures, whole.failures)
  }
}

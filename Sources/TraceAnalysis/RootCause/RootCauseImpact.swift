import TraceModel

extension RootCauseResult.Impact {
  /// Requests of both windows, entry point by entry point: those with most added errors, then most added time.
  init(baseline: RootCauseWindow, incident: RootCauseWindow) {
    var before: [OperationName: CallStatistics] = [:]
    for request in baseline.requests { before[request.name] = request.statistics }
    self.baseline = baseline.requests.reduce(into: CallStatistics()) { $0.merge($1.statistics) }
    self.incident = incident.requests.reduce(into: CallStatistics()) { $0.merge($1.statistics) }
    entryPoints = incident.requests.map {
      RootCauseResult.EntryPoint(name: $0.name, before: before[$0.name] ?? CallStatistics(), now: $0.statistics)
    }.sorted {
      $0.addedErrors != $1.addedErrors
        ? $0.addedErrors > $1.addedErrors
        : $0.addedTime != $1.addedTime ? $0.addedTime > $1.addedTime : $0.name < $1.name
    }
  }
}

extension RootCauseResult.EntryPoint {
  /// Errors beyond the baseline's rate, in millionths of an error.
  var addedErrors: Int { max(0, now.errorMillionths - before.errorMillionths) * now.calls }

  /// Time beyond the baseline's mean (ns); 0 for an entry point that the baseline lacks.
  var addedTime: Int64 {
    if before.durations.count == 0 { return 0 }
    let more = max(0, now.durations.mean - before.durations.mean)
    let (time, overflowed) = more.multipliedReportingOverflow(by: Int64(now.durations.count))
    return overflowed ? .max : time
  }
}

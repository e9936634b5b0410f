import TraceModel

extension RootCauseResult.Impact {
  /// Requests of both windows, entry point by entry point: those with most added errors, then most added time.
  init(baseline: RootCauseWindow, incident: RootCauseWindow) {
    var before: [OperationName: CallStatistics] = [:]
    for request in baseline.requests { before[request.name] = request.statistics }
    windows = (
      RootCauseResult.Window(extent: baseline.extent, traces: baseline.traceCount),
      RootCauseResult.Window(extent: incident.extent, traces: incident.traceCount)
    )
    self.baseline = baseline.requests.reduce(into: CallStatistics()) { $0.merge($1.statistics) }
    self.incident = incident.requests.reduce(into: CallStatistics()) { $0.merge($1.statistics) }
    entryPoints = incident.requests.map {
      RootCauseResult.EntryPoint(name: $0.name, before: before[$0.name] ?? CallStatistics(), now: $0.statistics)
    }.sorted(by: RootCauseResult.EntryPoint.isHurtMore)
  }
}

extension RootCauseResult.EntryPoint {
  /// Whether it fails more often (by more than chance: two standard errors of the difference) or takes longer (p50 or p95 by a tenth,
  /// from 20 requests on).
  public var isHurt: Bool { failsMore || isSlower }

  /// Whether it fails more often, by more than two standard errors of the difference.
  public var failsMore: Bool {
    if before.calls == 0 || addedErrors == 0 { return false }
    let (old, new) = (Double(before.calls), Double(now.calls))
    let pooled = Double(before.errors + now.errors) / (old + new)
    let deviation = (pooled * (1 - pooled) * (1 / old + 1 / new)).squareRoot()
    return Double(now.errors) / new - Double(before.errors) / old > 2 * deviation
  }

  private var isSlower: Bool {
    if min(before.durations.count, now.durations.count) < 20 { return false }
    return [50, 95].contains { percent in
      now.durations.percentile(percent) / 11 > before.durations.percentile(percent) / 10
    }
  }

  /// The entry points of `now` beside their former selves, those hurt most first.
  public static func compared(before: REDResult, now: REDResult) -> [Self] {
    var old: [OperationName: CallStatistics] = [:]
    for entry in before.entryPoints {
      old[OperationName(service: entry.service, operation: entry.operation)] = entry.statistics
    }
    return now.entryPoints.map { entry in
      let name = OperationName(service: entry.service, operation: entry.operation)
      return Self(name: name, before: old[name] ?? CallStatistics(), now: entry.statistics)
    }.sorted(by: isHurtMore)
  }

  /// Orders entry points by added errors, then added time, then name.
  static func isHurtMore(_ left: Self, _ right: Self) -> Bool {
    if left.addedErrors != right.addedErrors { return left.addedErrors > right.addedErrors }
    return left.addedTime != right.addedTime ? left.addedTime > right.addedTime : left.name < right.name
  }

  /// Errors beyond the baseline's rate, in millionths of an error.
  var addedErrors: Int { max(0, now.errorMillionths - before.errorMillionths) * now.calls }

  /// Time beyond the baseline's mean (ns); 0 for an entry point that the baseline lacks.
  public var addedTime: Int64 {
    if before.durations.count == 0 { return 0 }
    let more = max(0, now.durations.mean - before.durations.mean)
    let (time, overflowed) = more.multipliedReportingOverflow(by: Int64(now.durations.count))
    return overflowed ? .max : time
  }
}

extension RootCauseResult.EntryPoint {
  /// The highest of p99 (p95 where there are few), p95 and p50 that rose by a tenth; nil when none did.
  public var slowerPercentile: Int? {
    let highest = before.durations.count >= Histogram.fewestForP99 ? 99 : 95
    return [highest, 95, 50].first { percent in
      Double(now.durations.percentile(percent)) > 1.1 * Double(before.durations.percentile(percent))
    }
  }
}

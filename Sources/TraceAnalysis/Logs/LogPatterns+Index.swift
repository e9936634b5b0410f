public import TraceModel

extension LogPatterns {
  /// Counts lines that were read for something else: those of one stretch of time as now, those of another as before.
  ///
  /// - Parameters:
  ///   - logs: The lines; those without a time, or of neither stretch, are left out.
  ///   - now: Its lines are now, also where `before` has them too.
  ///   - before: What is compared with; nil when there is nothing, so that nothing has risen or vanished.
  /// - Returns: The patterns, and what changed.
  public static func compare(_ logs: LogIndex, now: TimeWindow, before: TimeWindow?) -> LogsResult {
    var options = Options()
    if before != nil { options.window = now }
    var patterns = LogPatterns(options)
    var numbered: [ErrorLogKey: LogPatternTotals] = [:]
    for line in logs.lines {
      if line.time == 0 {
        patterns.untimed += 1
        continue
      }
      let time = Timestamp(nanoseconds: line.time)
      let key = ErrorLogKey(service: line.service, template: line.template)
      if now.contains(time) {
        if !line.traceID.isZero { patterns.withTrace += 1 }
        numbered[key, default: LogPatternTotals()].now.add(line)
      } else if before?.contains(time) ?? false {
        numbered[key, default: LogPatternTotals()].before.add(line)
      }
    }
    for (key, totals) in numbered {
      let service = logs.services[key.service]
      let name = LogPatternKey(service: service, template: logs.templates[key.template])
      patterns.add(name) { $0.merge(totals) }
    }
    return patterns.finish()
  }
}

extension LogPatternCount {
  fileprivate mutating func add(_ line: LogLine) { add(isError: line.isError, trace: line.traceID, time: line.time) }
}

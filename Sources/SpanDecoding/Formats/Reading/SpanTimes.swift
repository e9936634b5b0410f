import TraceModel

extension SpanRecord {
  /// The latest time that is one (ns; in the year 2116): differences and sums of two times stay within 64 bits.
  static let latestTime: Int64 = 1 << 62

  /// Brings start and end into order and marks what was wrong with them. Times before 1970 (Go's zero time is in the year
  /// 1) and past ``latestTime`` are no times.
  mutating func settleTimes(isKnown: Bool) {
    let known = 0...SpanRecord.latestTime
    if !isKnown || !known.contains(start) || !known.contains(end) {
      flags.insert(.missingTime)
      if !known.contains(start) { start = 0 }
      if end < start || !known.contains(end) { end = start }
    } else if end < start {
      flags.insert(.negativeDuration)
      end = start
    }
  }

  /// Sets start and end from what was given, in ns.
  mutating func setTimes(start: Int64?, duration: Int64?) {
    self.start = start ?? 0
    let (end, overflow) = self.start.addingReportingOverflow(duration ?? 0)
    self.end = overflow ? self.start : end
    settleTimes(isKnown: start != nil && duration != nil)
  }
}

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
}

extension SpanKind {
  /// The kind that a name stands for, as the formats spell it: `SPAN_KIND_SERVER`, `SpanKind.SERVER`, `SERVER`, `server`.
  static func named(_ name: String) -> SpanKind {
    var name = name.lowercased()
    for prefix in ["span_kind_", "spankind."] where name.hasPrefix(prefix) { name.removeFirst(prefix.count) }
    return SpanKind.allCases.first { $0.name == name } ?? .unspecified
  }
}

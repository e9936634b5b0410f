import TraceModel

extension SpanRecord {
  /// Brings start and end into order and marks what was wrong with them. Times before 1970 (Go's zero time is in the year
  /// 1) are no times.
  mutating func settleTimes(isKnown: Bool) {
    if !isKnown || start < 0 {
      flags.insert(.missingTime)
      if start < 0 { start = 0 }
      if end < start { end = start }
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

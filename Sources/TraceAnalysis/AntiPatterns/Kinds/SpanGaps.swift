import TraceModel

extension AntiPatternFold {
  /// Time between two children of a span in which none of its children ran: nobody knows what it was spent on.
  ///
  ///     shop order   |==========================|
  ///       db select    |===|
  ///       db insert                 |===|           costs what lies between
  ///       log write          |==|                   but for this, which nobody waits for
  ///
  /// The pause before a retry belongs to the retry.
  mutating func findGaps(of place: Int, in table: SpanTable) {
    guard children.count > 1 else { return }
    var free: FreeTime?
    for (one, other) in zip(children, children.dropFirst()) where !one.isRetried {
      let pause = other.start &- one.end
      if pause < options.leastNanoseconds { continue }
      var times = free ?? FreeTime(below: Int(path.nodes[place].row), in: table)
      // By the spans' own clocks: on the path they may have been moved.
      let idle = times.within(
        table.columns.ends[Int(path.nodes[one.node].row)], table.columns.starts[Int(path.nodes[other.node].row)])
      free = times
      found(.gaps, caller, one.callee, other.callee, cost: min(pause, idle), calls: 1)
    }
  }
}

/// The stretches between the children of a span in which none of them runs. Asked from the earliest to the latest.
private struct FreeTime {
  private var stretches: [(start: Int64, end: Int64)] = []
  private var next = 0

  init(below row: Int, in table: SpanTable) {
    var covered: Int64?
    for child in table.children(of: SpanIndex(row: row)) where !table.columns.flags[Int(child)].contains(.missingTime) {
      let start = table.columns.starts[Int(child)]
      if let covered, start > covered { stretches.append((covered, start)) }
      covered = max(covered ?? .min, table.columns.ends[Int(child)])
    }
  }

  /// How much of `start..<end` is free (ns); no earlier than what was asked before.
  mutating func within(_ start: Int64, _ end: Int64) -> Int64 {
    while next < stretches.count, stretches[next].end <= start { next += 1 }
    var idle: Int64 = 0
    var place = next
    while place < stretches.count, stretches[place].start < end {
      idle &+= min(end, stretches[place].end) &- max(start, stretches[place].start)
      place += 1
    }
    return idle
  }
}

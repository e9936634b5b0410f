import TraceModel

/// Which span of a trace belongs to which entry, and how much time each entry spent by itself.
///
/// A CLIENT at the root of a trace is a call like any other: it stands for the entry above it, which was not recorded and has no own time.
struct EntryShape {
  /// First row of the trace; the arrays below start there.
  let base: Int
  /// Row of the entry that a span works for.
  private(set) var entryOf: [Int]
  /// Rows of the entries, callers before those they call.
  private(set) var entries: [Int] = []
  /// Own time (ns) by row; only entries have one.
  private(set) var own: [Int64]

  init(_ trace: Trace) {
    let table = trace.table
    base = trace.rows.lowerBound
    entryOf = Array(repeating: -1, count: trace.rows.count)
    own = Array(repeating: 0, count: trace.rows.count)
    var stack = trace.rows.filter { table.columns.parents[$0] < 0 }.reversed().map { $0 }
    var covered: [(entry: Int, start: Int64, end: Int64)] = []
    while let row = stack.popLast() {
      let parent = Int(table.columns.parents[row])
      let isEntry = parent < 0 || EntryShape.entersService(row, under: parent, in: table)
      if isEntry {
        entryOf[row - base] = row
        entries.append(row)
      } else {
        entryOf[row - base] = entryOf[parent - base]
      }
      let kind = table.columns.kinds[row]
      if parent >= 0, isEntry || kind == .client || kind == .producer {
        covered.append((entryOf[parent - base], table.columns.starts[row], table.columns.ends[row]))
      } else if EntryShape.isRootCall(row, in: table) {
        covered.append((row, table.columns.starts[row], table.columns.ends[row]))
      }
      for child in table.children(of: SpanIndex(row: row)).reversed() { stack.append(Int(child)) }
    }
    covered.sort { ($0.entry, $0.start, $0.end) < ($1.entry, $1.start, $1.end) }
    for row in entries { own[row - base] = table.columns.ends[row] &- table.columns.starts[row] }
    var entry = -1
    var seenTo = Int64.min
    for interval in covered {
      if interval.entry != entry {
        entry = interval.entry
        seenTo = table.columns.starts[entry]
      }
      let start = max(seenTo, interval.start)
      let end = min(table.columns.ends[entry], interval.end)
      if end > start {
        own[entry - base] -= end - start
        seenTo = end
      }
    }
  }

  /// Whether a span is where its service is called.
  static func entersService(_ row: Int, under parent: Int, in table: SpanTable) -> Bool {
    if table.columns.services[row] != table.columns.services[parent] { return true }
    return table.columns.kinds[parent].isOtherHalf(of: table.columns.kinds[row])
      && (table.columns.kinds[row] == .server || table.columns.kinds[row] == .consumer)
  }

  /// Whether a span is a call whose caller was not recorded.
  static func isRootCall(_ row: Int, in table: SpanTable) -> Bool {
    table.columns.parents[row] < 0 && table.columns.kinds[row] == .client
  }

  /// Who answers a call; nil when nobody in the trace does.
  static func answer(to client: Int, in table: SpanTable) -> Int? {
    table.children(of: SpanIndex(row: client)).first { entersService(Int($0), under: client, in: table) }.map(Int.init)
  }

  func hasFailed(_ marks: EntryMarks, row: Int) -> Bool { marks.failed[row - base] || marks.failedBelow[row - base] }
}

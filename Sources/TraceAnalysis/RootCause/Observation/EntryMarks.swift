import TraceModel

/// Errors and log templates of each entry of a trace.
struct EntryMarks {
  /// By row less the trace's first: the entry has an error of its own.
  private(set) var failed: [Bool]
  /// By row less the trace's first: all that says so is a log line of severity ERROR.
  private(set) var onlyLogged: [Bool]
  /// By row less the trace's first: a service called in turn has one.
  private(set) var failedBelow: [Bool]
  /// By row less the trace's first: a call of the entry failed, answered or not.
  private(set) var callFailed: [Bool]
  /// (row of the entry, template), each once, sorted.
  private(set) var templates: [(entry: Int, template: Int)] = []
  /// (row of the entry, name of a failed call that nobody in the trace answered), each once, sorted.
  private(set) var refused: [(entry: Int, client: Symbol)] = []
  /// Rows of entries that did not fail, while the call to them did; how long it waited (ns), and whether they were still at work then.
  private(set) var abandoned: [(entry: Int, waited: Int64, outlived: Bool)] = []

  init(_ trace: Trace, shape: EntryShape, lines: ArraySlice<LogLine>, logServices: [Symbol?], exception: Symbol?) {
    let table = trace.table
    let base = shape.base
    failed = Array(repeating: false, count: trace.rows.count)
    failedBelow = failed
    callFailed = failed
    onlyLogged = failed
    for row in trace.rows {
      let entry = shape.entryOf[row - base]
      if entry < 0 { continue }
      if table.columns.statuses[row] == .error
        || exception.map({ name in table.events(of: SpanIndex(row: row)).contains { $0.name == name } }) ?? false
      {
        fail(row, of: entry, shape, table)
      }
    }
    refused.sort { ($0.entry, $0.client.index) < ($1.entry, $1.client.index) }
    var distinct: [(entry: Int, client: Symbol)] = []
    for pair in refused where distinct.last.map({ $0 != pair }) ?? true { distinct.append(pair) }
    refused = distinct
    if !lines.isEmpty { join(lines, trace, shape, logServices) }
    for entry in shape.entries.reversed() {
      let parent = Int(table.columns.parents[entry])
      if parent >= 0, failed[entry - base] || failedBelow[entry - base] {
        failedBelow[shape.entryOf[parent - base] - base] = true
        callFailed[shape.entryOf[parent - base] - base] = true
      }
    }
  }

  /// A span failed. A call that was answered, and of which only the caller knows that it failed (a refusal, a time-out), failed in
  /// the service that answered; the caller itself fails by its other spans.
  private mutating func fail(_ row: Int, of entry: Int, _ shape: EntryShape, _ table: SpanTable) {
    guard row != entry || EntryShape.isRootCall(row, in: table), table.columns.kinds[row] == .client else {
      failed[entry - shape.base] = true
      return
    }
    guard let answer = EntryShape.answer(to: row, in: table) else {
      failed[entry - shape.base] = true
      callFailed[entry - shape.base] = true
      refused.append((entry, table.columns.names[row]))
      return
    }
    failed[answer - shape.base] = true
    if table.columns.statuses[answer] != .error, EntryMarks.isTimed(row, in: table),
      EntryMarks.isTimed(answer, in: table)
    {
      let waited = table.duration(of: SpanIndex(row: row))
      abandoned.append((answer, waited, table.duration(of: SpanIndex(row: answer)) > waited))
    }
  }

  private static func isTimed(_ row: Int, in table: SpanTable) -> Bool {
    !table.columns.flags[row].contains(.missingTime)
  }

  /// Lines join by span id; those without one go to their service's first entry in the trace.
  private mutating func join(
    _ lines: ArraySlice<LogLine>, _ trace: Trace, _ shape: EntryShape, _ logServices: [Symbol?]
  ) {
    let columns = trace.table.columns
    let rowsByID = trace.rows.sorted { (columns.spanIDs[$0].value, $0) < (columns.spanIDs[$1].value, $1) }
    var place = 0
    for line in lines {
      var entry = -1
      if line.spanID != .none {
        while place < rowsByID.count, columns.spanIDs[rowsByID[place]].value < line.spanID.value { place += 1 }
        if place < rowsByID.count, columns.spanIDs[rowsByID[place]] == line.spanID {
          entry = shape.entryOf[rowsByID[place] - shape.base]
        }
      }
      if entry < 0, let service = logServices[line.service] {
        entry = shape.entries.filter { columns.services[$0] == service }.min() ?? -1
      }
      if entry < 0 { continue }
      templates.append((entry, line.template))
      if line.isError, !failed[entry - shape.base] {
        failed[entry - shape.base] = true
        onlyLogged[entry - shape.base] = true
      }
    }
    templates.sort { ($0.entry, $0.template) < ($1.entry, $1.template) }
    var kept: [(entry: Int, template: Int)] = []
    for pair in templates where kept.last.map({ $0 != pair }) ?? true { kept.append(pair) }
    templates = kept
  }
}

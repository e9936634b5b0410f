import TraceModel

/// Finds the parent of each span of one trace, cuts cycles, and lists the children. Reused for trace after trace.
///
/// Two spans with one id and opposite kinds are the halves of one call or message: the SERVER or CONSUMER half hangs under its other
/// half, and whatever names the id as parent hangs under the SERVER or CONSUMER half.
struct ParentResolution {
  private var index = SpanIDIndex()
  /// The CLIENT or PRODUCER half by local row of its other half; -1 for none.
  private var callers: [Int32] = []
  private var colours: [UInt8] = []
  private var walked: [Int32] = []
  private var counts: [Int32] = []

  init() {}

  mutating func resolve(_ columns: inout SpanColumns, rows: Range<Int>, _ quality: inout DataQuality) {
    indexIDs(&columns, rows, &quality)
    var mayCycle = false
    for row in rows {
      let parent = parent(of: row, columns, rows)
      columns.parents.append(parent)
      if parent >= row { mayCycle = true }
      if parent < 0, !columns.parentIDs[row].isNone {
        columns.flags[row].insert(.orphan)
        quality[.orphan] += 1
      }
    }
    if mayCycle { cutCycles(&columns, rows, &quality) }
    listChildren(&columns, rows)
  }

  private mutating func indexIDs(_ columns: inout SpanColumns, _ rows: Range<Int>, _ quality: inout DataQuality) {
    index.reset(count: rows.count)
    callers.removeAll(keepingCapacity: true)
    for row in rows {
      callers.append(-1)
      let id = columns.spanIDs[row]
      guard let other = index.insert(id, row: Int32(row)) else { continue }
      let kind = columns.kinds[row]
      if kind.isOtherHalf(of: columns.kinds[Int(other)]) || joins(row, Int(other), columns) {
        let isCallee = kind == .server || kind == .consumer
        let callee = isCallee ? row : Int(other)
        callers[callee - rows.lowerBound] = isCallee ? other : Int32(row)
        columns.flags[callee].insert(.sharedHalf)
        if isCallee { index.replace(id, row: Int32(row)) }
      } else {
        quality[.sameIDOtherContent] += 1
        columns.flags[row].insert(.sameIDOtherContent)
        columns.flags[Int(other)].insert(.sameIDOtherContent)
      }
    }
  }

  /// Whether a SERVER says outright that it shares its id with a span that happens to be a PRODUCER: an RPC all the same.
  private func joins(_ row: Int, _ other: Int, _ columns: SpanColumns) -> Bool {
    switch (columns.kinds[row], columns.kinds[other]) {
    case (.server, .producer): columns.flags[row].contains(.shared)
    case (.producer, .server): columns.flags[other].contains(.shared)
    default: false
    }
  }

  /// The caller of another SERVER or CONSUMER half with the id of this one: a call that was answered twice is two calls.
  private func callerOfTwin(_ row: Int, _ columns: SpanColumns, _ rows: Range<Int>) -> Int32? {
    guard let twin = index.row(of: columns.spanIDs[row]), columns.kinds[Int(twin)] == columns.kinds[row] else {
      return nil
    }
    let caller = callers[Int(twin) - rows.lowerBound]
    return caller >= 0 ? caller : nil
  }

  private func parent(of row: Int, _ columns: SpanColumns, _ rows: Range<Int>) -> Int32 {
    let caller = callers[row - rows.lowerBound]
    if caller >= 0 { return caller }
    if columns.flags[row].contains(.sameIDOtherContent), let other = callerOfTwin(row, columns, rows) { return other }
    let id = columns.parentIDs[row]
    if id.isNone { return -1 }
    return index.row(of: id) ?? -1
  }

  /// Follows parents from every span; where a walk meets itself, the cycle's earliest span loses its parent.
  private mutating func cutCycles(_ columns: inout SpanColumns, _ rows: Range<Int>, _ quality: inout DataQuality) {
    // 0 unseen, 1 on this walk, 2 known to reach a root.
    colours = [UInt8](repeating: 0, count: rows.count)
    for start in rows {
      walked.removeAll(keepingCapacity: true)
      var row = start
      while row >= 0, colours[row - rows.lowerBound] == 0 {
        colours[row - rows.lowerBound] = 1
        walked.append(Int32(row))
        row = Int(columns.parents[row])
      }
      if row >= 0, colours[row - rows.lowerBound] == 1 { cutCycle(at: row, &columns, &quality) }
      for row in walked { colours[Int(row) - rows.lowerBound] = 2 }
    }
  }

  private func cutCycle(at member: Int, _ columns: inout SpanColumns, _ quality: inout DataQuality) {
    // Rows are in order of start: the smallest row starts first.
    var earliest = member
    var row = Int(columns.parents[member])
    while row != member {
      earliest = min(earliest, row)
      row = Int(columns.parents[row])
    }
    columns.parents[earliest] = -1
    columns.flags[earliest].insert(.cycleCut)
    quality[.parentCycle] += 1
  }

  /// Counting sort of the rows by parent: children come in row order, that is by start.
  private mutating func listChildren(_ columns: inout SpanColumns, _ rows: Range<Int>) {
    let first = Int32(columns.children.count)
    counts.removeAll(keepingCapacity: true)
    for _ in rows { counts.append(0) }
    var total: Int32 = 0
    for row in rows where columns.parents[row] >= 0 {
      counts[Int(columns.parents[row]) - rows.lowerBound] += 1
      total += 1
    }
    var next = first
    for place in counts.indices {
      let count = counts[place]
      counts[place] = next
      next += count
      columns.childOffsets.append(next)
    }
    for _ in 0..<total { columns.children.append(0) }
    for row in rows where columns.parents[row] >= 0 {
      let place = Int(columns.parents[row]) - rows.lowerBound
      columns.children[Int(counts[place])] = Int32(row)
      counts[place] += 1
    }
  }
}

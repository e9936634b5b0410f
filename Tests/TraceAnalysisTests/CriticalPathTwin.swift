import TraceAnalysis
import TraceModel

/// The rules R1–R9 as they are written, by recursion: slow, obvious, compared with the real walk.
struct CriticalPathTwin {
  var table: SpanTable
  var options = CriticalPathOptions()
  var segments: [CriticalPathSegment] = []
  var diagnostics: Set<CriticalPathDiagnostic> = []

  struct Child {
    var row: Int
    var low: Int64
    var high: Int64
    var shift: Int64
  }

  static func path(of table: SpanTable, from root: SpanIndex, options: CriticalPathOptions = .init())
    -> CriticalPathTwin
  {
    var twin = CriticalPathTwin(table: table, options: options)
    let (start, end) = (table.columns.starts[root.row], table.columns.ends[root.row])
    if start < end { twin.explain(root.row, start, end, shift: 0, isAmbiguous: false) }
    return twin
  }

  /// R2 to R4.
  mutating func candidates(of row: Int, _ start: Int64, _ end: Int64, shift: Int64) -> [Child] {
    let children = table.columns.parents.indices.filter { table.columns.parents[$0] == Int32(row) }
    var candidates: [Child] = []
    for child in children where blocks(child, parent: row) {
      if let fitted = fit(child, parent: row, start, end, shift: shift, isOnly: children == [child]) {
        candidates.append(fitted)
      }
    }
    // R4
    return candidates.filter { $0.low < $0.high }.sorted {
      (-$0.high, $0.low, table.columns.spanIDs[$0.row].value) < (-$1.high, $1.low, table.columns.spanIDs[$1.row].value)
    }
  }

  mutating func explain(_ row: Int, _ start: Int64, _ end: Int64, shift: Int64, isAmbiguous: Bool) {
    let candidates = candidates(of: row, start, end, shift: shift)
    var cursor = end
    var last: Child?
    var doubt = isAmbiguous
    for candidate in candidates {
      var childInDoubt = false
      if let last {
        let overlap = last.low - candidate.high
        if candidate.high <= last.low {
          childInDoubt = overlap < 1000
        } else if candidate.high < last.high, candidate.low < last.low, -overlap * 100 < end - start {
          childInDoubt = true
        } else {
          continue
        }
      }
      var taken = candidate
      if taken.high > cursor {
        let back = taken.high - cursor
        let clipped = max(start, taken.low - back)
        if clipped >= cursor {
          note(.overlapDropped, taken.row, taken.high - taken.low)
          continue
        }
        note(.overlapMoved, taken.row, -back)
        if taken.low - back < start { note(.overlapClipped, taken.row, start - (taken.low - back)) }
        taken = Child(row: taken.row, low: clipped, high: cursor, shift: taken.shift - back)
      }
      last = candidate
      if taken.high < cursor {
        add(row, taken.high, cursor, doubt)
        doubt = false
      }
      explain(taken.row, taken.low, taken.high, shift: taken.shift, isAmbiguous: childInDoubt || doubt)
      doubt = false
      cursor = taken.low
    }
    if start < cursor { add(row, start, cursor, doubt) }
  }

  func blocks(_ child: Int, parent: Int) -> Bool {
    let columns = table.columns
    if columns.flags[child].contains(.followsFrom) { return false }
    if columns.kinds[child] == .consumer && columns.kinds[parent] == .producer { return false }
    let names = (table.symbols.string(of: columns.services[child]), table.symbols.string(of: columns.names[child]))
    return !options.excluded.contains { $0 == names }
  }

  mutating func fit(_ row: Int, parent: Int, _ start: Int64, _ end: Int64, shift: Int64, isOnly: Bool) -> Child? {
    let columns = table.columns
    var child = Child(row: row, low: columns.starts[row] + shift, high: columns.ends[row] + shift, shift: shift)
    let length = child.high - child.low
    let hosts = [row, parent].map { table.symbols.string(of: table.resource(of: SpanIndex(row: $0)).host) }
    let isRemote =
      columns.kinds[row] == .server && columns.kinds[parent] == .client
      || hosts[0] != hosts[1] && hosts[0] != "" && hosts[1] != ""
    let isOut = child.low < start || child.high > end
    if isOut && isRemote && isOnly && length * 100 <= (end - start) * 101 {
      let half = max(0, (end - start) - length) / 2
      let low = start + half - half % 1000
      note(.moved, row, low - child.low)
      child = Child(row: row, low: low, high: low + length, shift: shift + low - child.low)
    }
    let touchesOnly = child.high == start || child.low == end
    if child.high < start || child.low > end || touchesOnly && length > 0 {
      note(.disjoint, row, length)
      return nil
    }
    if options.overrun == .detach, child.high > end {
      note(.detached, row, child.high - end)
      return nil
    }
    let cut = max(0, start - child.low) + max(0, child.high - end)
    if cut > 0 { note(.clipped, row, cut) }
    child.low = max(child.low, start)
    child.high = min(child.high, end)
    return child
  }

  mutating func add(_ row: Int, _ start: Int64, _ end: Int64, _ isAmbiguous: Bool) {
    segments.append(
      CriticalPathSegment(span: SpanIndex(row: row), start: start, end: end, isAmbiguous: isAmbiguous))
  }

  mutating func note(_ kind: CriticalPathDiagnostic.Kind, _ row: Int, _ nanoseconds: Int64) {
    diagnostics.insert(CriticalPathDiagnostic(kind: kind, span: SpanIndex(row: row), nanoseconds: nanoseconds))
  }
}

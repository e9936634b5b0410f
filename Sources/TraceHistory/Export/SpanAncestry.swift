internal import TraceModel

/// For each row of a table, where its ancestors lead. O(spans), whatever the depth.
struct SpanAncestry {
  /// The row of the root (or orphan) above a span; its own row for a root.
  private(set) var roots: [Int32]
  /// Of a failed span: the highest ancestor that an unbroken line of failed spans leads to, perhaps the span itself.
  /// -1 for a span that did not fail.
  private(set) var failedUpTo: [Int32]

  init(_ columns: SpanColumns) {
    let count = columns.parents.count
    roots = Array(repeating: -1, count: count)
    failedUpTo = Array(repeating: -1, count: count)
    var waiting: [Int32] = []
    for row in 0..<count {
      // Parents mostly stand before their children: then one step answers. Else climb to the first row that is known.
      var above = Int32(row)
      while above >= 0, roots[Int(above)] < 0 {
        waiting.append(above)
        above = columns.parents[Int(above)]
      }
      while let next = waiting.popLast() {
        let place = Int(next)
        let parent = columns.parents[place]
        roots[place] = parent < 0 ? next : roots[Int(parent)]
        if columns.statuses[place] == .error {
          let line = parent < 0 ? -1 : failedUpTo[Int(parent)]
          failedUpTo[place] = line < 0 ? next : line
        }
      }
    }
  }
}

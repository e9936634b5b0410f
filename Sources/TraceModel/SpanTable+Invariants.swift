#if TRACEMILL_INVARIANTS
  extension SpanTable {
    /// Stops the program where the table is not what every analysis takes for granted.
    ///
    /// Called at the end of assembly, in debug builds alone.
    ///
    /// - Complexity: O(spans + links + events).
    public func checkInvariants() {
      checkLengths()
      SpanTable.checkOffsets(columns.traceOffsets, count: traceCount, end: spanCount)
      SpanTable.checkOffsets(columns.journeyOffsets, count: journeyCount, end: traceCount)
      SpanTable.checkOffsets(columns.childOffsets, count: spanCount, end: columns.children.count)
      SpanTable.checkOffsets(columns.linkOffsets, count: spanCount, end: columns.links.count)
      SpanTable.checkOffsets(columns.eventOffsets, count: spanCount, end: columns.events.count)
      for number in 0..<traceCount { check(Trace(table: self, index: TraceIndex(number: number))) }
      for number in 0..<journeyCount { check(journey(number)) }
    }

    private func checkLengths() {
      let lengths = [
        columns.parentIDs.count, columns.parents.count, columns.starts.count, columns.ends.count,
        columns.services.count, columns.names.count, columns.kinds.count, columns.statuses.count,
        columns.flags.count, columns.resources.count, columns.attributes.count, columns.traces.count,
      ]
      precondition(lengths.allSatisfy { $0 == spanCount }, "columns of several lengths")
    }

    /// Rows lie in order of start and span id; parents lie in the trace, have the row among their children, and lead to a root.
    private func check(_ trace: Trace) {
      var childCount = 0
      for row in trace.rows {
        precondition(columns.ends[row] >= columns.starts[row], "a span ends before it starts")
        precondition(Int(columns.traces[row]) == trace.index.number, "a row outside its trace")
        if row > trace.rows.lowerBound {
          precondition(
            (columns.starts[row - 1], columns.spanIDs[row - 1].value) <= (
              columns.starts[row], columns.spanIDs[row].value
            ),
            "rows out of order")
        }
        let children = children(of: SpanIndex(row: row))
        childCount += children.count
        for (child, next) in zip(children, children.dropFirst()) { precondition(child < next, "children out of order") }
        for child in children { precondition(Int(columns.parents[Int(child)]) == row, "a child of another parent") }
        let parent = Int(columns.parents[row])
        precondition(parent == -1 || trace.rows.contains(parent), "a parent outside the trace")
      }
      let roots = trace.rows.filter { columns.parents[$0] < 0 }
      precondition(childCount == trace.rows.count - roots.count, "a span with a parent that is no child")
      var reached = 0
      var waiting = roots
      while let row = waiting.popLast() {
        reached += 1
        for child in children(of: SpanIndex(row: row)) { waiting.append(Int(child)) }
      }
      precondition(reached == trace.rows.count, "a cycle of parents")
    }

    /// Links lead to spans of the same journey.
    private func check(_ journey: Journey) {
      for row in journey.rows {
        for link in links(of: SpanIndex(row: row)) where link.target >= 0 {
          precondition(journey.rows.contains(Int(link.target)), "a link out of its journey")
          precondition(columns.spanIDs[Int(link.target)] == link.spanID, "a link to a span of another id")
        }
      }
    }

    private static func checkOffsets(_ offsets: [Int32], count: Int, end: Int) {
      precondition(
        offsets.count == count + 1 && offsets.first == 0 && Int(offsets[count]) == end, "offsets that do not fit")
      precondition(zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }, "offsets that fall")
    }
  }
#endif

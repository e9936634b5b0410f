import TraceModel

extension CriticalPathWalk {
  /// Enters a span with these bounds.
  mutating func enter(
    _ row: Int32, start: Int64, end: Int64, shift: Int64, isAmbiguous: Bool = false, in table: SpanTable
  ) {
    let first = candidates.count
    gather(row, start: start, end: end, shift: shift, in: table)
    frames.append(
      CriticalPathFrame(
        row: row, visit: visit(row, length: end &- start), isAmbiguous: isAmbiguous, start: start, cursor: end,
        length: end &- start, firstCandidate: first, nextCandidate: first))
  }

  /// Appends the blocking children of a span with these bounds that have any length there (R2, R3), ordered by R4.
  mutating func gather(_ row: Int32, start: Int64, end: Int64, shift: Int64, in table: SpanTable) {
    let first = candidates.count
    let children = Int(table.columns.childOffsets[Int(row)])..<Int(table.columns.childOffsets[Int(row) &+ 1])
    // From the latest start to the earliest: calls in a row come out in the order that R4 wants.
    var place = children.upperBound
    while place > children.lowerBound {
      place &-= 1
      let child = table.columns.children[place]
      if blocks(child, parent: row, in: table) {
        addCandidate(
          child, parent: row, start: start, end: end, shift: shift, isOnly: children.count == 1, in: table)
      }
    }
    order(from: first, in: table)
  }

  /// R2: whether the parent waits for this child.
  @inline(__always)
  private func blocks(_ child: Int32, parent: Int32, in table: SpanTable) -> Bool {
    let row = Int(child)
    if !table.columns.flags[row].isDisjoint(with: [.followsFrom, .missingTime]) { return false }
    if table.columns.kinds[row] == .consumer, table.columns.kinds[Int(parent)] == .producer { return false }
    return excluded.isEmpty || !isExcluded(row, in: table)
  }

  private func isExcluded(_ row: Int, in table: SpanTable) -> Bool {
    let operation = OperationKey(row, in: table)
    var low = 0
    var high = excluded.count
    while low < high {
      let middle = (low + high) / 2
      if excluded[middle] < operation { low = middle + 1 } else { high = middle }
    }
    return low < excluded.count && excluded[low] == operation
  }

  /// R3: makes the child fit its parent's bounds, and appends it when it has any length left.
  @inline(__always)
  private mutating func addCandidate(
    _ child: Int32, parent: Int32, start: Int64, end: Int64, shift: Int64, isOnly: Bool, in table: SpanTable
  ) {
    let low = table.columns.starts[Int(child)]
    let high = table.columns.ends[Int(child)]
    if shift == 0, low >= start, high <= end {
      if low < high { candidates.append(CriticalPathCandidate(low: low, high: high, shift: 0, row: child)) }
      return
    }
    addMisfit(child, parent: parent, start: start, end: end, shift: shift, isOnly: isOnly, in: table)
  }

  /// R3 for a child whose subtree was moved, or that lies outside its parent.
  private mutating func addMisfit(
    _ child: Int32, parent: Int32, start: Int64, end: Int64, shift: Int64, isOnly: Bool, in table: SpanTable
  ) {
    let span = SpanIndex(row: Int(child))
    var shift = shift
    var low = saturatingSum(table.columns.starts[span.row], shift)
    var high = saturatingSum(table.columns.ends[span.row], shift)
    if isOnly, low < start || high > end, isRemote(span, parent: SpanIndex(row: Int(parent)), in: table) {
      let length = Int128(high) - Int128(low)
      let room = Int128(end) - Int128(start)
      if length * 100 <= room * 101 {
        let slack = room > length ? Int64(room - length) : 0
        let distance = start &+ slack / 2000 * 1000 &- low
        diagnostics.append(CriticalPathDiagnostic(kind: .moved, span: span, nanoseconds: distance))
        shift = shift &+ distance
        low = low &+ distance
        high = high &+ distance
      }
    }
    let isDisjoint = low == high ? high < start || low > end : high <= start || low >= end
    if isDisjoint {
      diagnostics.append(CriticalPathDiagnostic(kind: .disjoint, span: span, nanoseconds: high &- low))
      return
    }
    if detachesOverruns, high > end {
      diagnostics.append(CriticalPathDiagnostic(kind: .detached, span: span, nanoseconds: high &- end))
      return
    }
    if low < start || high > end {
      let cut = max(0, start &- low) &+ max(0, high &- end)
      diagnostics.append(CriticalPathDiagnostic(kind: .clipped, span: span, nanoseconds: cut))
      low = max(low, start)
      high = min(high, end)
    }
    if low < high { candidates.append(CriticalPathCandidate(low: low, high: high, shift: shift, row: child)) }
  }

  /// R3a: whether the child may have run by another clock than its parent.
  private func isRemote(_ child: SpanIndex, parent: SpanIndex, in table: SpanTable) -> Bool {
    if table.columns.kinds[child.row] == .server, table.columns.kinds[parent.row] == .client { return true }
    let own = table.resource(of: child).host
    let other = table.resource(of: parent).host
    return !own.isEmpty && !other.isEmpty && own != other
  }

  private func saturatingSum(_ time: Int64, _ shift: Int64) -> Int64 {
    let (sum, overflow) = time.addingReportingOverflow(shift)
    return overflow ? (shift > 0 ? .max : .min) : sum
  }

  /// R4: end descending, start ascending, span id ascending. Calls in a row stand so already.
  private mutating func order(from first: Int, in table: SpanTable) {
    let count = candidates.count
    var place = first &+ 1
    var moves = 0
    while place < count {
      let candidate = candidates[place]
      var gap = place
      while gap > first, CriticalPathWalk.precedes(candidate, candidates[gap &- 1], in: table) {
        candidates[gap] = candidates[gap &- 1]
        gap &-= 1
        moves &+= 1
      }
      candidates[gap] = candidate
      place &+= 1
      if moves > 256 {
        // Insertion costs too much here: many children out of order.
        candidates[first...].sort { CriticalPathWalk.precedes($0, $1, in: table) }
        return
      }
    }
  }

  @inline(__always)
  private static func precedes(
    _ left: CriticalPathCandidate, _ right: CriticalPathCandidate, in table: SpanTable
  ) -> Bool {
    if left.high != right.high { return left.high > right.high }
    if left.low != right.low { return left.low < right.low }
    let ids = table.columns.spanIDs
    let (leftID, rightID) = (ids[Int(left.row)], ids[Int(right.row)])
    return leftID != rightID ? leftID < rightID : left.row < right.row
  }
}

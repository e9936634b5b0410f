import TraceModel

/// What was done on the common ends of the completion paths of one journey, summed up by operation once for each end.
struct CompletionEndParts: Sendable {
  /// The time of one operation.
  struct Part: Sendable {
    /// Service and operation, as ``CriticalPathWalk`` pairs them.
    var operation: UInt64
    /// Kind of segment (upper four bits) and of span.
    var kinds: UInt64
    /// Nanoseconds.
    var nanoseconds: Int64
    /// Ambiguous segments.
    var ambiguous: Int
  }

  /// By number of the end.
  private var parts: [[Part]] = []
  /// Scratch: operations with their kinds, and what was summed up of each.
  private var operations = KeyIndex()
  private var sums: [Part] = []
  private var touched: [Int] = []

  subscript(end: Int) -> [Part] { parts[end] }

  /// Forgets the ends of the journey before.
  mutating func reset() { parts.removeAll(keepingCapacity: true) }

  /// Sums up the ends that came since. O(their segments, and the distinct operations of the ends that they go on with).
  mutating func add(_ ends: CompletionEnds, in table: SpanTable) {
    for number in parts.count..<ends.count {
      let next = ends[number].next
      if next >= 0 { for part in parts[next] { add(part) } }
      for segment in ends.ownSegments(of: number) {
        let row = segment.span.row
        add(
          Part(
            operation: CriticalPathWalk.pair(table.columns.services[row], table.columns.names[row]),
            kinds: UInt64(segment.kind.rawValue) << 4 | UInt64(table.columns.kinds[row].rawValue),
            nanoseconds: segment.duration, ambiguous: segment.isAmbiguous ? 1 : 0))
      }
      parts.append(touched.map { sums[$0] })
      for place in touched {
        sums[place].nanoseconds = 0
        sums[place].ambiguous = 0
      }
      touched.removeAll(keepingCapacity: true)
    }
  }

  private mutating func add(_ part: Part) {
    let place = operations.number(of: KeyIndex.Key(part.operation, part.kinds))
    if place == sums.count {
      sums.append(part)
      touched.append(place)
      return
    }
    if sums[place].nanoseconds == 0 { touched.append(place) }
    sums[place].nanoseconds &+= part.nanoseconds
    sums[place].ambiguous += part.ambiguous
  }
}

/// A blocking child, clipped to its parent's bounds; all times in ns on the path's own clock.
struct CriticalPathCandidate: Sendable {
  var low: Int64
  var high: Int64
  /// What was added to the times of its subtree.
  var shift: Int64
  var row: Int32
  var isAmbiguous = false
}

/// A span on the path.
struct CriticalPathVisit: Sendable {
  var row: Int32
  /// The visit of its caller, an earlier one; -1 for the root.
  var caller: Int32
  /// Time (ns) on the path, that of its callees included.
  var length: Int64
}

/// A span that the walk has entered and not yet left.
struct CriticalPathFrame: Sendable {
  var row: Int32
  /// Its number among the visits of the walk.
  var visit: Int32
  var hasTaken = false
  /// Whether the next segment of this span, or of the child that ends with it, is ambiguous.
  var isAmbiguous: Bool
  var start: Int64
  /// Everything from here to the span's end is explained already.
  var cursor: Int64
  var length: Int64
  /// Bounds of the child taken last, as clipped by its parent (not as moved by R6).
  var takenLow: Int64 = 0
  var takenHigh: Int64 = 0
  var firstCandidate: Int
  var nextCandidate: Int

  enum Order {
    /// The candidate ended before the child taken last began.
    case before
    /// So it seems, but the two may as well have run the other way round.
    case beforeOrClockNoise
    /// The two ran at once: the candidate did not hold up its parent.
    case parallel
  }

  /// R5 and R6, for a candidate after the first.
  @inline(__always)
  func order(of candidate: CriticalPathCandidate) -> Order {
    let gap = takenLow &- candidate.high
    if gap >= 0 { return gap < CriticalPathWalk.clockResolution ? .beforeOrClockNoise : .before }
    if candidate.high < takenHigh, candidate.low < takenLow, Int128(0 &- gap) * 100 < Int128(length) {
      return .beforeOrClockNoise
    }
    return .parallel
  }

  @inline(__always)
  mutating func take(_ candidate: CriticalPathCandidate) {
    takenLow = candidate.low
    takenHigh = candidate.high
    hasTaken = true
  }
}

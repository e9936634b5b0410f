public import TraceModel

/// One journey, laid out to be looked at.
public struct JourneyView: Sendable {
  /// Nanoseconds since the epoch, from `start` up to `end`.
  public struct Interval: Hashable, Sendable {
    public var start: Int64
    public var end: Int64
  }

  public struct Row: Sendable {
    public var traceID: TraceID
    public var spanID: SpanID
    public var kind: SpanKind
    public var service: String
    public var operation: String
    /// How far below a top it stands: 0 for an origin.
    public var depth: Int
    /// Nanoseconds since the epoch; both the start of the journey where its time is not known.
    public var start: Int64
    public var end: Int64
    public var isFailed: Bool
    /// Whether a message set it off; it stands below that of the message's producer.
    public var isByMessage: Bool
    /// How long the message that it stands below lay in the queue; nil when it did not.
    public var waitAbove: Interval?
    /// How long (ns) the first of its messages lay in the queue; nil when none did.
    public var wait: Int64?
    /// What of its own work is on the path, in time order.
    public var critical: [Interval] = []
    /// What of its waits is on the path, in time order.
    public var criticalWait: [Interval] = []

    public var isOnPath: Bool { !critical.isEmpty || !criticalWait.isEmpty }
  }

  /// The path from one origin, and the rows with it.
  public struct Path: Sendable {
    public var origin: (traceID: TraceID, spanID: SpanID)?
    /// Time (ns) by what it was spent on, in the order of the kinds.
    public var parts: [(kind: CriticalPathSegmentKind, nanoseconds: Int64)] = []
    public var rows: [Row] = []
  }

  /// By trace id.
  public var traceIDs: [TraceID]
  public var spanCount: Int
  public var failedCount: Int
  public var serviceCount: Int
  /// Nanoseconds since the epoch.
  public var start: Int64
  /// Nanoseconds since the epoch.
  public var end: Int64
  /// The path from the origin with the latest effect, which is nil when no span has a known time; with every span, each below what set it off.
  public var whole = Path()
  /// What was asked for by its id: the trace, and the span where it was the span's id. Nil where the journey was picked otherwise.
  public var asked: (traceID: TraceID, spanID: SpanID?)?
  /// The path from the trace asked for, where that has an origin of its own that is not the whole's.
  public var askedPath: Path?
  /// How many other journeys fit what was asked for.
  public var otherMatches = 0
}

extension JourneyView.Path {
  /// Which rows to look at when `limit` are to be seen: those on the path and those that failed come first, then the longest, each with all that it
  /// stands below.
  ///
  /// - Parameters:
  ///   - limit: How many at most.
  ///   - first: A row that comes before all others; nil for none.
  /// - Returns: Indices into ``rows``, rising. O(*n* log *n*).
  public func mostTelling(_ limit: Int, first: Int?) -> [Int] {
    if rows.count <= limit { return Array(rows.indices) }
    let order = rows.indices.sorted { left, right in
      if left == first || right == first { return left == first && right != first }
      let (one, other) = (rows[left], rows[right])
      if one.isOnPath != other.isOnPath { return one.isOnPath }
      if one.isFailed != other.isFailed { return one.isFailed }
      let lengths = (one.end &- one.start, other.end &- other.start)
      return lengths.0 == lengths.1 ? left < right : lengths.0 > lengths.1
    }
    var isKept = [Bool](repeating: false, count: rows.count)
    var count = 0
    let above = enclosingRows
    for row in order {
      var missing: [Int] = []
      var next = row
      while next >= 0, !isKept[next], missing.count + count <= limit {
        missing.append(next)
        next = above[next]
      }
      if count + missing.count > limit { continue }
      for row in missing { isKept[row] = true }
      count += missing.count
      if count == limit { break }
    }
    return rows.indices.filter { isKept[$0] }
  }

  /// For each row the nearest one above it that is less deep, -1 for none.
  private var enclosingRows: [Int] {
    var open: [Int] = []
    return rows.indices.map { row in
      while let last = open.last, rows[last].depth >= rows[row].depth { open.removeLast() }
      defer { open.append(row) }
      return open.last ?? -1
    }
  }
}

import TraceModel

/// The response paths of all roots of one journey, walked once for all folds: a part of ``JourneyReading``.
///
/// The arrays of all paths lie behind one another, in buffers that are kept from journey to journey; a path is ranges of them. O(spans) memory.
struct ResponsePaths: Sendable {
  struct Path: Sendable {
    var root: SpanIndex
    /// Of ``CriticalPathWalk/visits``. Their callers are numbers there, too.
    var visits: Range<Int>
    /// Of ``CriticalPathWalk/segments`` and ``CriticalPathWalk/segmentVisits``: latest first; empty when the root has no length.
    var segments: Range<Int>
    /// Of ``CriticalPathWalk/diagnostics``.
    var diagnostics: Range<Int>
  }

  /// By row of the root; roots without a believable time have none.
  private(set) var paths: [Path] = []
  /// Holds what the paths consist of.
  private(set) var walk: CriticalPathWalk
  /// Whether the paths of the journey at hand are found.
  private(set) var isFound = false

  init(options: CriticalPathOptions, symbols: SymbolTable) {
    walk = CriticalPathWalk(options: options, symbols: symbols)
  }

  /// Forgets the paths of the journey before. O(1).
  mutating func forget() { isFound = false }

  /// Walks from every root of a journey. O(*n* log *n*) in its spans.
  mutating func find(_ journey: borrowing Journey) {
    let table = journey.table
    isFound = true
    paths.removeAll(keepingCapacity: true)
    walk.clear()
    for row in journey.rows where table.columns.parents[row] < 0 {
      if table.columns.flags[row].contains(.missingTime) { continue }
      add(SpanIndex(row: row), in: table)
    }
  }

  private mutating func add(_ root: SpanIndex, in table: SpanTable) {
    let (visits, segments, diagnostics) = (walk.visits.count, walk.segments.count, walk.diagnostics.count)
    walk.append(table, from: root)
    paths.append(
      Path(
        root: root, visits: visits..<walk.visits.count, segments: segments..<walk.segments.count,
        diagnostics: diagnostics..<walk.diagnostics.count))
  }
}

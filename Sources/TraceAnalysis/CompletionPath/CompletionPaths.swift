import TraceModel

/// The completion paths of all origins of one journey, walked once for all folds: a part of ``JourneyReading``.
///
/// What the paths consist of lies in the walk's buffers, which are kept from journey to journey; a path is ranges of them and an end that it
/// may share with others. O(spans and links) memory.
struct CompletionPaths: Sendable {
  struct Path: Sendable {
    /// The row of the root that nothing in the dump set off.
    var origin: Int
    /// The row with which the path ends.
    var terminal: Int32
    /// When the path begins (ns since the epoch).
    var start: Int64
    /// Of ``CompletionPathWalk/segments``: latest first, without those of ``end``.
    var segments: Range<Int>
    /// What the path has in common with others behind its segments: a number for ``CompletionPathWalk/ends``, -1 for nothing.
    var end: Int
    /// Of ``CompletionPathWalk/diagnostics``.
    var diagnostics: Range<Int>
  }

  /// By row of the origin; origins without a believable time have none.
  private(set) var paths: [Path] = []
  /// Holds what the paths consist of.
  private(set) var walk: CompletionPathWalk
  /// Whether the paths of the journey at hand are found.
  private(set) var isFound = false
  private var chain: [CompletionStep] = []

  init(options: CriticalPathOptions, symbols: SymbolTable) {
    walk = CompletionPathWalk(options: options, symbols: symbols)
  }

  /// Forgets the paths of the journey before. O(1).
  mutating func forget() { isFound = false }

  /// Walks from every origin of a journey. O(*n* log *n*) in its spans and links.
  ///
  /// - Parameters:
  ///   - journey: The journey.
  ///   - causes: Those of the journey, with their terminals.
  mutating func find(_ journey: borrowing Journey, _ causes: inout JourneyCauses) {
    let table = journey.table
    isFound = true
    paths.removeAll(keepingCapacity: true)
    walk.clear()
    walk.beginSharing(causes, rows: journey.rows)
    for row in journey.rows where table.columns.parents[row] < 0 {
      if table.columns.flags[row].contains(.missingTime) || !causes.isOrigin(row, in: table) { continue }
      causes.chain(from: row, into: &chain, known: walk.ends.known, in: table)
      if chain.isEmpty { continue }
      let (segments, diagnostics) = (walk.segments.count, walk.diagnostics.count)
      walk.append(chain, &causes, in: table)
      paths.append(
        Path(
          origin: row, terminal: walk.terminal, start: walk.start, segments: segments..<walk.segments.count,
          end: walk.end, diagnostics: diagnostics..<walk.diagnostics.count))
    }
  }

  /// The whole of a path, latest first.
  func segments(of path: Path) -> [CompletionPathSegment] {
    walk.ends.segments(of: path.end) + walk.segments[path.segments]
  }

  /// Calls `body` with the waits for a batch on the whole of a path.
  func forEachBatchWait(on path: Path, _ body: (CompletionPathSegment) -> Void) {
    for number in path.segments where walk.segments[number].kind == .batchWait { body(walk.segments[number]) }
    walk.ends.forEachBatchWait(from: path.end, body)
  }
}

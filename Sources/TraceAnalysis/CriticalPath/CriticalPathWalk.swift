public import TraceModel

/// Walks response critical paths, one root after the other, in buffers it keeps.
///
/// Walks back from the root's end, each time entering the child that ended last:
///
///     root   |==============|
///       auth   |===|
///       cart         |====|
///
/// yields `root`, `cart`, `root`, `auth`, `root`. A child enters the path clipped to its parent; the callee of a remote
/// call that lies outside its caller is centred in it first, and of two children that overlap by less than a hundredth of their
/// parent the earlier is moved back: durations are trusted, offsets between clocks are not.
///
/// Source: Zhang et al., "CRISP: Critical Path Analysis of Large-Scale Microservice Architectures", USENIX ATC 2022.
/// Departures: consumers and FOLLOWS_FROM children do not block; a child is moved for skew only when it could have fitted in its
/// caller; ties go to the earlier start, then the smaller span id.
public struct CriticalPathWalk: Sendable {
  /// The paths since the last ``clear()``, each latest first. Segments of a path touch, never overlap, and tile the root's interval. None
  /// when the root has no length.
  public internal(set) var segments: [CriticalPathSegment] = []
  /// What the walks moved, clipped or left out, among the children of the spans they entered.
  public internal(set) var diagnostics: [CriticalPathDiagnostic] = []

  /// Two events nearer than this (ns) may have happened in either order: most tracers' clocks tick in microseconds.
  public static let clockResolution: Int64 = 1000

  /// The spans on the paths, callers before callees. Their own segments and their callees fill them.
  private(set) var visits: [CriticalPathVisit] = []
  /// By segment, the visit that it belongs to.
  private(set) var segmentVisits: [Int32] = []

  /// Spans entered and not yet left, outermost first.
  var frames: [CriticalPathFrame] = []
  /// Candidates of all entered spans, those of the innermost last.
  var candidates: [CriticalPathCandidate] = []
  /// Sorted.
  let excluded: [OperationKey]
  let detachesOverruns: Bool

  /// `symbols` are the names of the tables to come. An excluded operation that is not among them excludes nothing.
  public init(options: CriticalPathOptions, symbols: SymbolTable) {
    excluded = options.excluded.compactMap { service, operation in
      symbols.key(of: OperationName(service: service, operation: operation))
    }.sorted()
    detachesOverruns = options.overrun == .detach
  }

  @inline(__always)
  static func pair(_ service: Symbol, _ operation: Symbol) -> UInt64 {
    UInt64(service.index) << 32 | UInt64(operation.index)
  }

  /// Finds the path of `root` and leaves it alone in ``segments``, what was odd in ``diagnostics``.
  ///
  /// - Complexity: O(*n* log *n*) in the spans below `root`, without recursion.
  public mutating func walk(_ table: SpanTable, from root: SpanIndex) {
    clear()
    append(table, from: root)
  }

  /// The same, behind the paths that are there.
  mutating func append(_ table: SpanTable, from root: SpanIndex) {
    let start = table.columns.starts[root.row]
    let end = table.columns.ends[root.row]
    let (length, overflow) = end.subtractingReportingOverflow(start)
    if overflow || length <= 0 || table.columns.flags[root.row].contains(.missingTime) { return }
    enter(Int32(root.row), start: start, end: end, shift: 0, in: table)
    walkEntered(in: table)
  }

  /// Forgets all paths.
  mutating func clear() {
    segments.removeAll(keepingCapacity: true)
    segmentVisits.removeAll(keepingCapacity: true)
    visits.removeAll(keepingCapacity: true)
    diagnostics.removeAll(keepingCapacity: true)
  }

  /// Notes that a span is on the path; returns the number of its visit.
  @inline(__always)
  mutating func visit(_ row: Int32, length: Int64) -> Int32 {
    visits.append(CriticalPathVisit(row: row, caller: frames.last?.visit ?? -1, length: length))
    return Int32(truncatingIfNeeded: visits.count &- 1)
  }

  /// Walks until every span that was entered is left.
  mutating func walkEntered(in table: SpanTable) {
    while let innermost = frames.indices.last {
      if let child = takeNext(of: innermost, in: table) {
        enter(
          child.row, start: child.low, end: child.high, shift: child.shift, isAmbiguous: child.isAmbiguous, in: table)
      } else {
        leave(innermost)
      }
    }
  }

  /// Emits what is left of the span before its earliest child on the path, and goes back to its parent.
  private mutating func leave(_ place: Int) {
    let frame = frames[place]
    emit(frame, from: frame.start, to: frame.cursor, isAmbiguous: frame.isAmbiguous)
    candidates.removeLast(candidates.count - frame.firstCandidate)
    frames.removeLast()
    if place > 0 { frames[place - 1].cursor = frame.start }
  }

  @inline(__always)
  private mutating func emit(_ frame: CriticalPathFrame, from start: Int64, to end: Int64, isAmbiguous: Bool) {
    if start < end { emit(frame.row, visit: frame.visit, from: start, to: end, isAmbiguous: isAmbiguous) }
  }

  @inline(__always)
  private mutating func emit(_ row: Int32, visit: Int32, from start: Int64, to end: Int64, isAmbiguous: Bool) {
    segments.append(
      CriticalPathSegment(span: SpanIndex(row: Int(row)), start: start, end: end, isAmbiguous: isAmbiguous))
    segmentVisits.append(visit)
  }

  /// Goes on with the candidates of the innermost span until one that has children of its own is taken.
  ///
  /// Leaves are dealt with on the spot. Nil when no candidate is left.
  private mutating func takeNext(of place: Int, in table: SpanTable) -> CriticalPathCandidate? {
    var frame = frames[place]
    let count = candidates.count
    while frame.nextCandidate < count {
      let candidate = candidates[frame.nextCandidate]
      frame.nextCandidate &+= 1
      var isAmbiguous = false
      if frame.hasTaken {
        switch frame.order(of: candidate) {
        case .before: break
        case .beforeOrClockNoise: isAmbiguous = true
        case .parallel: continue
        }
      }
      var taken = candidate
      if taken.high > frame.cursor {
        guard moveBack(&taken, to: frame) else { continue }
      }
      frame.take(candidate)
      if taken.high < frame.cursor {
        emit(frame, from: taken.high, to: frame.cursor, isAmbiguous: frame.isAmbiguous)
        frame.isAmbiguous = false
      } else if frame.isAmbiguous {
        // The child ends where its parent does: the parent's doubt is the child's.
        isAmbiguous = true
        frame.isAmbiguous = false
      }
      frame.cursor = taken.low
      let row = Int(taken.row)
      if table.columns.childOffsets[row] == table.columns.childOffsets[row &+ 1] {
        let leaf = visit(taken.row, length: taken.high &- taken.low)
        emit(taken.row, visit: leaf, from: taken.low, to: taken.high, isAmbiguous: isAmbiguous)
      } else {
        frames[place] = frame
        taken.isAmbiguous = isAmbiguous
        return taken
      }
    }
    frames[place] = frame
    return nil
  }

  /// R6: moves a child that ends after the cursor back to it; false when nothing is left of it.
  private mutating func moveBack(_ child: inout CriticalPathCandidate, to frame: CriticalPathFrame) -> Bool {
    let span = SpanIndex(row: Int(child.row))
    let distance = child.high &- frame.cursor
    let low = child.low &- distance
    if frame.cursor <= frame.start {
      diagnostics.append(
        CriticalPathDiagnostic(kind: .overlapDropped, span: span, nanoseconds: child.high &- child.low))
      return false
    }
    diagnostics.append(CriticalPathDiagnostic(kind: .overlapMoved, span: span, nanoseconds: 0 &- distance))
    if low < frame.start {
      diagnostics.append(CriticalPathDiagnostic(kind: .overlapClipped, span: span, nanoseconds: frame.start &- low))
    }
    child.low = max(low, frame.start)
    child.high = frame.cursor
    child.shift = child.shift &- distance
    return true
  }
}

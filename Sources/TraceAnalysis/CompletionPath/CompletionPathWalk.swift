import TraceModel

/// Walks completion paths, from a terminal back to its origin, in buffers it keeps.
///
///     web    |==P==|                      P publishes
///     queue     |~~~~~~|                  queue wait
///     mailer           |==========|       terminal
///
/// Each span on the chain of causes is walked back as on a response path, from the instant at which it set the next one off.
///
/// Where many chains meet, as those of all messages of a batch do in its consumer, what comes after is the same for all of them. It is walked once and
/// kept (``beginSharing(_:)``), so that the cost of a journey is linear in its spans.
struct CompletionPathWalk: Sendable {
  /// The paths since the last ``clear()``, each up to its ``end``, latest first; touching, never overlapping.
  private(set) var segments: [CompletionPathSegment] = []
  /// What the last path has in common with others behind its segments: a number for ``CompletionEnds``, -1 when that is nothing.
  private(set) var end = -1
  /// The ends of paths that were walked since ``beginSharing(_:)``.
  private(set) var ends = CompletionEnds()
  /// The row with which the last path ends.
  private(set) var terminal: Int32 = -1
  /// Spans that began before what set them off, those in an ``end`` that was known before left out.
  private(set) var diagnostics: [CriticalPathDiagnostic] = []
  /// When the last path begins (ns since the epoch): with its origin, or later when clocks disagree.
  private(set) var start: Int64 = 0
  /// Where the last path begins in ``segments``.
  private var first = 0
  private var walk: CriticalPathWalk

  init(options: CriticalPathOptions, symbols: SymbolTable) {
    walk = CriticalPathWalk(options: options, symbols: symbols)
  }

  /// Forgets the ends of the journey before, and keeps those of this one if chains meet in it.
  mutating func beginSharing(_ causes: JourneyCauses, rows: Range<Int>) {
    ends.reset(rows: causes.hasMeetings ? rows : rows.lowerBound..<rows.lowerBound)
  }

  /// Finds the path along `chain`, origin first, which may end with a row whose end is known, and leaves it alone in ``segments``. O(*n* log *n*) in the
  /// spans below those on the chain.
  mutating func walk(_ chain: [CompletionStep], _ causes: inout JourneyCauses, in table: SpanTable) {
    clear()
    append(chain, &causes, in: table)
  }

  /// Forgets all paths, but not their ends.
  mutating func clear() {
    segments.removeAll(keepingCapacity: true)
    diagnostics.removeAll(keepingCapacity: true)
  }

  /// The same as ``walk(_:_:in:)``, behind the paths that are there.
  mutating func append(_ chain: [CompletionStep], _ causes: inout JourneyCauses, in table: SpanTable) {
    first = segments.count
    end = -1
    guard let last = chain.last else { return }
    var place = chain.count - 1
    var instant = table.columns.ends[Int(last.row)]
    var effect: Int32 = -1
    terminal = last.row
    if let known = ends.before(last.row) {
      end = known
      (instant, effect, terminal) = (ends[known].instant, ends[known].effect, ends[known].terminal)
    }
    while true {
      let row = Int(chain[place].row)
      let cause = place > 0 ? chain[place - 1] : nil
      let received = cause.flatMap { beginOfReceive(row, $0, &causes, in: table) }
      let low = min(instant, received ?? table.columns.starts[row])
      let isMeeting = ends.isOn && causes.isMeeting(row, in: table)
      if isMeeting, ends.before(Int32(row)) == nil { keepEnd(before: row, instant, effect) }
      if isMeeting, received == nil, let known = ends.after(Int32(row)) {
        end = known
      } else {
        work(row, from: low, until: instant, before: effect, kind: received == nil ? .work : .receive, in: table)
        if isMeeting, received == nil { keepEnd(after: row, low, effect) }
      }
      instant = low
      guard let cause else { break }
      // A receive is left without a wait: by its message's end, or before that one began, through work it did not set off.
      let hasBegun = table.columns.starts[Int(cause.row)] <= instant
      let entered =
        received == nil ? cross(to: cause, from: row, &causes, instant, in: table) : hasBegun ? instant : nil
      if let entered {
        instant = entered
        place -= 1
        effect = isCrossing(cause, to: row, in: table) ? -1 : Int32(row)
      } else {
        guard let running = runningCause(chain, before: place - 1, at: instant, in: table) else { break }
        place = running
        effect = -1
      }
    }
    start = instant
  }

  /// The whole path of the last walk, latest first.
  var allSegments: [CompletionPathSegment] { ends.segments(of: end) + segments[first...] }

  /// Moves the segments to an end of their own: the path behind the instant at which the walk is to enter `row`.
  private mutating func keepEnd(before row: Int, _ instant: Int64, _ effect: Int32) {
    end = ends.add(segments[first...], next: end, instant: instant, effect: effect, terminal: terminal)
    ends.set(before: Int32(row), end)
    segments.removeLast(segments.count - first)
  }

  /// The same, with what `row` itself did.
  private mutating func keepEnd(after row: Int, _ instant: Int64, _ effect: Int32) {
    end = ends.add(segments[first...], next: end, instant: instant, effect: effect, terminal: terminal)
    ends.set(after: Int32(row), end)
    segments.removeLast(segments.count - first)
  }

  /// Whether a message stands between the two.
  private func isCrossing(_ cause: CompletionStep, to row: Int, in table: SpanTable) -> Bool {
    if cause.isLinkedByNext { return true }
    return table.columns.kinds[row] == .consumer && table.columns.kinds[Int(cause.row)] == .producer
  }

  /// M5: when a receive that was waiting for its message before there was one begins to count; nil for any other span.
  private func beginOfReceive(
    _ row: Int, _ cause: CompletionStep, _ causes: inout JourneyCauses, in table: SpanTable
  ) -> Int64? {
    let end = table.columns.ends[Int(cause.row)]
    guard table.columns.starts[row] < end, isCrossing(cause, to: row, in: table), causes.isReceive(row, in: table)
    else { return nil }
    return end
  }

  /// M3, M4: the wait between a span and its cause.
  ///
  /// - Returns: The instant at which the path enters the cause; nil when that had not even begun.
  private mutating func cross(
    to cause: CompletionStep, from row: Int, _ causes: inout JourneyCauses, _ instant: Int64, in table: SpanTable
  ) -> Int64? {
    let producer = Int(cause.row)
    let (begin, end) = (table.columns.starts[producer], table.columns.ends[producer])
    if begin > instant {
      diagnostics.append(
        CriticalPathDiagnostic(kind: .skew, span: SpanIndex(row: row), nanoseconds: begin &- instant))
      return nil
    }
    if end >= instant { return instant }
    var gated = end
    if cause.isLinkedByNext, let gate = causes.causes(of: row).first {
      let gateEnd = table.columns.ends[Int(gate)]
      if gateEnd <= instant { gated = max(end, gateEnd) }
    }
    emit(.queueWait, row, from: gated, to: instant)
    emit(.batchWait, row, from: end, to: gated)
    return end
  }

  /// M3: the nearest earlier step that was running at `instant`.
  private func runningCause(
    _ chain: [CompletionStep], before place: Int, at instant: Int64, in table: SpanTable
  ) -> Int? {
    (0..<max(0, place)).last {
      table.columns.starts[Int(chain[$0].row)] <= instant && instant <= table.columns.ends[Int(chain[$0].row)]
    }
  }

  private mutating func emit(_ kind: CriticalPathSegmentKind, _ row: Int, from start: Int64, to end: Int64) {
    if start < end {
      segments.append(CompletionPathSegment(kind: kind, span: SpanIndex(row: row), start: start, end: end))
    }
  }

  /// What a span and what it waited for did in `low..<instant`; its own time is of `kind`.
  private mutating func work(
    _ row: Int, from low: Int64, until instant: Int64, before effect: Int32, kind: CriticalPathSegmentKind,
    in table: SpanTable
  ) {
    if low >= instant { return }
    walk.walk(table, from: SpanIndex(row: row), until: instant, before: effect)
    for segment in walk.segments where segment.end > low {
      let own: CriticalPathSegmentKind = segment.span.row == row ? kind : .work
      segments.append(
        CompletionPathSegment(
          kind: own, span: segment.span, start: max(low, segment.start), end: segment.end,
          isAmbiguous: segment.isAmbiguous))
    }
  }
}

extension CriticalPathWalk {
  /// Finds the path of a span up to the instant at which it set another one off, and leaves it in ``segments``.
  ///
  /// - Parameters:
  ///   - table: Holds the spans.
  ///   - root: A span that runs at `instant`.
  ///   - instant: Nanoseconds since the epoch; what came after it is not on the path.
  ///   - effect: The row of the child that began then; its siblings count by R5 and R6. -1 when it is none.
  mutating func walk(_ table: SpanTable, from root: SpanIndex, until instant: Int64, before effect: Int32) {
    clear()
    let start = table.columns.starts[root.row]
    if effect < 0 {
      enter(Int32(root.row), start: start, end: instant, shift: 0, in: table)
    } else {
      enter(Int32(root.row), start: start, end: max(instant, table.columns.ends[root.row]), shift: 0, in: table)
      frames[0].cursor = instant
      if let place = candidates.firstIndex(where: { $0.row == effect }) {
        frames[0].take(candidates[place])
        frames[0].nextCandidate = place + 1
      } else {
        frames[0].nextCandidate = candidates.firstIndex { $0.high <= instant } ?? candidates.count
      }
    }
    walkEntered(in: table)
  }
}

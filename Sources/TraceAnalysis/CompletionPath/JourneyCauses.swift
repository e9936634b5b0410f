import TraceModel

/// What set off what within one journey, and with what each span's effects end.
///
/// A span is set off by the spans it links to, by the producer of its message and by its parent. From every span exactly one chain of effects leads to its terminal: the
/// span that ends last among all that it set off, directly or not. All chains are found by one pass back from the ends, whatever
/// cycles links form. Reused from journey to journey.
struct JourneyCauses: Sendable {
  private var firstRow = 0
  private var count = 0
  /// Whether the links of the journey at hand are read.
  private(set) var isRead = false
  /// Whether the terminals of its spans are found.
  private(set) var hasTerminals = false
  /// Links of the journey that are no causes.
  private(set) var diagnostics: [CriticalPathDiagnostic] = []
  /// By local row, the causal links' targets: `targets[offsets[i]..<offsets[i + 1]]`; both empty in a journey without links.
  private var targets: [Int32] = []
  private var offsets: [Int32] = []
  /// By local row: the row it leads to on the way to its terminal, itself for a terminal, -1 when unknown.
  private var next: [Int32] = []
  /// By local row: the end of its chain, -1 when unknown.
  private var terminals: [Int32] = []
  /// Whether chains meet anywhere in the journey: a row is set off by more than one.
  private(set) var hasMeetings = false
  /// Whether the row that ``next`` names links to this one.
  private var nextLinks: [Bool] = []
  private var order: [Int32] = []
  private var pending: [(row: Int32, effect: Int32, isLink: Bool)] = []
  private var roles: MessagingRoles

  init(symbols: SymbolTable) {
    roles = MessagingRoles(symbols: symbols)
  }

  /// Forgets the journey before. O(1).
  mutating func forget() {
    isRead = false
    hasTerminals = false
  }

  /// Whether any span of the journey links to a cause.
  var isLinked: Bool { !targets.isEmpty }

  // MARK: Links

  /// Reads the links of a journey; those that are no causes are told in ``diagnostics``. O(spans), O(1) in a journey without links.
  mutating func read(_ journey: borrowing Journey) {
    let table = journey.table
    let rows = journey.rows
    isRead = true
    hasTerminals = false
    diagnostics.removeAll(keepingCapacity: true)
    firstRow = rows.lowerBound
    count = rows.count
    targets.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    hasMeetings = false
    let hasLinks = table.columns.linkOffsets[rows.lowerBound] != table.columns.linkOffsets[rows.upperBound]
    if !hasLinks, table.columns.stitched.isEmpty { return }
    offsets.append(0)
    for row in rows {
      let links = table.links(of: SpanIndex(row: row))
      if !links.isEmpty {
        append(links, of: row, within: rows, in: table)
      } else {
        for stitched in table.stitchedDeliveries(of: SpanIndex(row: row))
        where stitched.by != .time && rows.contains(Int(stitched.producer)) {
          targets.append(stitched.producer)
        }
      }
      offsets.append(Int32(targets.count))
      if !hasMeetings { hasMeetings = isMeeting(row, in: table) }
    }
  }

  private mutating func append(
    _ links: ArraySlice<SpanLink>, of row: Int, within rows: Range<Int>, in table: SpanTable
  ) {
    let span = SpanIndex(row: row)
    let first = targets.count
    let role = roles.role(of: row, in: table)
    for link in links {
      guard let target = link.span else {
        let kind: CriticalPathDiagnostic.Kind =
          link.target == SpanLink.cut ? .cutLink : link.isSampledOut ? .sampledOutLink : .unresolvedLink
        diagnostics.append(CriticalPathDiagnostic(kind: kind, span: span, nanoseconds: 0))
        continue
      }
      // A settlement is no consumption, nor is the sending of what was created before.
      if role == .settle || target.row == row || !rows.contains(target.row) { continue }
      if role == .publish || role == .create, roles.role(of: target.row, in: table) == .create { continue }
      if !table.columns.flags[row].union(table.columns.flags[target.row]).contains(.missingTime) {
        let distance = table.columns.starts[target.row] &- table.columns.ends[row]
        if distance > 0 {
          diagnostics.append(CriticalPathDiagnostic(kind: .nonCausalLink, span: span, nanoseconds: distance))
          continue
        }
      }
      targets.append(link.target)
    }
    guard targets.count > first + 1 else { return }
    let start = table.columns.starts[row]
    targets[first...].sort { JourneyCauses.isBetterCause($0, $1, of: start, in: table) }
    var kept = first
    for place in first + 1..<targets.count where targets[place] != targets[kept] {
      kept += 1
      targets[kept] = targets[place]
    }
    targets.removeLast(targets.count - kept - 1)
  }

  /// The gate comes first: the latest end that the consumer's start did wait for. Ties go to the smaller row.
  private static func isBetterCause(_ left: Int32, _ right: Int32, of start: Int64, in table: SpanTable) -> Bool {
    let (leftEnd, rightEnd) = (table.columns.ends[Int(left)], table.columns.ends[Int(right)])
    if (leftEnd <= start) != (rightEnd <= start) { return leftEnd <= start }
    return leftEnd != rightEnd ? leftEnd > rightEnd : left < right
  }

  /// The rows that a span links to as its causes, the gate (if any had ended by its start) first.
  func causes(of row: Int) -> ArraySlice<Int32> {
    if offsets.isEmpty { return [] }
    let place = row - firstRow
    return targets[Int(offsets[place])..<Int(offsets[place + 1])]
  }

  /// Whether several rows may lead to this one, so that chains meet here.
  func isMeeting(_ row: Int, in table: SpanTable) -> Bool {
    causes(of: row).count + (table.columns.parents[row] >= 0 ? 1 : 0) > 1
  }

  mutating func isReceive(_ row: Int, in table: SpanTable) -> Bool { roles.role(of: row, in: table) == .receive }

  // MARK: Chains

  /// Whether nothing in the dump set this span off.
  func isOrigin(_ row: Int, in table: SpanTable) -> Bool { table.columns.parents[row] < 0 && causes(of: row).isEmpty }

  /// Finds the terminals of all spans. O(*n* log *n*) in the spans of the journey, O(*n*) in a journey with a single root.
  mutating func findTerminals(_ journey: borrowing Journey) {
    let table = journey.table
    hasTerminals = true
    next.removeAll(keepingCapacity: true)
    terminals.removeAll(keepingCapacity: true)
    nextLinks.removeAll(keepingCapacity: true)
    for _ in 0..<count {
      next.append(-1)
      terminals.append(-1)
      nextLinks.append(false)
    }
    order.removeAll(keepingCapacity: true)
    var roots = 0
    var last: Int32 = -1
    for row in journey.rows {
      if table.columns.parents[row] < 0 { roots += 1 }
      if table.columns.flags[row].contains(.missingTime) { continue }
      if last < 0 || JourneyCauses.endsLater(Int32(row), last, in: table) { last = Int32(row) }
      order.append(Int32(row))
    }
    if roots == 1 && offsets.isEmpty {
      if last >= 0 { label(from: last, in: table) }
      return
    }
    order.sort { JourneyCauses.endsLater($0, $1, in: table) }
    for row in order where next[Int(row) - firstRow] < 0 { label(from: row, in: table) }
  }

  /// Ties go to the smaller trace id, then span id.
  private static func endsLater(_ left: Int32, _ right: Int32, in table: SpanTable) -> Bool {
    let (one, other) = (Int(left), Int(right))
    let ends = (table.columns.ends[one], table.columns.ends[other])
    if ends.0 != ends.1 { return ends.0 > ends.1 }
    if table.columns.traces[one] != table.columns.traces[other] {
      return table.traceID(of: SpanIndex(row: one)) < table.traceID(of: SpanIndex(row: other))
    }
    let ids = (table.columns.spanIDs[one], table.columns.spanIDs[other])
    return ids.0 == ids.1 ? one < other : ids.0 < ids.1
  }

  /// Marks everything that set `terminal` off and has no later terminal, best causes first.
  private mutating func label(from terminal: Int32, in table: SpanTable) {
    pending.append((terminal, terminal, false))
    while let (row, effect, isLink) = pending.popLast() {
      let place = Int(row) - firstRow
      if next[place] >= 0 { continue }
      next[place] = effect
      terminals[place] = terminal
      nextLinks[place] = isLink
      let parent = table.columns.parents[Int(row)]
      if parent >= 0, next[Int(parent) - firstRow] < 0 { pending.append((parent, row, false)) }
      for cause in causes(of: Int(row)).reversed() where next[Int(cause) - firstRow] < 0 {
        pending.append((cause, row, true))
      }
    }
  }

  /// The span that ends last of all that a row set off; nil when its time is unknown.
  func terminal(of row: Int) -> Int? {
    let terminal = terminals[row - firstRow]
    return terminal < 0 ? nil : Int(terminal)
  }

  /// Writes the chain from an origin to its terminal: rows with a known time, and whether the one after each links to it. Empty for a span
  /// whose time is unknown.
  ///
  /// `known` has, by local row, a number that is not negative where the chain need not go on: it ends with that row. Empty for none.
  func chain(
    from origin: Int, into chain: inout [CompletionStep], known: [Int32] = [], in table: SpanTable
  ) {
    chain.removeAll(keepingCapacity: true)
    var row = Int32(origin)
    while true {
      let place = Int(row) - firstRow
      let effect = next[place]
      if effect < 0 { return }
      if !table.columns.flags[Int(row)].contains(.missingTime) {
        chain.append(CompletionStep(row: row, isLinkedByNext: nextLinks[place]))
        if !known.isEmpty, known[place] >= 0 { return }
      }
      if effect == row { return }
      row = effect
    }
  }
}

/// A span on the way from an origin to its terminal.
struct CompletionStep: Sendable {
  var row: Int32
  /// The next step's span links to this one; else it is its child.
  var isLinkedByNext: Bool
}

import TraceModel

/// The failing spans of one journey, and how their errors hang together: a part of ``JourneyReading``, reused from journey to journey.
///
/// An error *passes on* to the failing caller: the parent, or the nearest failing span above a run of healthy CLIENT, INTERNAL and
/// unspecified spans of one service, when that one tells of the same kind of error (the spans between only bear no status). A healthy
/// SERVER that answers with the same status code passes the error on, too: 4xx are no errors of a server. Consumers of
/// messages and spans whose parent came by FOLLOWS_FROM pass nothing on, since nobody waits for them.
struct FailingSpans: Sendable {
  /// What becomes of an error above the span.
  enum End: Hashable, Sendable {
    /// It passes on to a failing span, by its place in ``rows``.
    case passedOn(Int)
    /// The span has no parent: whoever sent the request sees the error.
    case entry
    /// The parent is not in the dump.
    case unknownCaller
    /// The caller, which is healthy.
    case swallowed(OperationKey)
    /// The span works off a message, or for a caller who does not wait: the producer.
    case detached(OperationKey, producerFailed: Bool)
  }

  /// How many healthy spans an error is followed through.
  static let reach = 64

  /// Whether the failing spans of the journey at hand are found.
  private(set) var isRead = false
  /// By row.
  private(set) var rows: [Int] = []
  private(set) var kinds: [ErrorKind] = []
  private(set) var ends: [End] = []
  /// Whether a callee passes its error on to the span.
  private(set) var hasFailingCallee: [Bool] = []
  /// By place: the place of the span where its error ends up, itself when it passes nothing on.
  private(set) var tops: [Int] = []
  /// By place: how many failing spans lie between the span and its top, the top included.
  private(set) var depths: [Int] = []
  /// By row of the journey: place in ``rows`` plus 1, or 0.
  private var places: [Int32] = []
  private var firstRow = 0
  private var waiting: [Int] = []
  private var roles: MessagingRoles
  private let reader: ErrorKindReader

  init(symbols: SymbolTable) {
    roles = MessagingRoles(symbols: symbols)
    reader = ErrorKindReader(symbols: symbols)
  }

  /// Forgets the journey before. O(1).
  mutating func forget() { isRead = false }

  /// The place in ``rows`` of a row, or nil when it is healthy.
  func place(of row: Int) -> Int? {
    let offset = row - firstRow
    return offset >= 0 && offset < places.count && places[offset] > 0 ? Int(places[offset]) - 1 : nil
  }

  /// Finds the failing spans of a journey. O(spans), with a little work for each failing one.
  mutating func read(_ journey: borrowing Journey) {
    let table = journey.table
    isRead = true
    for row in rows { places[row - firstRow] = 0 }
    firstRow = journey.rows.lowerBound
    rows.removeAll(keepingCapacity: true)
    for row in journey.rows where reader.hasFailed(row, in: table) { rows.append(row) }
    kinds.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    hasFailingCallee.removeAll(keepingCapacity: true)
    if rows.isEmpty { return }
    if places.count < journey.rows.count {
      places.append(contentsOf: repeatElement(0, count: journey.rows.count - places.count))
    }
    for (place, row) in rows.enumerated() { places[row - firstRow] = Int32(place + 1) }
    hasFailingCallee.append(contentsOf: repeatElement(false, count: rows.count))
    for row in rows { kinds.append(reader.kind(of: row, in: table)) }
    for place in rows.indices {
      let end = end(of: place, in: table)
      if case .passedOn(let above) = end { hasFailingCallee[above] = true }
      ends.append(end)
    }
    findTops()
  }

  private mutating func end(of place: Int, in table: SpanTable) -> End {
    let row = rows[place]
    let parent = Int(table.columns.parents[row])
    if let producer = producer(of: row, in: table) {
      return .detached(OperationKey(producer, in: table), producerFailed: self.place(of: producer) != nil)
    }
    if parent < 0 { return table.columns.flags[row].contains(.orphan) ? .unknownCaller : .entry }
    if table.columns.flags[row].contains(.followsFrom) {
      return .detached(OperationKey(parent, in: table), producerFailed: self.place(of: parent) != nil)
    }
    if let above = self.place(of: parent) { return .passedOn(above) }
    return endAboveHealthy(parent, place, in: table)
  }

  /// What becomes of an error above a healthy parent.
  private func endAboveHealthy(_ parent: Int, _ place: Int, in table: SpanTable) -> End {
    let columns = table.columns
    var code: String??
    var service = columns.services[parent]
    var healthy = parent
    var above = parent
    for _ in 0..<FailingSpans.reach {
      if columns.services[above] != service { break }
      if let failing = self.place(of: above) {
        if kinds[failing] == kinds[place] { return .passedOn(failing) }
        break
      }
      let next = Int(columns.parents[above])
      switch columns.kinds[above] {
      case .client, .internal, .unspecified: break
      case .producer, .consumer: return .swallowed(OperationKey(healthy, in: table))
      case .server:
        if code == nil { code = .some(reader.code(of: rows[place], in: table)) }
        guard let code, let code, reader.code(of: above, in: table) == code else {
          return .swallowed(OperationKey(healthy, in: table))
        }
        if next < 0 { return columns.flags[above].contains(.orphan) ? .unknownCaller : .entry }
        service = columns.services[next]
        healthy = next
      }
      if next < 0 || columns.flags[above].contains(.followsFrom) { break }
      above = next
    }
    return .swallowed(OperationKey(healthy, in: table))
  }

  /// The row of the producer whose message the span works off; of several the one with the smallest names. Nil for a span that consumes nothing, or whose
  /// producer is not in the dump.
  private mutating func producer(of row: Int, in table: SpanTable) -> Int? {
    let columns = table.columns
    let kind = columns.kinds[row]
    let parent = Int(columns.parents[row])
    let links = table.links(of: SpanIndex(row: row))
    let hasProducerAbove = parent >= 0 && columns.kinds[parent] == .producer
    let stitched = table.stitchedDeliveries(of: SpanIndex(row: row)).first(where: { $0.by != .time })
    if links.isEmpty, !hasProducerAbove, stitched == nil { return nil }
    if kind != .consumer, roles.role(of: row, in: table)?.isConsumption != true { return nil }
    var best: Int?
    for link in links where link.target >= 0 {
      let target = Int(link.target)
      if best.map({ OperationKey(target, in: table) < OperationKey($0, in: table) }) ?? true { best = target }
    }
    if let best { return best }
    if hasProducerAbove { return parent }
    return stitched.map { Int($0.producer) }
  }

  /// Follows every error to where it ends up. Each span is walked over once.
  private mutating func findTops() {
    tops.removeAll(keepingCapacity: true)
    tops.append(contentsOf: repeatElement(-1, count: rows.count))
    depths.removeAll(keepingCapacity: true)
    depths.append(contentsOf: repeatElement(0, count: rows.count))
    for place in rows.indices {
      var next = place
      while tops[next] < 0 {
        guard case .passedOn(let above) = ends[next] else {
          tops[next] = next
          break
        }
        waiting.append(next)
        next = above
      }
      while let below = waiting.popLast() {
        tops[below] = tops[next]
        depths[below] = depths[next] + 1
        next = below
      }
    }
  }
}

import TraceModel

/// Plays a whole journey again: every response, and what follows from it across queues and traces.
///
/// A span that no caller waits for begins with what set it off: as long after the end of its cause as it was, or, when it began while its cause ran, after the
/// same part of the cause's time. What it waited in the queue can be changed. Without a change every time is as it was.
struct JourneyReplay: Sendable {
  /// Response of a root: its row, and its length before and after, in ns.
  struct Times: Sendable {
    var row: Int
    var before: Int64
    var after: Int64
  }

  private var graph: ReplayGraph
  private var replay = Replay()
  private var topics: TopicNames
  private var firstRow = 0
  /// By local row: its node, -1 without a known time.
  private var nodeOfRow: [Int32] = []
  private var heads: [Int32] = []
  /// By node: by how much it begins later than it did (ns).
  private var shifts: [Int64] = []
  private var pending: [Int32] = []
  private var order: [Int32] = []
  /// By local row, the last end (ns) of all that it set off, itself included; the least number when unknown.
  private var lastEnds: [Int64] = []
  private let operations: OperationChanges
  private let queues: [QueueChange]

  init(options: WhatIfOptions, symbols: SymbolTable) {
    graph = ReplayGraph(options: options.paths, symbols: symbols)
    topics = TopicNames(symbols: symbols)
    operations = OperationChanges(options.operations, symbols: symbols)
    queues = options.queues
  }

  /// How many spans (for queues: waits) each change met.
  private(set) var met: [Int] = []

  /// Plays a journey. O(*n* log *n*).
  ///
  /// - Parameters:
  ///   - journey: The journey.
  ///   - causes: Those of the journey; terminals are not asked for.
  /// - Returns: The responses of all roots with a known time, by row, and the completions of all origins among them.
  mutating func play(
    _ journey: borrowing Journey, _ causes: inout JourneyCauses
  ) -> (responses: [Times], completions: [Times]) {
    let table = journey.table
    build(journey)
    let changes = operations
    var met = [Int](repeating: 0, count: changes.count + queues.count)
    replay.play(graph) { node in
      guard let number = changes.number(of: Int(node.row), in: table) else { return nil }
      met[number] += 1
      return changes.changes[number]
    }
    self.met = met
    shiftHeads(&causes, in: table)
    var responses: [Times] = []
    for row in journey.rows where table.columns.parents[row] < 0 {
      let node = Int(nodeOfRow[row - firstRow])
      if node < 0 { continue }
      responses.append(Times(row: row, before: graph.nodes[node].length, after: replay.lengths[node]))
    }
    var completions: [Times] = []
    let origins = responses.filter { causes.isOrigin($0.row, in: table) }
    if origins.isEmpty { return (responses, []) }
    findLastEnds(journey, causes, isReplayed: false)
    for origin in origins {
      completions.append(
        Times(row: origin.row, before: lastEnds[origin.row - firstRow] &- table.columns.starts[origin.row], after: 0))
    }
    findLastEnds(journey, causes, isReplayed: true)
    for place in completions.indices {
      let row = completions[place].row
      completions[place].after = lastEnds[row - firstRow] &- table.columns.starts[row]
    }
    return (responses, completions)
  }

  // MARK: Building

  private mutating func build(_ journey: borrowing Journey) {
    let table = journey.table
    firstRow = journey.rows.lowerBound
    graph.clear()
    heads.removeAll(keepingCapacity: true)
    nodeOfRow.removeAll(keepingCapacity: true)
    for _ in journey.rows { nodeOfRow.append(-1) }
    for row in journey.rows where table.columns.parents[row] < 0 { addHead(row, in: table) }
    var spread = 0
    addEffects(from: &spread, in: table)
    for row in journey.rows where nodeOfRow[row - firstRow] < 0 {
      let parent = Int(table.columns.parents[row])
      if parent >= 0, table.columns.flags[parent].contains(.missingTime) {
        addHead(row, in: table)
        addEffects(from: &spread, in: table)
      }
    }
    heads.sort { left, right in
      let rows = (Int(graph.nodes[Int(left)].row), Int(graph.nodes[Int(right)].row))
      let starts = (table.columns.starts[rows.0], table.columns.starts[rows.1])
      return starts.0 != starts.1 ? starts.0 < starts.1 : rows.0 < rows.1
    }
  }

  /// Makes heads of the children that no caller waits for, below the nodes from `place` on.
  private mutating func addEffects(from place: inout Int, in table: SpanTable) {
    while place < graph.nodes.count {
      for child in table.children(of: SpanIndex(row: Int(graph.nodes[place].row)))
      where nodeOfRow[Int(child) - firstRow] < 0 {
        addHead(Int(child), in: table)
      }
      place += 1
    }
  }

  private mutating func addHead(_ row: Int, in table: SpanTable) {
    if table.columns.flags[row].contains(.missingTime) { return }
    let first = graph.nodes.count
    heads.append(Int32(first))
    graph.addHead(row, in: table)
    graph.grow(from: first, in: table)
    for node in first..<graph.nodes.count { nodeOfRow[Int(graph.nodes[node].row) - firstRow] = Int32(node) }
  }

  // MARK: Heads

  private mutating func shiftHeads(_ causes: inout JourneyCauses, in table: SpanTable) {
    shifts.removeAll(keepingCapacity: true)
    for _ in graph.nodes.indices { shifts.append(0) }
    for head in heads {
      shifts[Int(head)] = shift(of: Int(graph.nodes[Int(head)].row), &causes, in: table)
      pending.append(head)
      while let node = pending.popLast() {
        for callee in graph.nodes[Int(node)].callees {
          let offset = graph.nodes[callee].low &- graph.nodes[Int(node)].low
          shifts[callee] = shifts[Int(node)] &+ replay.offsets[callee] &- offset
          pending.append(Int32(callee))
        }
      }
    }
  }

  /// By how much a head begins later than it did.
  private mutating func shift(of row: Int, _ causes: inout JourneyCauses, in table: SpanTable) -> Int64 {
    let start = table.columns.starts[row]
    let linked = causes.causes(of: row)
    let parent = Int(table.columns.parents[row])
    guard let cause = linked.first.map({ Int($0) }) ?? (parent >= 0 ? parent : nil) else { return 0 }
    let isMessage =
      !linked.isEmpty || (table.columns.kinds[row] == .consumer && table.columns.kinds[cause] == .producer)
    let end = table.columns.ends[cause]
    if end > start {
      if isMessage, causes.isReceive(row, in: table) { return endShift(of: cause) }
      return shift(of: cause, at: start, in: table)
    }
    var latest = end &+ endShift(of: cause)
    for other in linked where table.columns.ends[Int(other)] <= start {
      latest = max(latest, table.columns.ends[Int(other)] &+ endShift(of: Int(other)))
    }
    var wait = start &- end
    if isMessage, let number = queueNumber(of: row, cause: cause, in: table) {
      met[operations.count + number] += 1
      wait = Replay.sum(queues[number].change.kept(of: wait), queues[number].change.added)
    }
    return latest &+ wait &- start
  }

  private mutating func queueNumber(of row: Int, cause: Int, in table: SpanTable) -> Int? {
    if queues.isEmpty { return nil }
    guard let topic = topics.topic(of: row, in: table) ?? topics.topic(of: cause, in: table) else { return nil }
    return queues.firstIndex { $0.topic.utf8.elementsEqual(topic) }
  }

  private func endShift(of row: Int) -> Int64 {
    let node = Int(nodeOfRow[row - firstRow])
    if node < 0 { return 0 }
    return shifts[node] &+ replay.lengths[node] &- graph.nodes[node].length
  }

  /// By how much the instant `time`, while a span runs, comes later: in proportion.
  private func shift(of row: Int, at time: Int64, in table: SpanTable) -> Int64 {
    let node = Int(nodeOfRow[row - firstRow])
    if node < 0 { return 0 }
    let length = graph.nodes[node].length
    if length <= 0 { return shifts[node] }
    let part = Int128(min(length, max(0, time &- graph.nodes[node].low)))
    let change = Int128(replay.lengths[node] &- length)
    return shifts[node] &+ Int64(clamping: change * part / Int128(length))
  }

  // MARK: Completions

  /// By row of a known time: its end, before or after.
  private func end(of row: Int, isReplayed: Bool, in table: SpanTable) -> Int64 {
    table.columns.ends[row] &+ (isReplayed ? endShift(of: row) : 0)
  }

  /// Goes back from the ends, the last first, to all that led to each.
  private mutating func findLastEnds(_ journey: borrowing Journey, _ causes: JourneyCauses, isReplayed: Bool) {
    let table = journey.table
    lastEnds.removeAll(keepingCapacity: true)
    var order = order
    self.order = []
    order.removeAll(keepingCapacity: true)
    for row in journey.rows {
      lastEnds.append(.min)
      if nodeOfRow[row - firstRow] >= 0 { order.append(Int32(row)) }
    }
    order.sort { left, right in
      let ends = (
        end(of: Int(left), isReplayed: isReplayed, in: table), end(of: Int(right), isReplayed: isReplayed, in: table)
      )
      return ends.0 != ends.1 ? ends.0 > ends.1 : left < right
    }
    for row in order where lastEnds[Int(row) - firstRow] == .min {
      let last = end(of: Int(row), isReplayed: isReplayed, in: table)
      pending.append(row)
      while let row = pending.popLast() {
        if lastEnds[Int(row) - firstRow] != .min { continue }
        lastEnds[Int(row) - firstRow] = last
        let parent = table.columns.parents[Int(row)]
        if parent >= 0 { pending.append(parent) }
        pending.append(contentsOf: causes.causes(of: Int(row)))
      }
    }
    self.order = order
  }
}

/// Topics as messaging spans name them.
struct TopicNames: Sendable {
  private var peers: PeerNames

  init(symbols: SymbolTable) { peers = PeerNames(symbols: symbols) }

  mutating func topic(of row: Int, in table: SpanTable) -> ArraySlice<UInt8>? {
    peers.read(row, in: table)
    return peers.topic?.name
  }
}

/// Changed operations by symbol.
struct OperationChanges: Sendable {
  /// Nil for an operation that the run does not know.
  private let keys: [OperationKey?]
  let changes: [TimeChange]

  /// An operation that the run does not know is never met.
  init(_ changes: [OperationChange], symbols: SymbolTable) {
    keys = changes.map { symbols.key(of: OperationName(service: $0.service, operation: $0.operation)) }
    self.changes = changes.map(\.change)
  }

  var count: Int { changes.count }

  /// The number of the change of a span's operation; nil for no change.
  @inline(__always)
  func number(of row: Int, in table: SpanTable) -> Int? {
    keys.firstIndex(of: OperationKey(row, in: table))
  }
}

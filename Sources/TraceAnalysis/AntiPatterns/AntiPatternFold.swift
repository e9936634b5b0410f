public import TraceModel

/// Anti-patterns on the critical paths of responses, and waits for batches on those of completions.
///
/// Each path is looked at once, in time linear in its spans and their children.
public struct AntiPatternFold: StatefulFold {
  public typealias Options = AntiPatternOptions
  public typealias Prior = Void
  public typealias Result = AntiPatternResult

  /// The span attributes the fold reads.
  public static let requiredAttributes = CompletionPathFold.requiredAttributes

  public var readingOptions: JourneyReading.Options { JourneyReading.Options(path: options.path) }
  public var state: AntiPatternState
  public let options: AntiPatternOptions
  public let symbols: SymbolTable
  var path = AntiPatternPath()
  /// Fixed hashes of operations, by number.
  private(set) var operationHashes: [UInt64] = []
  private var losses = AntiPatternLosses()
  /// The operation of the root of the path at work.
  private var entry: Int32 = 0
  /// The operation of the span at work.
  private(set) var caller: Int32 = 0
  /// The children on the path of the span at work, in time order.
  var children: [AntiPatternChild] = []
  var byOperation = AntiPatternScratch()

  public init(options: AntiPatternOptions, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    state = AntiPatternState(options)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let table = reading.journey.table
    reading.findResponsePaths()
    for path in reading.responses.paths { add(path, reading.responses.walk, in: table) }
    reading.findCauses()
    if !reading.causes.isLinked { return }
    reading.findCompletionPaths()
    for path in reading.completions.paths { add(path, reading.completions, in: table) }
  }

  /// Adds a response path.
  private mutating func add(_ path: ResponsePaths.Path, _ walk: borrowing CriticalPathWalk, in table: SpanTable) {
    let root = path.root
    begin(root.row, in: table)
    self.path.read(path, of: walk)
    for place in self.path.nodes.indices where self.path.nodes[place].firstChild >= 0 { look(at: place, in: table) }
    let duration = max(0, table.duration(of: root))
    state.entries[SpanOperationKey(root.row, in: table)].add(duration)
    close(duration, root.row, in: table)
  }

  /// Looks at one span on the path and what it waited for. Most spans have one child: they are done with before anything is named.
  private mutating func look(at place: Int, in table: SpanTable) {
    let node = path.nodes[place]
    let isClient = table.columns.kinds[Int(node.row)] == .client && findClientWait(of: place, in: table)
    let called = table.columns.childOffsets[Int(node.row) + 1] - table.columns.childOffsets[Int(node.row)]
    if called < 2 { return }
    caller = operationNumber(of: node.row, in: table)
    if path.nodes[Int(node.firstChild)].next >= 0 {
      readChildren(of: place, in: table)
      findRetries(of: place)
      findRepeatedCalls(of: place)
      if !isClient { findGaps(of: place, in: table) }
      findSerialCalls(of: place)
    }
    countOrders(of: place, in: table)
  }

  /// Adds a completion path.
  private mutating func add(_ path: CompletionPaths.Path, _ paths: borrowing CompletionPaths, in table: SpanTable) {
    var hasBegun = false
    paths.forEachBatchWait(on: path) { segment in
      if !hasBegun { begin(path.origin, in: table) }
      hasBegun = true
      findBatchWait(segment, in: table)
    }
    if hasBegun { close(table.columns.ends[Int(path.terminal)] &- path.start, path.origin, in: table) }
  }

  // MARK: One path

  private mutating func begin(_ root: Int, in table: SpanTable) {
    entry = operationNumber(of: Int32(root), in: table)
  }

  /// Notes that the path at work lost `cost` (ns) in a way.
  ///
  /// - Parameters:
  ///   - kind: Which.
  ///   - operation: Who could do better.
  ///   - first: What it called; -1 for nothing.
  ///   - second: What it called next; -1 for nothing.
  ///   - cost: Nothing is noted unless it is positive.
  ///   - calls: How many calls, or messages of a batch, that is.
  ///   - isWeak: Only of interest when nothing speaks for independence.
  mutating func found(
    _ kind: AntiPatternKind, _ operation: Int32, _ first: Int32, _ second: Int32 = -1, cost: Int64, calls: Int,
    isWeak: Bool = false
  ) {
    if cost <= 0 { return }
    let key = AntiPatternKey(
      kind: kind, isWeak: isWeak, entry: entry, operation: operation, first: first, second: second)
    guard let number = state.findings.number(of: key, hash: key.fixedHash(operationHashes)) else { return }
    losses.add(number, cost: cost, calls: calls)
  }

  /// Counts what the path at work has lost, where that is enough.
  private mutating func close(_ duration: Int64, _ root: Int, in table: SpanTable) {
    let least = max(options.leastNanoseconds, Int64(clamping: Int128(duration) * Int128(options.leastPercent) / 100))
    for number in losses.touched {
      let loss = losses[number]
      if loss.cost < least { continue }
      state.findings.values[number].count += loss.count
      state.findings.values[number].calls += loss.calls
      state.findings.values[number].cost.add(loss.cost)
      state.findings.values[number].add(path: duration)
      state.findings.values[number].exemplars.offer(
        CriticalPathExemplar(
          nanoseconds: loss.cost, traceID: table.traceID(of: SpanIndex(row: root)),
          rootSpanID: table.columns.spanIDs[root]))
    }
    losses.clear()
    state.findings.trim()
    state.orders.trim()
  }

  // MARK: Names

  var operationCount: Int { state.operations.count }

  @inline(__always)
  mutating func operationNumber(of row: Int32, in table: SpanTable) -> Int32 {
    let number = state.operations.number(of: SpanOperationKey(Int(row), in: table))
    if number >= operationHashes.count { addHashes() }
    return Int32(truncatingIfNeeded: number)
  }

  private mutating func addHashes() {
    for key in state.operations.keys[operationHashes.count...] { operationHashes.append(key.fixedHash(symbols)) }
  }
}

public import TraceModel

/// Anti-patterns on the critical paths of responses, and waits for batches on those of completions.
///
/// Each path is looked at once, in time linear in its spans and their children. State is bounded by the distinct operations and by
/// ``AntiPatternOptions/mostFindings``.
public struct AntiPatternFold: TraceFold {
  /// The span attributes the fold reads.
  public static let requiredAttributes = CompletionPathFold.requiredAttributes

  public var readingOptions: JourneyReading.Options { JourneyReading.Options(path: options.path) }
  let options: AntiPatternOptions
  private let symbols: SymbolTable
  var path = AntiPatternPath()
  /// (service, operation) and kind of spans.
  private var operations = KeyIndex()
  private var operationHashes: [UInt64] = []
  private var entries = KeyIndex()
  private var entryDurations: [Histogram] = []
  var findings: AntiPatternTable<AntiPatternTotals>
  var orders: AntiPatternTable<AntiPatternOrders>
  /// Places in ``findings`` that the path at work has added to.
  private var touched: [Int] = []
  /// The entry point of the path at work, as a number of ``operations``.
  private var entry: Int32 = 0
  /// The operation of the span at work.
  private(set) var caller: Int32 = 0
  /// The children on the path of the span at work, in time order.
  var children: [AntiPatternChild] = []
  var byOperation = AntiPatternScratch()

  public init(options: AntiPatternOptions, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    findings = AntiPatternTable(most: options.mostFindings)
    orders = AntiPatternTable(most: 4 * options.mostFindings)
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
    entryDurations[entryNumber].add(duration)
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

  private var entryNumber = 0

  private mutating func begin(_ root: Int, in table: SpanTable) {
    entry = operationNumber(of: Int32(root), in: table)
    entryNumber = entries.number(of: KeyIndex.Key(UInt64(entry)))
    if entryNumber == entryDurations.count { entryDurations.append(Histogram()) }
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
    guard let place = findings.place(of: key.packed, hash: hash(key)) else { return }
    if findings.values[place].pendingCount == 0 { touched.append(place) }
    findings.values[place].pendingCount += 1
    findings.values[place].pendingCost &+= cost
    findings.values[place].pendingCalls += calls
  }

  /// Counts what the path at work has lost, where that is enough.
  private mutating func close(_ duration: Int64, _ root: Int, in table: SpanTable) {
    let least = max(options.leastNanoseconds, Int64(clamping: Int128(duration) * Int128(options.leastPercent) / 100))
    for place in touched {
      let cost = findings.values[place].pendingCost
      if cost >= least {
        findings.values[place].count += findings.values[place].pendingCount
        findings.values[place].calls += findings.values[place].pendingCalls
        findings.values[place].cost.add(cost)
        findings.values[place].add(path: duration)
        findings.values[place].exemplars.offer(
          CriticalPathExemplar(
            nanoseconds: cost, traceID: table.traceID(of: SpanIndex(row: root)),
            rootSpanID: table.columns.spanIDs[root]))
      }
      findings.values[place].pendingCost = 0
      findings.values[place].pendingCount = 0
      findings.values[place].pendingCalls = 0
    }
    touched.removeAll(keepingCapacity: true)
    findings.trim()
    orders.trim()
  }

  // MARK: Names

  var operationCount: Int { operations.count }

  @inline(__always)
  mutating func operationNumber(of row: Int32, in table: SpanTable) -> Int32 {
    let row = Int(row)
    return operationNumber(
      of: KeyIndex.Key(
        CriticalPathWalk.pair(table.columns.services[row], table.columns.names[row]),
        UInt64(table.columns.kinds[row].rawValue)))
  }

  private mutating func operationNumber(of key: KeyIndex.Key) -> Int32 {
    let number = operations.number(of: key)
    if number == operationHashes.count { operationHashes.append(TraceID.mix(key.first ^ TraceID.mix(key.second))) }
    return Int32(number)
  }

  func hash(ofOrders operation: Int32, _ one: Int32, _ other: Int32) -> UInt64 {
    TraceID.mix(
      operationHashes[Int(operation)] ^ TraceID.mix(operationHashes[Int(one)] &+ operationHashes[Int(other)]))
  }

  func hash(_ key: AntiPatternKey) -> UInt64 {
    var hash = (UInt64(key.kind.rawValue) << 1) | (key.isWeak ? 1 : 0)
    for number in [key.entry, key.operation, key.first, key.second] {
      hash = TraceID.mix(hash &+ 0x9e37_79b9_7f4a_7c15 ^ (number < 0 ? 0 : operationHashes[Int(number)]))
    }
    return hash
  }

  // MARK: Merging

  public mutating func merge(_ other: Self) {
    let numbers = other.operations.keys.map { operationNumber(of: $0) }
    for (place, key) in other.entries.keys.enumerated() {
      let number = entries.number(of: KeyIndex.Key(UInt64(numbers[Int(key.first)])))
      if number == entryDurations.count { entryDurations.append(Histogram()) }
      entryDurations[number].merge(other.entryDurations[place])
    }
    findings.merge(other.findings) { AntiPatternKey($0).translated(by: numbers).packed }
    // The pair's smaller number may be the larger one here.
    var others = other.orders
    for (place, key) in other.orders.index.keys.enumerated() {
      let (first, second) = AntiPatternKey.pair(key)
      if (first < second) != (numbers[Int(first)] < numbers[Int(second)]) {
        others.values[place].turn()
      }
    }
    orders.merge(others) { AntiPatternKey.orders($0, translated: numbers) }
  }

  /// - Complexity: O(*n* log *n*) in the findings.
  public consuming func finish() -> AntiPatternResult {
    findings.cut()
    orders.cut()
    var names = CriticalPathNames(symbols: symbols)
    var result = AntiPatternResult(options: options)
    result.isCut = findings.isCut || orders.isCut
    var durations: [Int32: Histogram] = [:]
    for (place, key) in entries.keys.enumerated() { durations[Int32(key.first)] = entryDurations[place] }
    var found: [(finding: AntiPatternFinding, key: AntiPatternKey)] = []
    for (place, packed) in findings.index.keys.enumerated() where findings.values[place].cost.count > 0 {
      let key = AntiPatternKey(packed)
      let orders = key.kind == .serialFanOut ? self.orders(of: key) : AntiPatternOrders()
      let varies = orders.others >= options.leastOtherOrders
      // Of calls in a row, every pair counts where the order varies, else those in long rows.
      if key.kind == .serialFanOut, key.isWeak == varies { continue }
      let totals = findings.values[place]
      let whole = key.kind == .batchWaits ? nil : durations[key.entry]?.sum
      if let whole, Int128(totals.cost.sum) * 1000 < Int128(whole) * Int128(options.leastEntryPermille) {
        result.smallFindings += 1
        continue
      }
      found.append(
        (
          AntiPatternFinding(
            kind: key.kind, entry: name(key.entry, &names), operation: name(key.operation, &names),
            first: key.first < 0 ? nil : name(key.first, &names),
            second: key.second < 0 ? nil : name(key.second, &names), count: totals.count, calls: totals.calls,
            cost: totals.cost, exemplars: totals.exemplars.kept,
            pathNanoseconds: totals.pathNanoseconds, entryNanoseconds: whole,
            otherOrders: orders.others), key
        ))
    }
    found.sort { left, right in
      if left.finding.cost.sum != right.finding.cost.sum { return left.finding.cost.sum > right.finding.cost.sum }
      if left.key.kind != right.key.kind { return left.key.kind.rawValue < right.key.kind.rawValue }
      return order(of: left.key).lexicographicallyPrecedes(order(of: right.key))
    }
    result.findings = found.map(\.finding)
    return result
  }

  private borrowing func name(_ number: Int32, _ names: inout CriticalPathNames) -> AntiPatternFinding.Operation {
    let key = operations.keys[Int(number)]
    return AntiPatternFinding.Operation(
      service: names.service(of: key), operation: names.operation(of: key),
      kind: SpanKind(rawValue: UInt8(truncatingIfNeeded: key.second)) ?? .unspecified)
  }

  /// Symbols of one table sort like their names.
  private borrowing func order(of key: AntiPatternKey) -> [UInt64] {
    [key.entry, key.operation, key.first, key.second].flatMap { number in
      number < 0 ? [0, 0] : [operations.keys[Int(number)].first, operations.keys[Int(number)].second]
    }
  }

  private borrowing func orders(of key: AntiPatternKey) -> AntiPatternOrders {
    let packed = AntiPatternKey.orders(key.operation, key.first, key.second)
    var index = orders.index
    let place = index.number(of: packed)
    return place < orders.values.count ? orders.values[place] : AntiPatternOrders()
  }
}

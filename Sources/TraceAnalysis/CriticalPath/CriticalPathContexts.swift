import TraceModel

/// Paths added up by call context: the tree that grows while folding.
///
/// Contexts are numbered by (caller's context, service, operation, kind of span), so equal contexts are equal keys and folds add up node by node. Beside
/// its totals a node has one cell for each bucket of durations (``DurationBuckets``) that its entry point's responses fell into:
/// bands are formed of them at the end, without a second pass.
///
/// When there come to be more than ``CriticalPathOptions/nodeBudget`` nodes, all below the greatest depth that fits are added to their ancestors at that
/// depth. The depth depends only on which contexts there are: any order of observing and merging ends with the same.
struct CriticalPathContexts: Sendable {
  struct Node: Mergeable {
    /// -1 for a root.
    var parent: Int32 = -1
    var entry: Int32 = 0
    /// Its number among the nodes of its entry point.
    var ordinal: Int32 = 0
    /// 1 for a root.
    var depth: Int32 = 0
    /// Number of the operation among those of the entry point.
    var operation: Int32 = 0
    var isCut = false
    var exclusive = Histogram()
    var exemplars = CriticalPathExemplars()

    var size: Int { MemoryLayout<Self>.size + exclusive.size + exemplars.size }

    /// Adds what one response spent here; returns ``ordinal``.
    @inline(__always)
    mutating func add(_ response: CriticalPathExemplar, exclusive nanoseconds: Int64) -> Int {
      if !isCut { exclusive.add(nanoseconds) }
      exemplars.offer(response)
      return Int(ordinal)
    }

    /// Adds what another node of the same context has seen; where it stands stays as it is.
    mutating func merge(_ other: Self) {
      isCut = isCut || other.isCut
      if isCut { exclusive = Histogram() } else { exclusive.merge(other.exclusive) }
      exemplars.merge(other.exemplars)
    }

    /// Says that what was below has been added.
    mutating func cut() {
      isCut = true
      exclusive = Histogram()
    }
  }

  /// The totals of one bucket of durations of one entry point, by ordinal of the node.
  struct Block: Sendable {
    /// How many responses.
    var responses = 0
    var cells = CriticalPathCells()
  }

  let budget: Int
  /// Nodes deeper than this are added to their ancestors.
  private(set) var depth = Int32.max
  private var contexts = Counted<ContextKey, Node>()
  /// How many nodes each entry point has.
  private var nodeCounts: [Int32] = []
  /// The numbers of ``blocks``.
  private var buckets = Counted<DurationBucketKey, Unit>()
  private(set) var blocks: [Block] = []

  init(budget: Int) { self.budget = max(1, budget) }

  var keys: [ContextKey] { contexts.keys }
  var nodes: [Node] { contexts.values }
  /// Of ``blocks``, by number.
  var blockKeys: [DurationBucketKey] { buckets.keys }
  var size: Int {
    contexts.size + buckets.size
      + blocks.reduce(4 * nodeCounts.count) { $0 + MemoryLayout<Block>.stride + $1.cells.size }
  }

  // MARK: One path

  /// The node of a span on the path, by that of its caller (-1 for the root); that of the caller itself when the span lies too deep.
  /// `operations` numbers the operation when the node is new.
  @inline(__always)
  mutating func node(
    of row: Int, caller: Int, entry: Int, in table: SpanTable, _ operations: inout CriticalPathAggregation
  ) -> Int {
    if caller >= 0, contexts.values[caller].depth >= depth {
      contexts.values[caller].isCut = true
      return caller
    }
    let key = ContextKey(
      operation: SpanOperationKey(row, in: table),
      caller: caller < 0 ? ContextKey.caller(ofEntry: entry) : Int32(truncatingIfNeeded: caller))
    let count = contexts.count
    let number = contexts.number(of: key)
    if number == count {
      place(number, caller: caller, entry: entry, operations.number(row, .work, entry: entry, in: table))
    }
    return number
  }

  /// The number of a node's operation among those of its entry point.
  @inline(__always)
  func operation(of node: Int) -> Int { Int(contexts.values[node].operation) }

  /// Adds a response.
  ///
  /// - Parameters:
  ///   - response: Its duration and ids.
  ///   - entry: The number of its entry point.
  ///   - times: What it spent, by the numbers of nodes; no inclusive time where a span is below its node, by the cut.
  mutating func close(_ response: CriticalPathExemplar, entry: Int, times: borrowing TimesOfPath) {
    let block = block(entry, bucket: DurationBuckets.bucket(of: response.nanoseconds))
    blocks[block].responses &+= 1
    // Taken out, so that each access finds it unshared at once.
    var cells = blocks[block].cells
    blocks[block].cells = CriticalPathCells()
    for number in times.touched {
      let time = times[number]
      let ordinal = contexts.values[number].add(
        CriticalPathExemplar(
          nanoseconds: time.inclusive, traceID: response.traceID, rootSpanID: response.rootSpanID),
        exclusive: time.exclusive)
      cells.add(ordinal, inclusive: time.inclusive, exclusive: time.exclusive)
    }
    blocks[block].cells = cells
    if contexts.count > budget { cut() }
  }

  /// Says where a new node stands.
  private mutating func place(_ number: Int, caller: Int, entry: Int, _ operation: Int) {
    while nodeCounts.count <= entry { nodeCounts.append(0) }
    contexts.values[number].parent = Int32(truncatingIfNeeded: caller)
    contexts.values[number].entry = Int32(truncatingIfNeeded: entry)
    contexts.values[number].ordinal = nodeCounts[entry]
    contexts.values[number].depth = caller < 0 ? 1 : contexts.values[caller].depth + 1
    contexts.values[number].operation = Int32(truncatingIfNeeded: operation)
    nodeCounts[entry] += 1
  }

  private mutating func block(_ entry: Int, bucket: Int) -> Int {
    while nodeCounts.count <= entry { nodeCounts.append(0) }
    let number = buckets.number(
      of: DurationBucketKey(entry: Int32(truncatingIfNeeded: entry), bucket: Int32(truncatingIfNeeded: bucket)))
    if number == blocks.count { blocks.append(Block()) }
    return number
  }

  // MARK: The bound

  /// Makes the depth the greatest at which the nodes fit the budget, at least 1.
  private mutating func cut() {
    if depth == 1 { return }
    var counts: [Int] = []
    for node in nodes {
      while counts.count < Int(node.depth) { counts.append(0) }
      counts[Int(node.depth) - 1] += 1
    }
    var fitting = 0
    var total = 0
    for count in counts {
      total += count
      if total > budget { break }
      fitting += 1
    }
    cut(to: Int32(max(1, fitting)))
  }

  private mutating func cut(to newDepth: Int32) {
    if newDepth >= depth { return }
    depth = newDepth
    if !nodes.contains(where: { $0.depth > newDepth }) { return }
    var kept = CriticalPathContexts(budget: budget)
    kept.depth = newDepth
    kept.take(self, entries: Array(0..<nodeCounts.count)) { Int($0) }
    self = kept
  }

  // MARK: Adding up

  /// Adds what `other` has seen, given what its entry points and operations are called here.
  mutating func merge(_ other: Self, entries: [Int], operations: [Int]) {
    cut(to: other.depth)
    take(other, entries: entries) { operations[Int($0)] }
    if contexts.count > budget { cut() }
  }

  private mutating func take(_ other: Self, entries: [Int], operation: (Int32) -> Int) {
    var numbers: [Int] = []
    for (node, otherKey) in zip(other.nodes, other.keys) {
      // Callers come before callees.
      let caller = node.parent < 0 ? -1 : numbers[Int(node.parent)]
      if node.depth > depth {
        contexts.values[caller].cut()
        numbers.append(caller)
        continue
      }
      let entry = entries[Int(node.entry)]
      let key = ContextKey(
        operation: otherKey.operation,
        caller: caller < 0 ? ContextKey.caller(ofEntry: entry) : Int32(truncatingIfNeeded: caller))
      let count = contexts.count
      let number = contexts.number(of: key)
      if number == count { place(number, caller: caller, entry: entry, operation(node.operation)) }
      numbers.append(number)
      contexts.values[number].merge(node)
    }
    takeBlocks(other, entries: entries, numbers: numbers)
  }

  private mutating func takeBlocks(_ other: Self, entries: [Int], numbers: [Int]) {
    var nodesByEntry = [[Int]](repeating: [], count: other.nodeCounts.count)
    for (number, node) in other.nodes.enumerated() { nodesByEntry[Int(node.entry)].append(number) }
    for (otherNumber, key) in other.blockKeys.enumerated() {
      let number = block(entries[Int(key.entry)], bucket: Int(key.bucket))
      blocks[number].responses += other.blocks[otherNumber].responses
      let cells = other.blocks[otherNumber].cells
      for node in nodesByEntry[Int(key.entry)] {
        var totals = cells.totals(Int(other.nodes[node].ordinal))
        let target = Int(nodes[numbers[node]].ordinal)
        if other.nodes[node].depth > depth {
          let exclusive = totals.exclusive
          totals = CriticalPathBandTotals()
          totals.exclusive = exclusive
        }
        blocks[number].cells.add(target, totals)
      }
    }
  }
}

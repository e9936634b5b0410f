import TraceModel

/// Paths added up by call context: the tree that grows while folding.
///
/// Nodes are numbered by (caller's node, service, operation, kind of span), so equal contexts are equal keys and folds add up node by node. Beside its
/// totals a node has one cell for each stretch of durations (``DurationBuckets``) that its entry point's responses fell into:
/// bands are formed of them at the end, without a second pass.
///
/// When there come to be more than ``CriticalPathOptions/nodeBudget`` nodes, all below the greatest depth that fits are added to their ancestors at that
/// depth. The depth depends only on which contexts there are: any order of observing and merging ends with the same.
struct CriticalPathContexts: Sendable {
  struct Node: Sendable {
    /// -1 for a root.
    var parent: Int32
    var entry: Int32
    /// Place among the nodes of its entry point.
    var ordinal: Int32
    /// 1 for a root.
    var depth: Int32
    /// Number of the operation among those of the entry point.
    var pair: Int32
    var isCut = false
    var exclusive = Histogram()
    var exemplars = CriticalPathExemplars()

    /// Adds what one response spent here; returns ``ordinal``.
    @inline(__always)
    mutating func add(_ response: CriticalPathExemplar, exclusive nanoseconds: Int64) -> Int {
      if !isCut { exclusive.add(nanoseconds) }
      exemplars.offer(response)
      return Int(ordinal)
    }
  }

  /// The totals of one stretch of durations of one entry point, by ordinal of the node.
  struct Block: Sendable {
    /// How many responses.
    var responses = 0
    var cells = CriticalPathCells()
  }

  /// Time of the present path in one node.
  private struct Pending: Sendable {
    var path = 0
    var inclusive: Int64 = 0
    var exclusive: Int64 = 0
  }

  let budget: Int
  /// Nodes deeper than this are added to their ancestors.
  private(set) var depth = Int32.max
  /// (service and operation; caller's node or entry point, kind of span).
  private(set) var index = KeyIndex()
  private(set) var nodes: [Node] = []
  /// How many nodes each entry point has.
  private var nodeCounts: [Int32] = []
  /// (entry point, bucket of the duration).
  private(set) var blockIndex = KeyIndex()
  private(set) var blocks: [Block] = []
  private var pending: [Pending] = []
  private var path = 0
  private var touched: [Int] = []

  init(budget: Int) { self.budget = max(1, budget) }

  /// The key's second half for a root of an entry point; callees have their caller's node there.
  private static let rootMark: UInt64 = 1 << 56

  // MARK: One path

  /// Begins a path. O(1).
  mutating func begin() {
    path &+= 1
    touched.removeAll(keepingCapacity: true)
  }

  /// The node of a span on the path, by that of its caller (-1 for the root); that of the caller itself when the span lies too deep.
  /// `operations` numbers the operation when the node is new.
  @inline(__always)
  mutating func node(
    of row: Int, caller: Int, entry: Int, in table: SpanTable, _ operations: inout CriticalPathAggregation
  ) -> Int {
    if caller >= 0, nodes[caller].depth >= depth {
      nodes[caller].isCut = true
      return caller
    }
    let parent = caller < 0 ? CriticalPathContexts.rootMark | UInt64(entry) : UInt64(caller)
    let key = KeyIndex.Key(
      CriticalPathWalk.pair(table.columns.services[row], table.columns.names[row]),
      parent << 4 &+ UInt64(table.columns.kinds[row].rawValue))
    let number = index.number(of: key)
    if number == nodes.count {
      add(caller: caller, entry: entry, pair: operations.pair(row, kind: .work, entry: entry, in: table))
    }
    return number
  }

  /// The number of a node's operation among those of its entry point.
  @inline(__always)
  func pair(of node: Int) -> Int { Int(nodes[node].pair) }

  /// Adds time (ns) of the present path to a node; no inclusive time when the span is below its node, by the cut.
  @inline(__always)
  mutating func add(_ node: Int, inclusive: Int64, exclusive: Int64) {
    if pending[node].path != path {
      pending[node] = Pending(path: path, inclusive: inclusive, exclusive: exclusive)
      touched.append(node)
    } else {
      pending[node].inclusive &+= inclusive
      pending[node].exclusive &+= exclusive
    }
  }

  /// Ends a path.
  mutating func close(_ response: CriticalPathExemplar, entry: Int) {
    let block = block(entry, bucket: DurationBuckets.bucket(of: response.nanoseconds))
    blocks[block].responses &+= 1
    // Taken out, so that each access finds it unshared at once.
    var cells = blocks[block].cells
    blocks[block].cells = CriticalPathCells()
    for number in touched {
      let time = pending[number]
      let ordinal = nodes[number].add(
        CriticalPathExemplar(
          nanoseconds: time.inclusive, traceID: response.traceID, rootSpanID: response.rootSpanID),
        exclusive: time.exclusive)
      cells.add(ordinal, inclusive: time.inclusive, exclusive: time.exclusive)
    }
    blocks[block].cells = cells
    if nodes.count > budget { cut() }
  }

  private mutating func add(caller: Int, entry: Int, pair: Int) {
    while nodeCounts.count <= entry { nodeCounts.append(0) }
    nodes.append(
      Node(
        parent: Int32(caller), entry: Int32(entry), ordinal: nodeCounts[entry],
        depth: caller < 0 ? 1 : nodes[caller].depth + 1, pair: Int32(pair)))
    nodeCounts[entry] += 1
    pending.append(Pending())
  }

  private mutating func block(_ entry: Int, bucket: Int) -> Int {
    while nodeCounts.count <= entry { nodeCounts.append(0) }
    let number = blockIndex.number(of: KeyIndex.Key(UInt64(entry), UInt64(bucket)))
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
    kept.path = path
    kept.take(self, entries: Array(0..<nodeCounts.count)) { Int($0) }
    self = kept
  }

  // MARK: Adding up

  /// Adds what `other` has seen, given what its entry points and operations are called here.
  mutating func merge(_ other: Self, entries: [Int], pairs: [Int]) {
    cut(to: other.depth)
    take(other, entries: entries) { pairs[Int($0)] }
    if nodes.count > budget { cut() }
  }

  private mutating func take(_ other: Self, entries: [Int], pair: (Int32) -> Int) {
    var numbers: [Int] = []
    for (place, node) in other.nodes.enumerated() {
      // Callers come before callees.
      let caller = node.parent < 0 ? -1 : numbers[Int(node.parent)]
      if node.depth > depth {
        nodes[caller].isCut = true
        nodes[caller].exclusive = Histogram()
        numbers.append(caller)
        continue
      }
      let key = other.index.keys[place]
      let parent = caller < 0 ? CriticalPathContexts.rootMark | UInt64(entries[Int(node.entry)]) : UInt64(caller)
      let number = index.number(of: KeyIndex.Key(key.first, parent << 4 &+ key.second & 15))
      if number == nodes.count { add(caller: caller, entry: entries[Int(node.entry)], pair: pair(node.pair)) }
      numbers.append(number)
      nodes[number].isCut = nodes[number].isCut || node.isCut
      if nodes[number].isCut {
        nodes[number].exclusive = Histogram()
      } else {
        nodes[number].exclusive.merge(node.exclusive)
      }
      nodes[number].exemplars.merge(node.exemplars)
    }
    takeBlocks(other, entries: entries, numbers: numbers)
  }

  private mutating func takeBlocks(_ other: Self, entries: [Int], numbers: [Int]) {
    var nodesByEntry = [[Int]](repeating: [], count: other.nodeCounts.count)
    for (place, node) in other.nodes.enumerated() { nodesByEntry[Int(node.entry)].append(place) }
    for (place, key) in other.blockIndex.keys.enumerated() {
      let entry = entries[Int(key.first)]
      let number = block(entry, bucket: Int(key.second))
      blocks[number].responses += other.blocks[place].responses
      let cells = other.blocks[place].cells
      for node in nodesByEntry[Int(key.first)] {
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

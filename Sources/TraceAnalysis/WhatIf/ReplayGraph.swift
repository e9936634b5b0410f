import TraceModel

/// The calls below some heads, and which of them waited for which as their timing tells: what slack, drag and what-if are computed on.
///
///     root  |==============|
///       a     |===|                  b waited for a, c for neither, and the root's end for b and c:
///       b           |====|           root = gap + max(a + gap + b, c - …) + gap
///       c      |========|
///
/// A blocking child waits for every sibling that ended before it began; two that overlap by less than a hundredth of their parent ran
/// one after the other (R5, R6 of the walk). The gap between the last of those ends, or its parent's start, and its own start is its parent's own
/// time, and so is what is left behind the last child. Children are clipped and moved as on a path (R2, R3).
///
/// Reused from root to root. Building costs O(*n* log *n*) in the spans below the heads, without recursion.
struct ReplayGraph: Sendable {
  struct Node: Sendable {
    var row: Int32
    /// -1 for a head.
    var caller: Int32
    /// Bounds (ns), clipped and moved.
    var low: Int64
    var high: Int64
    /// What was added to the times of its subtree.
    var shift: Int64
    /// Its callees are nodes `firstCallee..<firstCallee + calleeCount`, by start.
    var firstCallee: Int32 = 0
    var calleeCount: Int32 = 0
    /// How many siblings, by end, it waited for.
    var waits: Int32 = 0
    /// Its part of ``noise``.
    var firstNoise: Int32 = 0
    var noiseCount: Int32 = 0
    /// Time (ns) from the last end that it waited for, or from its caller's start; negative after an overlap by clock noise.
    var gap: Int64 = 0
    /// Time (ns) from its last callee's end, or from its start, to its own end.
    var tail: Int64 = 0

    var length: Int64 { high &- low }
    var callees: Range<Int> { Int(firstCallee)..<Int(firstCallee &+ calleeCount) }
  }

  /// Siblings that overlap by clock noise are looked for among this many of the earliest ends.
  private static let mostNoise = 16

  /// Callers before callees.
  private(set) var nodes: [Node] = []
  /// For the callees of each node, at their own places: the same nodes by end.
  private(set) var byEnd: [Int32] = []
  /// Siblings waited for although they overlap.
  private(set) var noise: [Int32] = []
  private var walk: CriticalPathWalk
  private var order: [Int32] = []

  init(options: CriticalPathOptions, symbols: SymbolTable) {
    walk = CriticalPathWalk(options: options, symbols: symbols)
  }

  mutating func clear() {
    nodes.removeAll(keepingCapacity: true)
    byEnd.removeAll(keepingCapacity: true)
    noise.removeAll(keepingCapacity: true)
  }

  /// Adds a head with its own bounds; what is below it comes with ``grow(from:in:)``.
  mutating func addHead(_ row: Int, in table: SpanTable) {
    nodes.append(
      Node(row: Int32(row), caller: -1, low: table.columns.starts[row], high: table.columns.ends[row], shift: 0))
    byEnd.append(Int32(truncatingIfNeeded: nodes.count &- 1))
  }

  /// Adds what is below the nodes from `first` on.
  ///
  /// - Parameters:
  ///   - entered: Called for each node whose callees are there.
  @inline(__always)
  mutating func grow(from first: Int, in table: SpanTable, entered: (inout Self, Int) -> Void = { _, _ in }) {
    var place = first
    while place < nodes.count {
      let row = Int(nodes[place].row)
      if table.columns.childOffsets[row] == table.columns.childOffsets[row &+ 1] {
        nodes[place].tail = nodes[place].length
      } else {
        addCallees(of: place, in: table)
      }
      entered(&self, place)
      place &+= 1
    }
  }

  private mutating func addCallees(of caller: Int, in table: SpanTable) {
    let node = nodes[caller]
    walk.candidates.removeAll(keepingCapacity: true)
    walk.clear()
    walk.gather(node.row, start: node.low, end: node.high, shift: node.shift, in: table)
    let first = nodes.count
    let count = walk.candidates.count
    nodes[caller].firstCallee = Int32(truncatingIfNeeded: first)
    nodes[caller].calleeCount = Int32(truncatingIfNeeded: count)
    nodes[caller].tail = node.length
    if count == 0 { return }
    orderByStart()
    for _ in 0..<count { byEnd.append(0) }
    for place in order.indices {
      let candidate = walk.candidates[Int(order[place])]
      nodes.append(
        Node(
          row: candidate.row, caller: Int32(truncatingIfNeeded: caller), low: candidate.low, high: candidate.high,
          shift: candidate.shift))
      // Candidates come by end, the last first.
      byEnd[first &+ count &- 1 &- Int(order[place])] = Int32(truncatingIfNeeded: first &+ place)
    }
    nodes[caller].tail = node.high &- walk.candidates[0].high
    findWaits(of: caller)
  }

  /// Puts the numbers of the candidates in ``order``: by start, those that start at once by end.
  private mutating func orderByStart() {
    order.removeAll(keepingCapacity: true)
    var moves = 0
    var number = walk.candidates.count
    while number > 0 {
      number &-= 1
      var gap = order.count
      order.append(Int32(truncatingIfNeeded: number))
      let low = walk.candidates[number].low
      while gap > 0, walk.candidates[Int(order[gap &- 1])].low > low {
        order[gap] = order[gap &- 1]
        gap &-= 1
        moves &+= 1
      }
      order[gap] = Int32(truncatingIfNeeded: number)
      if moves > 4096 {
        order = Array(0..<Int32(walk.candidates.count))
        order.sort { left, right in
          let lows = (walk.candidates[Int(left)].low, walk.candidates[Int(right)].low)
          return lows.0 != lows.1 ? lows.0 < lows.1 : left > right
        }
        return
      }
    }
  }

  /// What each callee of a node waited for, and the gap behind it.
  private mutating func findWaits(of caller: Int) {
    let callees = nodes[caller].callees
    let (start, length) = (nodes[caller].low, nodes[caller].length)
    var ended = 0
    for callee in callees {
      let low = nodes[callee].low
      while ended < callees.count, nodes[Int(byEnd[callees.lowerBound &+ ended])].high <= low { ended &+= 1 }
      nodes[callee].waits = Int32(truncatingIfNeeded: ended)
      nodes[callee].firstNoise = Int32(truncatingIfNeeded: noise.count)
      var last = ended > 0 ? nodes[Int(byEnd[callees.lowerBound &+ ended &- 1])].high : start
      var place = ended
      while place < callees.count, place < ended &+ ReplayGraph.mostNoise {
        let other = Int(byEnd[callees.lowerBound &+ place])
        let overlap = nodes[other].high &- low
        if Int128(overlap) * 100 >= Int128(length) { break }
        if nodes[other].high < nodes[callee].high, nodes[other].low < low {
          noise.append(Int32(truncatingIfNeeded: other))
          last = max(last, nodes[other].high)
        }
        place &+= 1
      }
      nodes[callee].noiseCount = Int32(truncatingIfNeeded: noise.count) &- nodes[callee].firstNoise
      nodes[callee].gap = low &- last
    }
  }

  /// Whether two callees of a node run one after the other although they overlap.
  func isNoise(_ one: Int, _ other: Int, length: Int64) -> Bool {
    let (left, right) = nodes[one].low < nodes[other].low ? (one, other) : (other, one)
    return nodes[left].low < nodes[right].low && nodes[left].high < nodes[right].high
      && Int128(nodes[left].high &- nodes[right].low) * 100 < Int128(length)
  }
}

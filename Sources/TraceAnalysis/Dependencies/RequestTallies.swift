public import TraceModel

/// How many calls each incoming request makes, by edge and by service, and how deep requests go.
///
/// A request of a service is a span at which it is entered: SERVER or CONSUMER, without a parent, or under another service.
/// A call belongs to the nearest such span at or above the one it leaves from.
struct RequestTallies: Sendable {
  /// By node.
  private(set) var byNode: [Node] = []
  private(set) var deepest = DeepestPath()
  /// Calls of the journey at hand: row of the request, then the place of the edge.
  private var calls: [UInt64] = []

  struct Node: Sendable {
    var requests = 0
    /// Requests that no traced span and no message set off.
    var entries = 0
    /// Calls of the requests that make any.
    var calls = CallCounts()

    mutating func merge(_ other: Node) {
      requests += other.requests
      entries += other.entries
      calls.merge(other.calls)
    }
  }

  @inline(__always)
  mutating func addRequest(of node: Int32, isEntry: Bool) {
    makeRoom(for: node)
    byNode[Int(node)].requests += 1
    if isEntry { byNode[Int(node)].entries += 1 }
  }

  mutating func add(_ requests: Int, entries: Int, to node: Int32) {
    makeRoom(for: node)
    byNode[Int(node)].requests += requests
    byNode[Int(node)].entries += entries
  }

  @inline(__always)
  mutating func addCall(request row: Int, edge: Int) {
    calls.append(UInt64(truncatingIfNeeded: row) &<< 32 | UInt64(truncatingIfNeeded: edge))
  }

  mutating func see(depth: Int, in trace: TraceID) { deepest.see(DeepestPath(services: depth, traceID: trace)) }

  /// Counts the calls of the journey together. `source` names the calling node of an edge.
  mutating func endJourney(_ traffic: inout [DependencyTraffic], source: (Int) -> Int32) {
    if calls.isEmpty { return }
    sort()
    var first = 0
    while first < calls.count {
      let request = calls[first] >> 32
      var end = first
      while end < calls.count, calls[end] >> 32 == request {
        let edge = calls[end]
        let start = end
        while end < calls.count, calls[end] == edge { end += 1 }
        traffic[Int(truncatingIfNeeded: edge & 0xffff_ffff)].requestCalls.add(end - start)
      }
      let node = source(Int(truncatingIfNeeded: calls[first] & 0xffff_ffff))
      makeRoom(for: node)
      byNode[Int(node)].calls.add(end - first)
      first = end
    }
    calls.removeAll(keepingCapacity: true)
  }

  /// Most journeys hold a handful of calls, nearly in order.
  private mutating func sort() {
    if calls.count > 32 {
      calls.sort()
      return
    }
    for place in calls.indices.dropFirst() {
      let call = calls[place]
      var hole = place
      while hole > 0, call < calls[hole - 1] {
        calls[hole] = calls[hole - 1]
        hole -= 1
      }
      calls[hole] = call
    }
  }

  @inline(__always)
  private mutating func makeRoom(for node: Int32) {
    if Int(node) >= byNode.count { grow(to: Int(node) + 1) }
  }

  private mutating func grow(to count: Int) {
    byNode.append(contentsOf: repeatElement(Node(), count: count - byNode.count))
  }

  /// Adds what `other` has counted; `map` gives the number here of each of its nodes.
  mutating func merge(_ other: RequestTallies, map: [Int32]) {
    for (place, tally) in other.byNode.enumerated() {
      makeRoom(for: map[place])
      byNode[Int(map[place])].merge(tally)
    }
    deepest.see(other.deepest)
  }
}

/// The most services that one call lies under, itself included.
public struct DeepestPath: Sendable, Equatable {
  /// 0 when no call was seen.
  public var services: Int
  /// A trace in which it is so, the one of the smallest id.
  public var traceID: TraceID

  public init(services: Int = 0, traceID: TraceID = TraceID(high: 0, low: 0)) {
    self.services = services
    self.traceID = traceID
  }

  mutating func see(_ other: DeepestPath) {
    if other.services > services || (other.services == services && other.traceID < traceID) { self = other }
  }
}

extension DependencyFold {
  /// Whether the service of `row` is entered there.
  @inline(__always)
  mutating func isRequest(_ row: Int, _ node: Int32, _ table: SpanTable) -> Bool {
    let parent = Int(table.columns.parents[row])
    if parent < 0 { return true }
    let caller = serviceNode(parent, table)
    if !held.nodes.isOneService(caller, node) { return true }
    let kind = table.columns.kinds[row]
    guard kind == .server || kind == .consumer else { return false }
    let above = table.columns.kinds[parent]
    return above != .server && above != .consumer
  }

  /// Counts a call that leaves from the span of `row` for the request it belongs to.
  mutating func addCall(from row: Int, _ node: Int32, edge: Int, _ table: SpanTable) {
    var row = row
    for _ in 0..<1000 {
      if isRequest(row, node, table) { break }
      row = Int(table.columns.parents[row])
    }
    held.requests.addCall(request: row, edge: edge)
  }
}

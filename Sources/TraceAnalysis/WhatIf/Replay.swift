import TraceModel

/// Plays calls again on a ``ReplayGraph``, some with other own times.
///
/// Gaps and tails of a changed operation are its own time: they shrink or grow, what is added comes at its end. A callee begins when the last that it
/// waited for has ended, plus the gap; parallel ones stay parallel, so where work leaves the longest branch the next longest decides. Without a change every time is as
/// it was; with less own time nothing gets longer.
struct Replay: Sendable {
  /// By node: its length in ns.
  private(set) var lengths: [Int64] = []
  /// By node: its start in ns after its caller's.
  private(set) var offsets: [Int64] = []

  /// Plays all nodes. O(*n*).
  ///
  /// - Parameter change: What becomes of the own time of a node; nil for nothing.
  @inline(__always)
  mutating func play(_ graph: ReplayGraph, change: (ReplayGraph.Node) -> TimeChange?) {
    lengths.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    for _ in graph.nodes.indices {
      lengths.append(0)
      offsets.append(0)
    }
    var place = graph.nodes.count
    while place > 0 {
      place &-= 1
      let node = graph.nodes[place]
      let own = change(node) ?? TimeChange()
      var last: Int64 = 0
      if node.calleeCount > 0 { last = playCallees(of: node, graph, own) }
      lengths[place] = Replay.sum(Replay.sum(last, own.kept(of: node.tail)), own.added)
    }
  }

  /// Returns the last end of a node's callees, in ns after its start.
  private mutating func playCallees(of node: ReplayGraph.Node, _ graph: ReplayGraph, _ own: TimeChange) -> Int64 {
    let first = Int(node.firstCallee)
    var ended = 0
    var lastEnded: Int64 = 0
    var last: Int64 = 0
    for callee in node.callees {
      let waiting = graph.nodes[callee]
      while ended < Int(waiting.waits) {
        let other = Int(graph.byEnd[first &+ ended])
        lastEnded = max(lastEnded, Replay.sum(offsets[other], lengths[other]))
        ended &+= 1
      }
      var begin = lastEnded
      for place in Int(waiting.firstNoise)..<Int(waiting.firstNoise &+ waiting.noiseCount) {
        let other = Int(graph.noise[place])
        begin = max(begin, Replay.sum(offsets[other], lengths[other]))
      }
      let gap = waiting.gap > 0 ? own.kept(of: waiting.gap) : waiting.gap
      begin = max(0, Replay.sum(begin, gap))
      offsets[callee] = begin
      last = max(last, Replay.sum(begin, lengths[callee]))
    }
    return last
  }

  @inline(__always)
  static func sum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? (right > 0 ? .max : .min) : sum
  }
}

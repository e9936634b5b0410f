import TraceModel

/// How much each span of a ``ReplayGraph`` with one head could be late, and how much sooner the response would be without it.
///
/// Slack is the total float of the critical path method: by how much a span may end later without the response ending later. It is 0 for what decides.
/// The drag of such a span is by how much the response would be shorter if the span and all below it took no time: its length, or less where something parallel,
/// to it or to a caller of it, decides then.
///
/// Source: Kelley, Walker, "Critical-path planning and scheduling", 1959 (float); Devaux, "When the DRAG gets in the way", 1999.
struct SlackAndDrag: Sendable {
  /// By node, ns.
  private(set) var slacks: [Int64] = []
  /// By node, ns; meaningful where the slack is 0. The head's is its length.
  private(set) var drags: [Int64] = []
  /// By node: the least slack of what is parallel to it or to a caller of it.
  private var limits: [Int64] = []
  /// By callee place: the least of (slack + last end waited for) from there on.
  private var bounds: [Int64] = []

  /// O(*n* log *n*).
  mutating func compute(_ graph: ReplayGraph) {
    slacks.removeAll(keepingCapacity: true)
    drags.removeAll(keepingCapacity: true)
    limits.removeAll(keepingCapacity: true)
    for _ in graph.nodes.indices {
      slacks.append(.max)
      drags.append(0)
      limits.append(.max)
    }
    for place in graph.nodes.indices {
      let node = graph.nodes[place]
      if node.caller < 0 { slacks[place] = 0 }
      drags[place] = min(node.length, limits[place])
      if node.calleeCount == 0 { continue }
      findSlacks(of: node, own: slacks[place], graph)
      findLimits(of: node, own: limits[place], graph)
    }
  }

  private mutating func findSlacks(of node: ReplayGraph.Node, own: Int64, _ graph: ReplayGraph) {
    let callees = node.callees
    let lastEnd = node.high &- node.tail
    bounds.removeAll(keepingCapacity: true)
    for _ in callees { bounds.append(.max) }
    var least = Int64.max
    for callee in callees.reversed() {
      let (low, high) = (graph.nodes[callee].low, graph.nodes[callee].high)
      var slack = min(slacks[callee], Replay.sum(own, lastEnd &- high))
      let next = firstStart(at: high, among: callees, graph)
      if next < callees.upperBound {
        let bound = bounds[next &- callees.lowerBound]
        if bound < .max { slack = min(slack, bound &- high) }
      }
      slacks[callee] = slack
      let lastWaited = low &- graph.nodes[callee].gap
      let bound = Replay.sum(slack, lastWaited)
      let waited = graph.nodes[callee]
      for place in Int(waited.firstNoise)..<Int(waited.firstNoise &+ waited.noiseCount) {
        let other = Int(graph.noise[place])
        slacks[other] = min(slacks[other], bound &- graph.nodes[other].high)
      }
      least = min(least, bound)
      bounds[callee &- callees.lowerBound] = least
    }
  }

  /// The first callee that starts at `time` or later; the upper bound when none does.
  private func firstStart(at time: Int64, among callees: Range<Int>, _ graph: ReplayGraph) -> Int {
    var (low, high) = (callees.lowerBound, callees.upperBound)
    while low < high {
      let middle = (low &+ high) / 2
      if graph.nodes[middle].low < time { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  private mutating func findLimits(of node: ReplayGraph.Node, own: Int64, _ graph: ReplayGraph) {
    let callees = node.callees
    if callees.count <= 48 {
      for callee in callees where slacks[callee] == 0 {
        var limit = own
        for other in callees where other != callee {
          let isParallel =
            graph.nodes[other].low < graph.nodes[callee].high && graph.nodes[other].high > graph.nodes[callee].low
          if isParallel, !graph.isNoise(callee, other, length: node.length) { limit = min(limit, slacks[other]) }
        }
        limits[callee] = limit
      }
      return
    }
    findLimitsOfMany(node, own: own, graph)
  }

  /// The same for many callees: a sweep over starts and ends, with the running slacks in a heap. Overlaps by clock noise are left out by
  /// shortening each callee at both ends.
  private mutating func findLimitsOfMany(_ node: ReplayGraph.Node, own: Int64, _ graph: ReplayGraph) {
    let callees = node.callees
    let slacksByStart = LeastOfRange(callees.map { slacks[$0] })
    var running = RunningLeast()
    var entered = callees.lowerBound
    let tolerance = node.length / 100
    var instant = Int64.min
    for callee in callees where slacks[callee] == 0 {
      var (low, high) = (graph.nodes[callee].low, graph.nodes[callee].high)
      let shortened = min(tolerance, (high &- low) / 2)
      low = max(instant, low &+ shortened)
      instant = low
      high = max(low &+ 1, high &- shortened)
      while entered < callees.upperBound, graph.nodes[entered].low <= low {
        running.add(slack: slacks[entered], until: graph.nodes[entered].high, node: entered)
        entered &+= 1
      }
      var limit = min(own, running.least(at: low, except: callee))
      let last = firstStart(at: high, among: callees, graph)
      if entered < last {
        limit = min(
          limit, slacksByStart.least(entered &- callees.lowerBound..<last &- callees.lowerBound))
      }
      limits[callee] = limit
    }
  }
}

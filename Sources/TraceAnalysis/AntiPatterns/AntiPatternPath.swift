import TraceModel

/// One critical path as a tree: the spans on it, each with its children on it in time order.
///
///     root   |==============|
///       auth   |===|
///       cart         |====|
///
/// Made in one pass over the segments, in buffers it keeps. Times are those of the path (ns since the epoch): clipped and moved.
struct AntiPatternPath: Sendable {
  struct Node: Sendable {
    var row: Int32
    /// Numbers of ``nodes``, -1 for none.
    var parent: Int32
    var firstChild: Int32 = -1
    var next: Int32 = -1
    var start: Int64
    var end: Int64
    /// Time (ns) on the path that is its own.
    var own: Int64 = 0

    /// Time (ns) on the path with all below.
    var duration: Int64 { end &- start }
  }

  /// Parents before children; the root first. Empty for a path without length.
  private(set) var nodes: [Node] = []

  init() {}

  /// Takes one of the paths that were walked. O(*n*) in its segments.
  mutating func read(_ path: ResponsePaths.Path, of walk: borrowing CriticalPathWalk) {
    nodes.removeAll(keepingCapacity: true)
    let first = Int32(truncatingIfNeeded: path.visits.lowerBound)
    for index in path.visits {
      let visit = walk.visits[index]
      let caller = visit.caller < 0 ? -1 : visit.caller &- first
      var node = Node(row: visit.row, parent: caller, start: .min, end: .min)
      if caller >= 0 {
        // Of siblings the latest is visited first.
        node.next = nodes[Int(caller)].firstChild
        nodes[Int(caller)].firstChild = Int32(truncatingIfNeeded: nodes.count)
      }
      nodes.append(node)
    }
    for index in path.segments {
      let segment = walk.segments[index]
      var number = walk.segmentVisits[index] &- first
      nodes[Int(number)].own &+= segment.duration
      // The latest segment of a span and all below ends when the span does.
      while number >= 0, nodes[Int(number)].end == .min {
        nodes[Int(number)].end = segment.end
        nodes[Int(number)].start = segment.end &- walk.visits[Int(number &+ first)].length
        number = nodes[Int(number)].parent
      }
    }
  }
}

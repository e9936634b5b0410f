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
    /// Places in ``nodes``, -1 for none.
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

  /// Takes the path that was just walked. O(*n*) in its segments.
  mutating func read(_ walk: borrowing CriticalPathWalk) {
    nodes.removeAll(keepingCapacity: true)
    for number in walk.visits.indices {
      let visit = walk.visits[number]
      var node = Node(row: visit.row, parent: visit.caller, start: .min, end: .min)
      if visit.caller >= 0 {
        // Of siblings the latest is visited first.
        node.next = nodes[Int(visit.caller)].firstChild
        nodes[Int(visit.caller)].firstChild = Int32(number)
      }
      nodes.append(node)
    }
    for place in walk.segments.indices {
      let segment = walk.segments[place]
      var number = walk.segmentVisits[place]
      nodes[Int(number)].own &+= segment.duration
      // The latest segment of a span and all below ends when the span does.
      while number >= 0, nodes[Int(number)].end == .min {
        nodes[Int(number)].end = segment.end
        nodes[Int(number)].start = segment.end &- walk.visits[Int(number)].length
        number = nodes[Int(number)].parent
      }
    }
  }
}

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
    var lastChild: Int32 = -1
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
  /// By row - ``firstRow``: the place of its node, -1 for none.
  private var places: [Int32] = []
  private var firstRow = 0
  private var pending: [Int32] = []

  init() {}

  /// Takes the segments of a response path, latest first, of a trace whose rows are `rows`. O(*n*) in the segments and the spans above them.
  mutating func read(_ segments: [CriticalPathSegment], root: SpanIndex, rows: Range<Int>, in table: SpanTable) {
    for node in nodes { places[Int(node.row) - firstRow] = -1 }
    nodes.removeAll(keepingCapacity: true)
    firstRow = rows.lowerBound
    if places.count < rows.count { places += repeatElement(-1, count: rows.count - places.count) }
    guard let last = segments.last, let first = segments.first else { return }
    add(Int32(root.row), parent: -1, start: last.start)
    var open: Int32 = 0
    for place in segments.indices.reversed() {
      let segment = segments[place]
      pending.removeAll(keepingCapacity: true)
      var row = Int32(segment.span.row)
      while self.place(of: row) < 0 {
        pending.append(row)
        row = table.columns.parents[Int(row)]
      }
      let base = self.place(of: row)
      while open != base {
        nodes[Int(open)].end = segment.start
        open = nodes[Int(open)].parent
      }
      while let row = pending.popLast() {
        add(row, parent: open, start: segment.start)
        open = Int32(nodes.count - 1)
      }
      nodes[Int(open)].own &+= segment.duration
    }
    while open >= 0 {
      nodes[Int(open)].end = first.end
      open = nodes[Int(open)].parent
    }
  }

  private func place(of row: Int32) -> Int32 { places[Int(row) - firstRow] }

  private mutating func add(_ row: Int32, parent: Int32, start: Int64) {
    let place = Int32(nodes.count)
    places[Int(row) - firstRow] = place
    nodes.append(Node(row: row, parent: parent, start: start, end: start))
    guard parent >= 0 else { return }
    let last = nodes[Int(parent)].lastChild
    if last < 0 { nodes[Int(parent)].firstChild = place } else { nodes[Int(last)].next = place }
    nodes[Int(parent)].lastChild = place
  }
}

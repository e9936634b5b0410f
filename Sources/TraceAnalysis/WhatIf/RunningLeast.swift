/// The least slack among those that still run, for instants that only rise: a binary heap from which the ended are dropped when they come up.
struct RunningLeast {
  private struct Entry {
    var slack: Int64
    var until: Int64
    var node: Int
  }

  private var heap: [Entry] = []

  /// O(log *n*).
  mutating func add(slack: Int64, until: Int64, node: Int) {
    heap.append(Entry(slack: slack, until: until, node: node))
    var place = heap.count - 1
    while place > 0, heap[place].slack < heap[(place - 1) / 2].slack {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// The least slack of what runs at `time` (not before that of the last call), one node left out; the largest number when nothing does.
  mutating func least(at time: Int64, except node: Int) -> Int64 {
    while let top = heap.first, top.until <= time { removeTop() }
    guard let top = heap.first else { return .max }
    if top.node != node { return top.slack }
    // Those below the top may have ended: set it aside.
    removeTop()
    while let next = heap.first, next.until <= time { removeTop() }
    let least = heap.first?.slack ?? .max
    add(slack: top.slack, until: top.until, node: top.node)
    return least
  }

  private mutating func removeTop() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[child].slack < heap[least].slack {
        least = child
      }
      if least == place { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}

/// The least of any stretch of fixed values: a segment tree.
struct LeastOfRange {
  private var tree: [Int64]
  private let count: Int

  init(_ values: [Int64]) {
    count = values.count
    tree = Array(repeating: .max, count: count) + values
    for place in (1..<max(1, count)).reversed() { tree[place] = min(tree[2 * place], tree[2 * place + 1]) }
  }

  /// The least; the largest number for an empty range. O(log *n*).
  func least(_ range: Range<Int>) -> Int64 {
    var (low, high) = (range.lowerBound + count, range.upperBound + count)
    var least = Int64.max
    while low < high {
      if low & 1 == 1 {
        least = min(least, tree[low])
        low += 1
      }
      if high & 1 == 1 {
        high -= 1
        least = min(least, tree[high])
      }
      low /= 2
      high /= 2
    }
    return least
  }
}

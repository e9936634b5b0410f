import ReportModel

/// Where each frame of a flame graph is drawn: callers above, the widest of what they call first from the left.
struct FlameLayout {
  struct Box {
    /// Of ``FlameGraph/frames``; nil for the box of all entry points.
    var frame: Int?
    /// 0 for the topmost row.
    var row: Int
    /// Left edge and width in tenths of a pixel.
    var left: Int
    var width: Int
  }

  /// What is drawn, row by row as found from the left.
  private(set) var boxes: [Box] = []
  /// How many rows there are.
  private(set) var rows = 0
  /// How many frames are too narrow to be drawn, and the time (ns) of those that stand on drawn ones.
  private(set) var hiddenFrames = 0
  private(set) var hiddenTime: Int128 = 0
  /// The time (ns) that the whole width stands for: with a before, the longer of both in each frame's own time.
  private(set) var total: Int128 = 0

  /// - Parameters:
  ///   - graph: What to draw.
  ///   - width: Of the whole, in tenths of a pixel.
  ///   - narrowest: Frames of less are hidden, and all that stands on them.
  init(_ graph: FlameGraph, width: Int, narrowest: Int) {
    var weights = graph.frames.map { Int128(max($0.own, $0.ownBefore)) }
    var sizes = [Int](repeating: 1, count: weights.count)
    var called = [[Int]](repeating: [], count: weights.count)
    var entries: [Int] = []
    for (place, frame) in graph.frames.enumerated().reversed() {
      if let caller = frame.caller {
        weights[caller] += weights[place]
        sizes[caller] += sizes[place]
        called[caller].append(place)
      } else {
        entries.append(place)
        total += weights[place]
      }
    }
    guard total > 0 else { return }
    let names = graph.frames.map { Array($0.name.utf8) }
    func ordered(_ places: [Int]) -> [Int] {
      places.sorted { left, right in
        if weights[left] != weights[right] { return weights[left] > weights[right] }
        return names[left] == names[right] ? left < right : names[left].lexicographicallyPrecedes(names[right])
      }
    }
    var pending: [(places: [Int], offset: Int128, row: Int)] = []
    if entries.count > 1 {
      boxes.append(Box(frame: nil, row: 0, left: 0, width: width))
      pending.append((ordered(entries), 0, 1))
      rows = 1
    } else {
      pending.append((entries, 0, 0))
    }
    while let group = pending.popLast() {
      var offset = group.offset
      for place in group.places {
        let left = Int(offset * Int128(width) / total)
        let right = Int((offset + weights[place]) * Int128(width) / total)
        if right - left < narrowest {
          hiddenFrames += sizes[place]
          hiddenTime += weights[place]
        } else {
          boxes.append(Box(frame: place, row: group.row, left: left, width: right - left))
          rows = max(rows, group.row + 1)
          if !called[place].isEmpty { pending.append((ordered(called[place]), offset, group.row + 1)) }
        }
        offset += weights[place]
      }
    }
    boxes.sort { ($0.row, $0.left) < ($1.row, $1.left) }
  }
}

import TraceModel

/// Finds the rows of a trace by span id. One worker uses one value for trace after trace.
struct SpanIDIndex {
  private var keys: [UInt64] = []
  private var places: [Int32] = []
  private var mask = 0
  private let key = RunKey.process

  init() {}

  /// Forgets the trace before and makes room for `count` ids. O(count).
  mutating func reset(count: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    if keys.count < size {
      keys = [UInt64](repeating: 0, count: size)
      places = [Int32](repeating: -1, count: size)
    } else {
      for slot in 0..<size { places[slot] = -1 }
    }
    mask = size - 1
  }

  /// Adds an id at a row; returns the row it already has, or nil when it is new.
  mutating func insert(_ id: SpanID, row: Int32) -> Int32? {
    var slot = Int(truncatingIfNeeded: key.hash(id.value)) & mask
    while places[slot] >= 0 {
      if keys[slot] == id.value { return places[slot] }
      slot = (slot + 1) & mask
    }
    keys[slot] = id.value
    places[slot] = row
    return nil
  }

  /// Makes an id that is there mean another row.
  mutating func replace(_ id: SpanID, row: Int32) {
    var slot = Int(truncatingIfNeeded: key.hash(id.value)) & mask
    while places[slot] >= 0 {
      if keys[slot] == id.value {
        places[slot] = row
        return
      }
      slot = (slot + 1) & mask
    }
  }

  func row(of id: SpanID) -> Int32? {
    var slot = Int(truncatingIfNeeded: key.hash(id.value)) & mask
    while places[slot] >= 0 {
      if keys[slot] == id.value { return places[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }
}

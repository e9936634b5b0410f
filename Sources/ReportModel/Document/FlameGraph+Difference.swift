extension FlameGraph {
  /// This graph with the times of `before` as second times.
  ///
  /// Frames are the same when their names and those of all their callers are. The times of before are scaled, entry point by entry point, to
  /// as many requests as there are now, so that traffic alone makes no difference; an entry point whose requests are unknown, or
  /// that came or went, is not scaled. Frames that only one of the two has are kept.
  ///
  /// - Parameters:
  ///   - before: What stands before.
  ///   - sides: What the two are called.
  /// - Returns: The graph with the sentences of both.
  /// - Complexity: O(*n*) in the frames of both.
  public func compared(with before: FlameGraph, as sides: Sides = Sides()) -> FlameGraph {
    let lead: [Text] = before.lead.map { "\(sides.before): \($0)" } + lead.map { "\(sides.now): \($0)" }
    var merged = FlameGraph(
      title: "\(title), \(sides.before) → \(sides.now)", lead: lead, frames: [], sides: sides)
    var places: [Key: Int] = [:]
    /// By place in the merged graph, the requests of now of its entry point.
    var entryRequests: [Int] = []
    func add(_ graph: FlameGraph, _ isNow: Bool) {
      // By place in this graph: the place in the merged one, and the requests of its entry point.
      var mine: [Int] = []
      var requests: [Int] = []
      for var frame in graph.frames {
        requests.append(frame.caller.map { requests[$0] } ?? frame.requests)
        let caller = frame.caller.map { mine[$0] }
        let key = Key(
          caller: caller ?? -1, service: Array(frame.service.utf8), operation: Array(frame.operation.utf8),
          wait: frame.wait)
        let own = frame.own
        let place: Int
        if let known = places[key] {
          place = known
        } else {
          place = merged.frames.count
          places[key] = place
          frame.caller = caller
          frame.own = 0
          frame.ownBefore = 0
          if !isNow { frame.requests = 0 }
          merged.frames.append(frame)
          entryRequests.append(caller.map { entryRequests[$0] } ?? frame.requests)
        }
        mine.append(place)
        if isNow {
          merged.frames[place].own = saturatingSum(merged.frames[place].own, own)
        } else {
          let own = scaled(own, to: entryRequests[place], of: requests[requests.count - 1])
          merged.frames[place].ownBefore = saturatingSum(merged.frames[place].ownBefore, own)
        }
      }
    }
    add(self, true)
    add(before, false)
    return merged
  }

  private func scaled(_ time: Int64, to now: Int, of before: Int) -> Int64 {
    guard now > 0, before > 0 else { return time }
    return Int64(clamping: (Int128(time) * Int128(now) + Int128(before / 2)) / Int128(before))
  }

  /// A call path, by the merged caller and the bytes of its names: canonically equal names may be different.
  private struct Key: Hashable {
    var caller: Int
    var service: [UInt8]
    var operation: [UInt8]
    var wait: String
  }
}

import TraceModel

/// How many calls requests make: a histogram that counts the small numbers, nearly all there are, without touching the heap.
struct CallCounts: Sendable {
  /// Place i: requests of i + 1 calls.
  private var few = SIMD8<Int>()
  private var many = Histogram()

  /// Counts a request of so many calls, at least one.
  @inline(__always)
  mutating func add(_ calls: Int) {
    if calls <= 8 { few[calls - 1] &+= 1 } else { many.add(Int64(calls)) }
  }

  mutating func merge(_ other: CallCounts) {
    few &+= other.few
    many.merge(other.many)
  }

  /// All of it.
  var histogram: Histogram {
    var histogram = many
    for place in 0..<8 { histogram.add(Int64(place + 1), times: few[place]) }
    return histogram
  }
}

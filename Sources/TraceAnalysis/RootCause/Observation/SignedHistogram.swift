import TraceModel

/// Counts of differences between two clocks (ns), which may be negative.
struct SignedHistogram: Sendable, Equatable {
  private(set) var positive = Histogram()
  /// Of the values below zero, without their sign.
  private(set) var negative = Histogram()

  var count: Int { positive.count + negative.count }

  mutating func add(_ value: Int64) {
    if value < 0 { negative.add(value == .min ? .max : -value) } else { positive.add(value) }
  }

  mutating func merge(_ other: SignedHistogram) {
    positive.merge(other.positive)
    negative.merge(other.negative)
  }

  /// The value at nearest rank, as far off as those of ``Histogram``; 0 when empty.
  func percentile(_ percent: Int) -> Int64 {
    if count == 0 { return 0 }
    let rank = max(1, (count * percent + 99) / 100)
    if rank <= negative.count { return -negative.percentile(negative.count - rank + 1, negative.count) }
    return positive.percentile(rank - negative.count, positive.count)
  }

  /// How far the values lie above `base` (ns); what lies below counts as 0.
  func above(_ base: Int64) -> Histogram {
    var result = Histogram()
    negative.forEachBucket { middle, count in result.add((-middle).subtractingSaturated(base), times: count) }
    positive.forEachBucket { middle, count in result.add(middle.subtractingSaturated(base), times: count) }
    return result
  }
}

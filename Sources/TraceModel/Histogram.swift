/// Counts of durations (ns) in a fixed log-linear layout: any two histograms add up exactly, in any order.
///
/// Values below 64 have a bucket each; above, every power of two is cut into 64 buckets, so a percentile is at most 0.8 %
/// off. `count`, `sum`, `minimum` and `maximum` are exact. Only the stretch of powers of two in use
/// is stored.
///
/// Source: the layout of HdrHistogram (G. Tene) with six significant bits.
public struct Histogram: Sendable, Equatable {
  public private(set) var count: Int = 0
  /// Sum of all values; saturates.
  public private(set) var sum: Int64 = 0
  public private(set) var minimum: Int64 = .max
  public private(set) var maximum: Int64 = 0
  private var firstBucket = 0
  /// The low 16 bits of each bucket's count: small, so that a fold's many histograms stay in a core's cache.
  private var buckets: [UInt16] = []
  /// What the counts have above 16 bits; empty until one of them has, then as long as `buckets`.
  private var carries: [UInt32] = []

  public init() {}

  /// How many bytes it takes.
  public var size: Int { MemoryLayout<Histogram>.size + 2 * buckets.count + 4 * carries.count }

  /// Adds one value; a negative one counts as 0.
  @inline(__always)
  public mutating func add(_ value: Int64) { add(value, times: 1) }

  /// Adds `times` equal values.
  public mutating func add(_ value: Int64, times: Int) {
    guard times > 0 else { return }
    let value = max(0, value)
    count += times
    let (product, overflowed) = value.multipliedReportingOverflow(by: Int64(times))
    sum = overflowed ? .max : Histogram.saturatingSum(sum, product)
    minimum = min(minimum, value)
    maximum = max(maximum, value)
    addToBucket(Histogram.bucket(of: value), times)
  }

  /// Adds all that `other` has counted.
  public mutating func merge(_ other: Histogram) {
    guard other.count > 0 else { return }
    count += other.count
    sum = Histogram.saturatingSum(sum, other.sum)
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    for place in other.buckets.indices {
      let times = other.times(at: place)
      if times > 0 { addToBucket(other.firstBucket + place, times) }
    }
  }

  /// The value at nearest rank `numerator / denominator` (p99 = 99, 100); 0 when empty.
  ///
  /// The middle of the bucket that holds the rank, kept within the exact minimum and maximum.
  public func percentile(_ numerator: Int, _ denominator: Int = 100) -> Int64 {
    guard count > 0 else { return 0 }
    let product = count.multipliedFullWidth(by: numerator)
    let division = denominator.dividingFullWidth(product)
    let rank = min(count, max(1, division.quotient + (division.remainder > 0 ? 1 : 0)))
    if rank == 1 { return minimum }
    if rank == count { return maximum }
    var seen = 0
    for place in buckets.indices {
      seen += times(at: place)
      if seen >= rank {
        return min(maximum, max(minimum, Histogram.middle(ofBucket: firstBucket + place)))
      }
    }
    return maximum
  }

  /// The mean, rounded down; 0 when empty.
  public var mean: Int64 { count == 0 ? 0 : sum / Int64(count) }

  /// Calls `body` with the middle (ns) and count of each bucket in use, in rising order.
  public func forEachBucket(_ body: (_ middle: Int64, _ count: Int) -> Void) {
    for place in buckets.indices {
      let times = times(at: place)
      if times > 0 { body(Histogram.middle(ofBucket: firstBucket + place), times) }
    }
  }

  /// How many values lie in buckets wholly above `threshold` (ns).
  public func count(above threshold: Int64) -> Int {
    let limit = Histogram.bucket(of: max(0, threshold))
    var total = 0
    for place in buckets.indices where firstBucket + place > limit {
      total += times(at: place)
    }
    return total
  }

  static func bucket(of value: Int64) -> Int {
    if value < 128 { return Int(value) }
    let exponent = 63 - value.leadingZeroBitCount
    return (exponent - 6) * 64 + Int(value >> Int64(exponent - 6))
  }

  static func middle(ofBucket bucket: Int) -> Int64 {
    if bucket < 128 { return Int64(bucket) }
    let shift = Int64(bucket / 64 - 1)
    let base = Int64(bucket % 64 + 64) << shift
    return base + ((1 << shift) - 1) / 2
  }

  @inline(__always)
  private func times(at place: Int) -> Int {
    Int(buckets[place]) | (carries.isEmpty ? 0 : Int(carries[place]) << 16)
  }

  private mutating func addToBucket(_ bucket: Int, _ times: Int) {
    if bucket < firstBucket || bucket >= firstBucket + buckets.count { makeRoom(for: bucket) }
    let place = bucket - firstBucket
    let total = Int(buckets[place]) + times
    buckets[place] = UInt16(truncatingIfNeeded: total)
    if total > Int(UInt16.max) { carry(total >> 16, at: place) }
  }

  private mutating func makeRoom(for bucket: Int) {
    let page = bucket & ~63
    if buckets.isEmpty {
      firstBucket = page
      buckets = [UInt16](repeating: 0, count: 64)
    } else if bucket < firstBucket {
      let missing = firstBucket - page
      buckets.insert(contentsOf: repeatElement(0, count: missing), at: 0)
      if !carries.isEmpty { carries.insert(contentsOf: repeatElement(0, count: missing), at: 0) }
      firstBucket = page
    } else {
      let missing = page + 64 - firstBucket - buckets.count
      buckets.append(contentsOf: repeatElement(0, count: missing))
      if !carries.isEmpty { carries.append(contentsOf: repeatElement(0, count: missing)) }
    }
  }

  private mutating func carry(_ amount: Int, at place: Int) {
    if carries.isEmpty { carries = [UInt32](repeating: 0, count: buckets.count) }
    carries[place] = UInt32(clamping: Int(carries[place]) + amount)
  }

  private static func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
    let (total, overflowed) = left.addingReportingOverflow(right)
    return overflowed ? .max : total
  }
}

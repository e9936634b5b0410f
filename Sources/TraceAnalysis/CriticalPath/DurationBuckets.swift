/// Durations (ns) by their logarithm: sixteen buckets to every power of two, 4 to 6 % wide. Below 32 each value has its own.
enum DurationBuckets {
  /// The number of the bucket that holds `nanoseconds`; negative counts as 0. Rises with the duration.
  @inline(__always)
  static func bucket(of nanoseconds: Int64) -> Int {
    let value = max(0, nanoseconds)
    if value < 32 { return Int(value) }
    let exponent = 63 &- value.leadingZeroBitCount
    return (exponent &- 4) &* 16 &+ Int(value >> Int64(exponent &- 4))
  }

  /// The least duration (ns) of a bucket.
  static func lowest(of bucket: Int) -> Int64 {
    if bucket < 32 { return Int64(bucket) }
    return Int64(bucket % 16 + 16) << Int64(bucket / 16 - 1)
  }
}

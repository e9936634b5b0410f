/// Traffic over time in buckets of equal length, in time order, empty buckets included.
public struct Timeline: Hashable, Sendable {
  public struct Bucket: Hashable, Sendable {
    public var calls: Int
    public var errors: Int
    /// Percentiles of the bucket's durations (ns); nil where nothing was called.
    public var p50: Int64?
    public var p99: Int64?

    public init(calls: Int = 0, errors: Int = 0, p50: Int64? = nil, p99: Int64? = nil) {
      self.calls = calls
      self.errors = errors
      self.p50 = p50
      self.p99 = p99
    }
  }

  public var title: String
  /// When the first bucket begins (ns since the epoch).
  public var start: Int64
  /// How long each bucket is (ns).
  public var bucketNanoseconds: Int64
  public var buckets: [Bucket]

  public init(title: String, start: Int64, bucketNanoseconds: Int64, buckets: [Bucket]) {
    self.title = title
    self.start = start
    self.bucketNanoseconds = bucketNanoseconds
    self.buckets = buckets
  }
}

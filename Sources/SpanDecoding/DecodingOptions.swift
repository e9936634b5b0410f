public import TraceModel

/// How a dump is read.
public struct DecodingOptions: Sendable {
  /// How many chunks are decoded at a time; never changes what comes out.
  public var jobs: Int
  /// Bytes of input a worker takes at a time.
  public var chunkSize: Int
  /// A value longer than this (bytes) is rejected.
  public var maxValue: Int
  /// A compressed input that expands to more than this (bytes) stops the run.
  public var maxExpand: Int
  public var attributes: AttributeSelection
  /// Is told the bytes of input, as they lie on disk, and the spans read.
  public var counter: WorkCounter?

  public init(
    jobs: Int = 1, chunkSize: Int = 2 << 20, maxValue: Int = 256 << 20, maxExpand: Int = 1 << 40,
    attributes: AttributeSelection = .all
  ) {
    self.jobs = max(1, jobs)
    self.chunkSize = max(64, chunkSize)
    self.maxValue = max(64, maxValue)
    self.maxExpand = maxExpand
    self.attributes = attributes
  }
}

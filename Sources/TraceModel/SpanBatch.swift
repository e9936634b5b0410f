/// Spans as one decoding worker found them in one stretch of one input, in input order.
public struct SpanBatch: Sendable {
  public var records: [SpanRecord] = []
  public var links: [LinkRecord] = []
  public var events: [EventRecord] = []
  public var resources: [Resource] = []
  public var arena = AttributeArena()
  /// The names of this batch; all its symbols are symbols of it.
  public var symbols = SymbolInterner()

  public init() {}
}

/// A whole dump, decoded and in memory.
public struct DecodedSpans: SpanSink, Sendable {
  public private(set) var batches: [SpanBatch]
  /// What was wrong with the input so far.
  public var quality: DataQuality

  public init(batches: [SpanBatch] = [], quality: DataQuality = DataQuality()) {
    self.batches = batches
    self.quality = quality
  }

  public mutating func receive(_ batch: consuming SpanBatch) { batches.append(batch) }
}

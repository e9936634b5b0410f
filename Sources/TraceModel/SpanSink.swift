/// Takes decoded spans, batch after batch, in input order.
public protocol SpanSink {
  /// - Throws: When the batch cannot be kept, as on a full disk.
  mutating func receive(_ batch: consuming SpanBatch) throws
}

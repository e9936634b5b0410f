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

/// A whole dump, decoded: the batches, and the names they have in common.
public struct DecodedSpans: Sendable {
  public let batches: [SpanBatch]
  public let symbols: SymbolTable
  /// For each batch, the symbol of ``symbols`` by the batch's own symbol.
  public let symbolMaps: [[Symbol]]
  /// What was wrong with the input so far.
  public let quality: DataQuality

  public init(batches: [SpanBatch], quality: DataQuality) {
    var batches = batches
    (symbols, symbolMaps) = SymbolTable.joining(batches.map(\.symbols))
    for index in batches.indices { batches[index].symbols = SymbolInterner() }
    self.batches = batches
    self.quality = quality
  }

  /// The latest end of a span with a believable time (ns), 0 when there is none.
  public var end: Int64 {
    var latest: Int64 = 0
    for batch in batches {
      for record in batch.records where !record.flags.contains(.missingTime) { latest = max(latest, record.end) }
    }
    return latest
  }
}

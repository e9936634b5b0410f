import TraceAssembly
public import TraceModel

extension SpanBatch {
  public init(drawing: String) { self.init(Drawing(drawing).spans) }
}

extension DecodedSpans {
  public init(drawing: String) { self.init(Drawing(drawing).spans) }
}

extension Trace {
  /// The first trace of the drawing in the table's order: by trace id, unless links make journeys.
  public init(drawing: String) {
    self.init(table: SpanTable(drawing: drawing), index: TraceIndex(number: 0))
  }
}

extension Journey {
  /// The first journey of the drawing.
  public init(drawing: String) {
    let table = SpanTable(drawing: drawing)
    self.init(table: table, traces: 0..<Int(table.columns.journeyOffsets[1]))
  }
}

/// What a drawing makes. A protocol, because the initialiser of a class cannot hand out a ready value.
public protocol MadeFromDrawing {
  static func drawn(_ drawing: String) -> Self
}

extension MadeFromDrawing {
  public init(drawing: String) { self = Self.drawn(drawing) }
}

extension SpanTable: MadeFromDrawing {
  /// The assembled spans of a ``Drawing``.
  public static func drawn(_ drawing: String) -> SpanTable { assembled(Drawing(drawing).spans) }

  /// The spans, put together by the real assembly in one partition, whatever their order.
  public static func assembled(_ spans: [DrawnSpan]) -> SpanTable {
    let decoded = DecodedSpans(spans)
    return CallerExecutor.result { await TraceAssembly.assemble(decoded).table }
  }

  /// A batch, put together by the real assembly in one partition.
  public static func assembled(_ batch: SpanBatch) -> SpanTable {
    let decoded = DecodedSpans(batches: [batch], quality: DataQuality())
    return CallerExecutor.result { await TraceAssembly.assemble(decoded).table }
  }

  /// The first span of this id; the test stops when there is none.
  public func span(id: UInt64) -> SpanIndex {
    guard let row = columns.spanIDs.firstIndex(of: SpanID(id)) else { preconditionFailure("no span \(id)") }
    return SpanIndex(row: row)
  }

  /// The first span with this operation; the test stops when there is none.
  public func span(named operation: String) -> SpanIndex {
    guard let symbol = symbols.symbol(of: operation), let row = columns.names.firstIndex(of: symbol) else {
      preconditionFailure("no operation \(operation)")
    }
    return SpanIndex(row: row)
  }
}

/// One assembled trace: a stretch of rows of a table. May have several roots (orphans, forests).
public struct Trace: Sendable {
  public let table: SpanTable
  public let index: TraceIndex

  public init(table: SpanTable, index: TraceIndex) {
    self.table = table
    self.index = index
  }

  public var id: TraceID { table.columns.traceIDs[index.number] }

  /// The rows of its spans, by start, then span id.
  public var rows: Range<Int> {
    Int(table.columns.traceOffsets[index.number])..<Int(table.columns.traceOffsets[index.number + 1])
  }
}

/// Traces that messages join: what one request set off, perhaps together with others. Often a single trace.
public struct Journey: Sendable {
  public let table: SpanTable
  /// Numbers of its traces, by trace id.
  public let traces: Range<Int>

  public init(table: SpanTable, traces: Range<Int>) {
    self.table = table
    self.traces = traces
  }

  /// The rows of all its spans, trace after trace.
  public var rows: Range<Int> {
    Int(table.columns.traceOffsets[traces.lowerBound])..<Int(table.columns.traceOffsets[traces.upperBound])
  }
}

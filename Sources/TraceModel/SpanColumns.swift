/// The columns of assembled spans, one element a span, filled by assembly.
///
/// Rows of a trace are neighbours, ordered by start, span id, end, kind, names; traces of a journey are neighbours.
public struct SpanColumns: Sendable {
  public var spanIDs: [SpanID] = []
  public var parentIDs: [SpanID] = []
  /// Row of the parent, -1 for a root or an orphan.
  public var parents: [Int32] = []
  /// Nanoseconds since the epoch.
  public var starts: [Int64] = []
  /// Nanoseconds since the epoch; never before the start.
  public var ends: [Int64] = []
  public var services: [Symbol] = []
  public var names: [Symbol] = []
  public var kinds: [SpanKind] = []
  public var statuses: [SpanStatus] = []
  public var flags: [SpanFlags] = []
  public var resources: [UInt32] = []
  public var attributes: [ArenaReference] = []
  /// Number of the trace a span belongs to.
  public var traces: [Int32] = []
  /// `children[childOffsets[i]..<childOffsets[i + 1]]` are the children of row `i`, by row.
  public var childOffsets: [Int32] = [0]
  public var children: [Int32] = []
  /// `links[linkOffsets[i]..<linkOffsets[i + 1]]` are the links of row `i`.
  public var linkOffsets: [Int32] = [0]
  public var links: [SpanLink] = []
  /// `events[eventOffsets[i]..<eventOffsets[i + 1]]` are the events of row `i`, in dump order.
  public var eventOffsets: [Int32] = [0]
  public var events: [SpanEvent] = []
  /// Deliveries that neither links nor parents tell of, by consumer; few or none in most dumps.
  public var stitched: [StitchedDelivery] = []
  public var traceIDs: [TraceID] = []
  /// Rows `traceOffsets[i]..<traceOffsets[i + 1]` are trace `i`.
  public var traceOffsets: [Int32] = [0]
  /// Traces `journeyOffsets[i]..<journeyOffsets[i + 1]` are journey `i`.
  public var journeyOffsets: [Int32] = [0]

  public init() {}
}

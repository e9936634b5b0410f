/// One decoded span, as a decoder appends it; 80 bytes. Symbols and offsets are those of its ``SpanBatch``.
public struct SpanRecord: Sendable {
  public var traceID: TraceID
  public var spanID: SpanID
  /// The parent's id, ``SpanID/none`` for a root.
  public var parentID: SpanID
  /// Nanoseconds since the epoch.
  public var start: Int64
  /// Nanoseconds since the epoch; never before `start` (see ``SpanFlags/negativeDuration``).
  public var end: Int64
  public var name: Symbol
  /// Index into the batch's resources.
  public var resource: UInt32
  /// Block of attributes in the batch's arena, 0 for none.
  public var attributes: UInt32
  /// First of the span's events in the batch's events.
  public var firstEvent: UInt32
  /// First of the span's links in the batch's links.
  public var firstLink: UInt32
  public var linkCount: UInt32
  public var eventCount: UInt32
  public var kind: SpanKind
  public var status: SpanStatus
  public var flags: SpanFlags

  @inlinable
  public init() {
    traceID = TraceID(high: 0, low: 0)
    spanID = .none
    parentID = .none
    start = 0
    end = 0
    name = .empty
    resource = 0
    attributes = 0
    firstEvent = 0
    firstLink = 0
    linkCount = 0
    eventCount = 0
    kind = .unspecified
    status = .unset
    flags = []
  }
}

/// A link of a decoded span to another span, perhaps in another trace.
public struct LinkRecord: Sendable {
  public var traceID: TraceID
  public var spanID: SpanID
  /// Block of attributes in the batch's arena, 0 for none.
  public var attributes: UInt32
  /// W3C trace flags of the linked span as OTLP packs them; 0 when unknown.
  public var flags: UInt32

  @inlinable
  public init(traceID: TraceID, spanID: SpanID, attributes: UInt32 = 0, flags: UInt32 = 0) {
    self.traceID = traceID
    self.spanID = spanID
    self.attributes = attributes
    self.flags = flags
  }
}

/// Something that happened within a decoded span at one time, such as an exception.
public struct EventRecord: Sendable {
  /// Nanoseconds since the epoch, 0 when unknown.
  public var time: Int64
  public var name: Symbol
  /// Block of attributes in the batch's arena, 0 for none.
  public var attributes: UInt32

  @inlinable
  public init(time: Int64, name: Symbol, attributes: UInt32) {
    self.time = time
    self.name = name
    self.attributes = attributes
  }
}

/// What a process said of itself: the service and where it ran. Symbols that were not given are empty.
public struct Resource: Sendable {
  public var service: Symbol = .empty
  public var namespace: Symbol = .empty
  public var version: Symbol = .empty
  public var environment: Symbol = .empty
  public var host: Symbol = .empty
  public var instance: Symbol = .empty
  /// All resource attributes.
  public var attributes: ArenaReference = .none

  public init() {}
}

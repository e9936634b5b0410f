/// A link of an assembled span.
public struct SpanLink: Sendable {
  public var traceID: TraceID
  public var spanID: SpanID
  /// The row of the linked span in the same table, ``absent`` when it is not in the dump, ``cut`` when it is in another journey since the
  /// link was cut.
  public var target: Int32
  /// W3C trace flags of the linked span as OTLP packs them; 0 when unknown.
  public var flags: UInt32
  public var attributes: ArenaReference

  public init(traceID: TraceID, spanID: SpanID, target: Int32, flags: UInt32, attributes: ArenaReference) {
    self.traceID = traceID
    self.spanID = spanID
    self.target = target
    self.flags = flags
    self.attributes = attributes
  }

  /// The ``target`` of a link to a span that is not in the dump.
  public static let absent: Int32 = -1
  /// The ``target`` of a link that was cut to keep a journey small.
  public static let cut: Int32 = -2

  /// Whether the linked span is not in the dump because it was not sampled, as the flags of the link say.
  @inlinable public var isSampledOut: Bool { target == SpanLink.absent && flags != 0 && flags & 1 == 0 }

  /// The linked span, or nil when it is not in the same journey.
  @inlinable public var span: SpanIndex? { target < 0 ? nil : SpanIndex(row: Int(target)) }
}

/// Something that happened within an assembled span at one time, such as an exception.
public struct SpanEvent: Sendable {
  /// Nanoseconds since the epoch, 0 when unknown.
  public var time: Int64
  public var name: Symbol
  public var attributes: ArenaReference

  public init(time: Int64, name: Symbol, attributes: ArenaReference) {
    self.time = time
    self.name = name
    self.attributes = attributes
  }
}

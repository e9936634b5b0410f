/// What is known of a span beside its columns: how it hangs on its parent, and what was wrong with it.
public struct SpanFlags: OptionSet, Hashable, Sendable {
  public var rawValue: UInt16

  @inlinable
  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// The parent came by a FOLLOWS_FROM reference: it does not wait for this span.
  public static let followsFrom = SpanFlags(rawValue: 1 << 0)
  /// The parent id names no span of the trace.
  public static let orphan = SpanFlags(rawValue: 1 << 1)
  /// The dump has an end before the start; the length counts as 0.
  public static let negativeDuration = SpanFlags(rawValue: 1 << 2)
  /// The dump has no (or no believable) start or end: the span counts in the topology, not in timing.
  public static let missingTime = SpanFlags(rawValue: 1 << 3)
  /// The parent was cut off here because the parents formed a cycle.
  public static let cycleCut = SpanFlags(rawValue: 1 << 4)
  /// Another span of the trace has the same id and other content, and is not the other half of one call.
  public static let sameIDOtherContent = SpanFlags(rawValue: 1 << 5)
  /// The span has one id with its CLIENT or PRODUCER half, which is its parent.
  public static let sharedHalf = SpanFlags(rawValue: 1 << 6)
  /// The dump says outright that this half shares its id (Zipkin's `shared`).
  public static let shared = SpanFlags(rawValue: 1 << 7)
  /// One of the span's attributes may name a messaging system or destination; without it none does.
  public static let mayBeMessaging = SpanFlags(rawValue: 1 << 8)
  /// The dump has W3C trace flags other than 0 for the span (and whatever else OTLP packs beside them).
  public static let hasTraceFlags = SpanFlags(rawValue: 1 << 9)
  /// Bit 0 of those flags: the trace was sampled at the head.
  public static let sampledAtHead = SpanFlags(rawValue: 1 << 10)
  /// What a copy of a span may add to it.
  public static let addedByCopies: SpanFlags = [.mayBeMessaging, .hasTraceFlags, .sampledAtHead]
  /// The dump has the status UNSET, and an answer that the conventions call an error. Whether it counts as one, the status of the span says.
  public static let failsByConvention = SpanFlags(rawValue: 1 << 11)
}

extension SpanColumns {
  /// The status that the dump has for the span at `row`: what a collector saw, whatever counts as an error.
  @inlinable
  public func recordedStatus(of row: Int) -> SpanStatus {
    flags[row].contains(.failsByConvention) ? .unset : statuses[row]
  }
}

import TraceModel

/// The messaging spans of a dump by destination and time: what deliveries are guessed from that nothing else tells of.
struct TimedMessages: Sendable {
  /// A span that sends or takes messages.
  struct End: Sendable {
    /// A hash of environment, namespace, system and destination.
    var place: UInt64
    /// A hash of the partition, 0 when it is not named.
    var partition: UInt64
    /// A hash of the consumer group, or the service's symbol.
    var group: UInt64
    var traceLow: UInt64
    var spanID: SpanID
    var parentID: SpanID
    /// Nanoseconds since the epoch.
    var start: Int64
    /// Nanoseconds since the epoch.
    var end: Int64
    /// Messages.
    var count: Int32
    var role: KeyRole
    /// A consumer with links: they are better evidence, wherever they lead.
    var isLinked: Bool
  }

  /// A producer that a consumer names by a link.
  struct Claim: Sendable {
    var consumer: Span
    var producer: Span
  }

  /// A span by the low half of its trace's id and its own.
  struct Span: Hashable, Comparable, Sendable {
    var low: UInt64
    var id: UInt64

    static func < (left: Span, right: Span) -> Bool { (left.low, left.id) < (right.low, right.id) }
  }

  private(set) var producers: [End] = []
  private(set) var consumers: [End] = []
  private(set) var claims: [Claim] = []

  mutating func add(
    _ record: SpanRecord, _ role: KeyRole, place: UInt64, partition: UInt64, group: UInt64, count: Int32,
    _ batch: SpanBatch
  ) {
    let end = End(
      place: place, partition: partition, group: group, traceLow: record.traceID.low, spanID: record.spanID,
      parentID: record.parentID, start: record.start, end: record.end, count: count, role: role,
      isLinked: record.linkCount > 0)
    if !role.isConsumption {
      producers.append(end)
      return
    }
    consumers.append(end)
    for link in batch.links[Int(record.firstLink)..<Int(record.firstLink + record.linkCount)] {
      claims.append(Claim(consumer: end.span, producer: Span(low: link.traceID.low, id: link.spanID.value)))
    }
  }
}

extension TimedMessages.End {
  var span: TimedMessages.Span { TimedMessages.Span(low: traceLow, id: spanID.value) }

  /// The parent, as a span of the same trace.
  var parent: TimedMessages.Span { TimedMessages.Span(low: traceLow, id: parentID.value) }
}

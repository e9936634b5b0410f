/// What a collector flushes at once: finished spans of one service, grouped by the process that made them.
public struct SpanBatch: Sendable {
  public struct Group: Sendable {
    /// Attributes of the process: `service.name`, `service.version`, `service.instance.id`, `host.name`, …
    public var resource: [SyntheticAttribute]
    /// Ordered by scope, then end, then creation. Never empty.
    public var spans: [SyntheticSpan]

    public init(resource: [SyntheticAttribute], spans: [SyntheticSpan]) {
      self.resource = resource
      self.spans = spans
    }
  }

  public var groups: [Group]

  public init(groups: [Group]) { self.groups = groups }
}

/// A message that truly went from a producer's span to a consumer's.
public struct SyntheticDelivery: Sendable, Equatable {
  public var topic: ShopTopic
  public var group: ConsumerGroup
  public var partition: Int
  public var offset: Int
  public var producerTraceHigh: UInt64
  public var producerTraceLow: UInt64
  public var producerSpan: UInt64
  public var consumerTraceHigh: UInt64
  public var consumerTraceLow: UInt64
  public var consumerSpan: UInt64
  /// Start of the consumer minus end of the producer, ns.
  public var wait: Int
}

/// Takes what a run produces, in the order in which it would reach a file.
public protocol SpanReceiver {
  associatedtype Failure: Error
  mutating func receive(_ batch: SpanBatch) throws(Failure)
  /// Called once a delivery, by the time it is known; most receivers have no use for it.
  mutating func receive(_ delivery: SyntheticDelivery) throws(Failure)
}

extension SpanReceiver {
  public mutating func receive(_ delivery: SyntheticDelivery) throws(Failure) {}
}

/// Takes bytes: a file, a pipe, a buffer, a digest.
public protocol ByteSink {
  associatedtype Failure: Error
  mutating func write(_ bytes: [UInt8]) throws(Failure)
}

/// Keeps everything in memory.
public struct ByteBuffer: ByteSink, Sendable {
  public var bytes: [UInt8] = []
  public init() {}
  public mutating func write(_ bytes: [UInt8]) throws(Never) { self.bytes += bytes }
}

import TraceModel

/// A topic or queue, by its symbol in ``QueuesState/names``.
struct QueueTopicKey: PackedKey, Hashable {
  var topic: Symbol

  var words: TableWords { TableWords(UInt64(topic.index)) }
}

/// One service, or one consumer group of a service, that takes messages from a topic. Topic and group are symbols of ``QueuesState/names``, the
/// service one of the run.
struct QueueConsumerKey: PackedKey, Hashable {
  var topic: Symbol
  var group: Symbol
  var service: Symbol

  var words: TableWords { TableWords(UInt64(topic.index) &<< 32 | UInt64(group.index), UInt64(service.index)) }
}

/// Messages that were sent to one destination and taken from another.
struct QueueRouteKey: PackedKey, Hashable {
  var sent: Symbol
  var taken: Symbol

  var words: TableWords { TableWords(UInt64(sent.index) &<< 32 | UInt64(taken.index)) }
}

/// What came of messages, by topic and by consumer.
public struct QueuesState: PartialState {
  /// Names of topics and groups.
  var names = SymbolInterner()
  var topics = Counted<QueueTopicKey, QueueTopicTotals>()
  var consumers = Counted<QueueConsumerKey, QueueConsumerTotals>()
  var routes = Counted<QueueRouteKey, Int>()
  /// The deliveries themselves; nil unless they are asked for.
  var deliveries: DeliveryFold?

  public mutating func merge(_ other: QueuesState) {
    let map = (0..<other.names.count).map { names.intern(other.names.bytes(of: Symbol(UInt32($0)))) }
    topics.merge(other.topics) { QueueTopicKey(topic: map[Int($0.topic.index)]) }
    consumers.merge(other.consumers) { key in
      QueueConsumerKey(topic: map[Int(key.topic.index)], group: map[Int(key.group.index)], service: key.service)
    }
    routes.merge(other.routes) { QueueRouteKey(sent: map[Int($0.sent.index)], taken: map[Int($0.taken.index)]) }
    if let more = other.deliveries { deliveries?.merge(more) }
  }

  public var size: Int {
    let acknowledgements = consumers.values.reduce(0) { $0 + $1.acknowledgements.count }
    return topics.count * MemoryLayout<QueueTopicTotals>.size
      + consumers.count * MemoryLayout<QueueConsumerTotals>.size * 4
      + acknowledgements * MemoryLayout<Acknowledgement>.size + (deliveries?.size ?? 0)
  }
}

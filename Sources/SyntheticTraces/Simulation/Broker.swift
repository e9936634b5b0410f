/// What the broker and its consumers remember: partitions, offsets, and who reads where.
struct Broker {
  /// One consumer group at one partition: messages are processed one after another.
  struct Lane {
    var group: ConsumerGroup
    var partition: Int
    var queue: [Message] = []
    var head = 0
    var isPolling = false
    var freeAt = 0
    var deliveries = 0
    /// Highest number of a delivery that has been acknowledged.
    var acknowledged = -1

    var isEmpty: Bool { head == queue.count }

    mutating func append(_ message: Message) { queue.append(message) }

    mutating func takeFirst() -> Message? {
      if isEmpty { return nil }
      let message = queue[head]
      head += 1
      if head > 64 && head * 2 > queue.count {
        queue.removeFirst(head)
        head = 0
      }
      return message
    }
  }

  var lanes: [Lane] = []
  /// Partitions by topic.
  let partitions: [Int]
  /// Mean time between two messages of one partition, by topic, ns.
  let meanGaps: [Int]
  private var offsets: [[Int]]
  private var firstLane: [Int] = []

  /// As many partitions as a topic needs to keep its consumers about a third busy, and at least three.
  init(requestsPerMinute: Int, messagesPerRequest: [Int]) {
    let perMinute = messagesPerRequest.map { max(1, requestsPerMinute * $0 / 10_000) }
    let partitions = perMinute.map { max(3, $0 / 240) }
    self.partitions = partitions
    meanGaps = perMinute.indices.map { 60_000_000_000 / perMinute[$0] * partitions[$0] }
    offsets = partitions.indices.map { topic in
      (0..<partitions[topic]).map { Broker.firstOffset(topic: topic, partition: $0) }
    }
    for group in ConsumerGroup.allCases {
      firstLane.append(lanes.count)
      for partition in 0..<partitions[group.topic.rawValue] {
        lanes.append(Lane(group: group, partition: partition))
      }
    }
  }

  func lane(of group: ConsumerGroup, partition: Int) -> Int { firstLane[group.rawValue] + partition }

  /// The broker is not new: offsets begin somewhere.
  static func firstOffset(topic: Int, partition: Int) -> Int { 48_000 + topic * 7_919 + partition * 613 }

  mutating func nextOffset(of topic: ShopTopic, partition: Int) -> Int {
    offsets[topic.rawValue][partition] += 1
    return offsets[topic.rawValue][partition] - 1
  }
}

/// A message that its producer has sent and the broker does not have yet.
struct PublishedMessage {
  var message: Message
  /// The PRODUCER span; offset and partition come with the broker's answer.
  var span: SyntheticSpan
}

/// An acknowledgement that is about to be sent.
struct Settlement {
  var lane: Int
  var message: Message
  var frame: Frame
  /// Counts deliveries of the lane.
  var delivery: Int
  var isDeferred: Bool
  var spanSeed: UInt64
}

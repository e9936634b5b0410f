import TraceModel

/// What is added up for a topic.
struct QueueTopicTotals: Mergeable {
  /// Messages, those of a batch each.
  var published = 0
  /// Published messages that somebody in the dump got.
  var consumed = 0
  /// Messages that came to a dead-letter destination from here.
  var deadLettered = 0
  /// Messages by the end of their publishing, one call each.
  private(set) var arrivals = TimeBuckets(mostBuckets: QueueTopicTotals.maxBuckets)

  /// How finely time is cut at most.
  static let maxBuckets = 64

  mutating func addArrivals(_ count: Int, at time: Int64) { arrivals.addCalls(count, start: time) }

  mutating func merge(_ other: QueueTopicTotals) {
    published += other.published
    consumed += other.consumed
    deadLettered += other.deadLettered
    arrivals.merge(other.arrivals)
  }
}

/// What is added up for one consumer group of a topic.
struct QueueConsumerTotals: Mergeable {
  var deliveries = 0
  /// Deliveries of a message that the group had got before.
  var redeliveries = 0
  /// Deliveries whose span failed.
  var failed = 0
  /// Messages that came to a dead-letter destination after this group had got them.
  var deadLettered = 0
  /// Consumed messages of which nothing tells who sent them.
  var unmatched = 0
  /// Receives that say that they took nothing.
  var polls = 0
  /// Receives of which nothing tells that they took a message.
  var perhapsPolls = 0
  /// The messages they took, if they took any.
  var perhapsTaken = 0
  /// Whether a consumption tells of a message that it got.
  var tells = false
  /// Deliveries whose producer was not sampled, by its link's flags.
  var producersSampledOut = 0
  /// Deliveries whose producer is not in the dump for another reason.
  var producersAbsent = 0
  /// Deliveries that began before their producer had ended.
  var earlyStarts = 0
  /// Deliveries by what tells of them, in the order of ``MessageReading/Evidence``.
  var byEvidence = [Int](repeating: 0, count: MessageReading.Evidence.allCases.count)
  /// Messages a consumption.
  var batches = Histogram()
  /// Lengths (ns) of the consumptions.
  var work = Histogram()
  /// From the producer's end to the consumer's start (ns).
  private(set) var waits = Histogram()
  private(set) var waitsOverTime = TimeBuckets(mostBuckets: QueueTopicTotals.maxBuckets)
  /// First deliveries by the consumer's start, one call each.
  private(set) var taken = TimeBuckets(mostBuckets: QueueTopicTotals.maxBuckets)
  var acknowledgements: [Acknowledgement] = []
  /// Messages settled more than once, and not alike.
  var contradictory = 0

  mutating func add(wait: Int64, at start: Int64, failed: Bool) {
    waits.add(wait)
    waitsOverTime.add(start: start, failed: failed, duration: wait)
  }

  mutating func addTaken(at time: Int64) { taken.addCalls(1, start: time) }

  mutating func merge(_ other: QueueConsumerTotals) {
    deliveries += other.deliveries
    redeliveries += other.redeliveries
    failed += other.failed
    deadLettered += other.deadLettered
    unmatched += other.unmatched
    polls += other.polls
    perhapsPolls += other.perhapsPolls
    perhapsTaken += other.perhapsTaken
    tells = tells || other.tells
    producersSampledOut += other.producersSampledOut
    producersAbsent += other.producersAbsent
    earlyStarts += other.earlyStarts
    for place in byEvidence.indices { byEvidence[place] += other.byEvidence[place] }
    batches.merge(other.batches)
    work.merge(other.work)
    waits.merge(other.waits)
    waitsOverTime.merge(other.waitsOverTime)
    taken.merge(other.taken)
    acknowledgements += other.acknowledgements
    contradictory += other.contradictory
  }
}

/// One settled message.
struct Acknowledgement: Sendable {
  /// When its processing began (ns since the epoch).
  var delivered: Int64
  /// When its acknowledgement ended (ns since the epoch).
  var acknowledged: Int64
  /// The consumer instance; order is kept within one only.
  var instance: Symbol
  /// The settle span failed or calls the delivery failed.
  var isFailed: Bool
  /// The processing did not fail.
  var isProcessed: Bool
  var traceID: TraceID
  var spanID: SpanID
}

import TraceModel

/// What is added up for a topic.
struct QueueTopicTotals: Sendable {
  var published = 0
  /// Published messages that somebody in the dump got.
  var consumed = 0

  mutating func merge(_ other: QueueTopicTotals) {
    published += other.published
    consumed += other.consumed
  }
}

/// What is added up for one consumer of a topic.
struct QueueConsumerTotals: Sendable {
  var deliveries = 0
  /// Deliveries whose span failed.
  var failed = 0
  /// Deliveries whose producer is not in the dump.
  var producersMissing = 0
  /// Deliveries that began before their producer had ended.
  var earlyStarts = 0
  /// Messages a consumption.
  var batches = Histogram()
  /// Lengths (ns) of the consumptions.
  var work = Histogram()
  /// From the producer's end to the consumer's start (ns).
  private(set) var waits = Histogram()
  private(set) var waitsOverTime = TimeBuckets(mostBuckets: 64)
  var acknowledgements: [Acknowledgement] = []

  mutating func add(wait: Int64, at start: Int64) {
    waits.add(wait)
    waitsOverTime.add(start: start, failed: false, duration: wait)
  }

  mutating func merge(_ other: QueueConsumerTotals) {
    deliveries += other.deliveries
    failed += other.failed
    producersMissing += other.producersMissing
    earlyStarts += other.earlyStarts
    batches.merge(other.batches)
    work.merge(other.work)
    waits.merge(other.waits)
    waitsOverTime.merge(other.waitsOverTime)
    acknowledgements += other.acknowledgements
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

public import TraceModel

/// What happened to the messages of a dump.
public struct QueuesResult: Sendable {
  /// Messages put into one topic or queue.
  public struct Topic: Sendable {
    public var name: String
    public var published: Int
    /// Published, and got by nobody in the dump.
    public var unconsumed: Int
  }

  /// One service that takes messages from a topic.
  public struct Consumer: Sendable {
    public var topic: String
    public var service: String
    public var deliveries: Int
    public var failed: Int
    public var producersMissing: Int
    /// Began before their producer had ended: clocks that disagree, or a receive that waited for the message.
    public var earlyStarts: Int
    /// Messages a consumption.
    public var batches: Histogram
    /// From the producer's end to the consumer's start (ns).
    public var waits: Histogram
    /// Lengths (ns) of the consumptions.
    public var work: Histogram
    /// Median wait (ns) in the first and in the last quarter of the time, when both have at least ten deliveries.
    public var waitTrend: (first: Int64, last: Int64)?
    public var acknowledgements: AcknowledgementOrder

    /// Whether the wait at the end is more than twice, and 100 ms more than, the wait at the start.
    public var isFallingBehind: Bool {
      guard let waitTrend else { return false }
      return waitTrend.last > 2 * waitTrend.first && waitTrend.last - waitTrend.first > 100_000_000
    }
  }

  /// By name; only those that something was published to.
  public var topics: [Topic] = []
  /// By topic, then service.
  public var consumers: [Consumer] = []
  /// Each delivery, when they were asked for.
  public var deliveries: [MessageDelivery]?

  /// The consumers whose acknowledgements explain failures that never happened.
  public var phantoms: [Consumer] { consumers.filter(\.acknowledgements.isPhantom) }
}

extension QueuesResult.Consumer {
  init(topic: String, service: String, totals: QueueConsumerTotals) {
    self.topic = topic
    self.service = service
    deliveries = totals.deliveries
    failed = totals.failed
    producersMissing = totals.producersMissing
    earlyStarts = totals.earlyStarts
    batches = totals.batches
    waits = totals.waits
    work = totals.work
    acknowledgements = AcknowledgementOrder(totals.acknowledgements)
    let buckets = totals.waitsOverTime.all
    let quarter = buckets.count / 4
    guard quarter > 0 else { return }
    var first = Histogram()
    var last = Histogram()
    for bucket in buckets.prefix(quarter) { first.merge(bucket.statistics.durations) }
    for bucket in buckets.suffix(quarter) { last.merge(bucket.statistics.durations) }
    if first.count >= 10, last.count >= 10 { waitTrend = (first.percentile(50), last.percentile(50)) }
  }
}

public import TraceAssembly
public import TraceModel

/// What happened to the messages of a dump.
public struct QueuesResult: Sendable {
  /// Messages put into one topic or queue.
  public struct Topic: Sendable {
    public var name: String
    public var published: Int
    /// Published, and got by nobody in the dump.
    public var unconsumed: Int
    /// Came to a dead-letter destination from here.
    public var deadLettered: Int
    /// The other destinations its messages were taken from, by name: a route leads to each.
    public var routes: [String]

    /// Whether it has just this name; names that differ in their Unicode form alone are two.
    public func isNamed(_ name: String) -> Bool { self.name.utf8.elementsEqual(name.utf8) }

    /// Whether messages sent to it were taken from the destination of this name.
    public func routesTo(_ name: String) -> Bool { routes.contains { $0.utf8.elementsEqual(name.utf8) } }
  }

  /// One service, or one consumer group of a service, that takes messages from a topic.
  public struct Consumer: Sendable {
    /// What happened in one stretch of time.
    public struct Bucket: Sendable {
      /// Nanoseconds since the epoch.
      public var start: Int64
      /// Waits (ns) of the messages taken in it; `errors` failed.
      public var statistics: CallStatistics
    }

    public var topic: String
    public var service: String
    /// The consumer group or subscription; empty when the spans name none.
    public var group: String
    public var deliveries: Int
    /// Deliveries of a message that the group had got before.
    public var redeliveries: Int
    public var failed: Int
    /// Messages that came to a dead-letter destination after this group had got them.
    public var deadLettered: Int
    /// Consumed messages of which nothing tells who sent them; no deliveries.
    public var unmatched: Int
    /// Receives that took nothing; no deliveries either.
    public var polls: Int
    /// Deliveries whose producer was not sampled, by its link's flags.
    public var producersSampledOut: Int
    /// Deliveries whose producer is not in the dump for another reason.
    public var producersAbsent: Int
    /// Began before their producer had ended: clocks that disagree, or a receive that waited for the message.
    public var earlyStarts: Int
    /// How many deliveries are known by what; kinds of evidence without any are left out.
    public var evidence: [(by: MessageDelivery.Evidence, count: Int)]
    /// Messages a consumption.
    public var batches: Histogram
    /// From the producer's end to the consumer's start (ns).
    public var waits: Histogram
    /// Lengths (ns) of the consumptions.
    public var work: Histogram
    /// Waits over time, in time order without gaps; empty when no wait is known.
    public var buckets: [Bucket]
    /// Width of a bucket in ns.
    public var bucketWidth: Int64
    /// Median wait (ns) in the first and in the last quarter of the time, when both have at least ten deliveries.
    public var waitTrend: (first: Int64, last: Int64)?
    /// Arrivals against deliveries; nil when there are too few.
    public var lag: QueueLag?
    public var acknowledgements: AcknowledgementOrder

    /// Whether messages come faster than they are taken, or the wait at the end is more than twice, and 100 ms more than, the wait at the start.
    public var isFallingBehind: Bool {
      if let lag, lag.isGrowing { return true }
      guard let waitTrend else { return false }
      return waitTrend.last > 2 * waitTrend.first && waitTrend.last - waitTrend.first > 100_000_000
    }

    /// The bucket of the longest median wait, where that is beyond a second and ten times the median of all: it fell behind, and perhaps caught up again.
    public var peak: Bucket? {
      let medians = buckets.map { $0.statistics.durations.percentile(50) }
      guard let most = medians.max(), let place = medians.firstIndex(of: most) else { return nil }
      let isPeak = most > 1_000_000_000 && most / 10 > waits.percentile(50) && waits.count >= 20
      return isPeak ? buckets[place] : nil
    }

    /// Deliveries whose producer is not in the dump.
    public var producersMissing: Int { producersSampledOut + producersAbsent }
  }

  /// By name; only those that something was published to.
  public var topics: [Topic] = []
  /// By topic, service, group.
  public var consumers: [Consumer] = []
  /// Each delivery, when they were asked for.
  public var deliveries: [MessageDelivery]?

  /// What was guessed by the order of time; nil unless that was asked for.
  public var timeStitching: TimeStitching?
  /// Links that were cut to keep journeys small; their messages count as without a producer in the dump.
  public var cutLinks = 0

  /// The consumers whose acknowledgements explain failures that never happened.
  public var phantoms: [Consumer] { consumers.filter(\.acknowledgements.isPhantom) }
}

extension QueuesResult.Consumer {
  /// `othersTell`: whether some consumer of the service and topic tells of a message that it got.
  init(
    topic: String, service: String, group: String, totals: QueueConsumerTotals, arrivals: TimeBuckets?, othersTell: Bool
  ) {
    self.topic = topic
    self.service = service
    self.group = group
    deliveries = totals.deliveries
    redeliveries = totals.redeliveries
    failed = totals.failed
    deadLettered = totals.deadLettered
    unmatched = totals.unmatched + (othersTell ? 0 : totals.perhapsTaken)
    polls = totals.polls + (othersTell ? totals.perhapsPolls : 0)
    producersSampledOut = totals.producersSampledOut
    producersAbsent = totals.producersAbsent
    earlyStarts = totals.earlyStarts
    evidence = MessageReading.Evidence.allCases.compactMap { by in
      let count = totals.byEvidence[Int(by.rawValue)]
      return count > 0 ? (MessageDelivery.Evidence(by), count) : nil
    }
    batches = totals.batches
    waits = totals.waits
    work = totals.work
    acknowledgements = AcknowledgementOrder(totals.acknowledgements, contradictory: totals.contradictory)
    buckets = totals.waitsOverTime.all.map { Bucket(start: $0.start, statistics: $0.statistics) }
    bucketWidth = totals.waitsOverTime.width
    let quarter = buckets.count / 4
    if quarter > 0 {
      var first = Histogram()
      var last = Histogram()
      for bucket in buckets.prefix(quarter) { first.merge(bucket.statistics.durations) }
      for bucket in buckets.suffix(quarter) { last.merge(bucket.statistics.durations) }
      if first.count >= 10, last.count >= 10 { waitTrend = (first.percentile(50), last.percentile(50)) }
    }
    if let arrivals, totals.deliveries > totals.producersSampledOut + totals.producersAbsent {
      lag = QueueLag(arrivals, totals.taken, waitTrend: waitTrend)
    }
  }
}

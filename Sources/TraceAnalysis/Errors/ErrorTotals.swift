public import TraceModel

/// When something was seen first, and three of the traces it was seen in.
public struct Sightings: Mergeable, Equatable {
  /// In ns since the epoch; nil when no time is known.
  public private(set) var first: Timestamp?
  public private(set) var exemplars = SmallestTraces()

  public init() {}

  mutating func add(_ trace: TraceID, at time: Int64?) {
    exemplars.offer(trace)
    if let time { see(Timestamp(nanoseconds: time)) }
  }

  public mutating func merge(_ other: Sightings) {
    exemplars.merge(other.exemplars)
    if let time = other.first { see(time) }
  }

  private mutating func see(_ time: Timestamp) {
    first = first.map { min($0, time) } ?? time
  }
}

/// What is counted for one operation and kind of error.
public struct ErrorTotals: Mergeable, Equatable {
  /// Failing spans without a failing callee.
  public internal(set) var origin = 0
  /// Failing spans with one.
  public internal(set) var propagated = 0
  /// Of both, those whose caller is healthy all the same.
  public internal(set) var swallowed = 0
  /// Of both, those without a caller: whoever sent the request saw the error.
  public internal(set) var reachedEntry = 0
  /// Of both, those that work off a message whose producer is healthy.
  public internal(set) var afterHealthyProducer = 0
  public internal(set) var sightings = Sightings()

  public init() {}

  /// All failing spans.
  public var failed: Int { origin + propagated }

  public mutating func merge(_ other: ErrorTotals) {
    origin += other.origin
    propagated += other.propagated
    swallowed += other.swallowed
    reachedEntry += other.reachedEntry
    afterHealthyProducer += other.afterHealthyProducer
    sightings.merge(other.sightings)
  }
}

/// What is counted for one way of errors.
struct ErrorChainTotals: Mergeable {
  var count = 0
  var sightings = Sightings()

  public mutating func merge(_ other: ErrorChainTotals) {
    count += other.count
    sightings.merge(other.sightings)
  }
}

/// What is counted for a call that was tried again.
public struct RetryTotals: Mergeable, Equatable {
  /// Calls that were tried more than once after a failure.
  public internal(set) var retried = 0
  /// Attempts beyond the first, of those calls.
  public internal(set) var extraAttempts = 0
  /// Attempts that failed, of those calls.
  public internal(set) var failedAttempts = 0
  /// Failed attempts that nobody saw: a later one succeeded, and the caller is healthy.
  public internal(set) var hidden = 0
  /// Calls of which no attempt after the first failure succeeded.
  public internal(set) var failedForGood = 0
  public internal(set) var sightings = Sightings()

  public init() {}

  public mutating func merge(_ other: RetryTotals) {
    retried += other.retried
    extraAttempts += other.extraAttempts
    failedAttempts += other.failedAttempts
    hidden += other.hidden
    failedForGood += other.failedForGood
    sightings.merge(other.sightings)
  }
}

/// What is counted for error lines of one template.
public struct ErrorLogTotals: Mergeable, Equatable {
  public internal(set) var lines = 0
  /// Traces with such a line and a failing span.
  public internal(set) var failingTraces = 0
  /// Traces with such a line in which every span is healthy.
  public internal(set) var healthyTraces = 0
  public internal(set) var sightings = Sightings()

  public init() {}

  public mutating func merge(_ other: ErrorLogTotals) {
    lines += other.lines
    failingTraces += other.failingTraces
    healthyTraces += other.healthyTraces
    sightings.merge(other.sightings)
  }
}

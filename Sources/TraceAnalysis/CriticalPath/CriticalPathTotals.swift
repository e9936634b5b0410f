import TraceModel

/// What adds up over the responses of one entry point.
struct CriticalPathEntryTotals: Mergeable {
  /// Durations of the responses.
  var durations = Histogram()
  /// How many of them begin at a span whose parent is missing.
  var orphans = 0
  var slowest = CriticalPathExemplars()

  var size: Int { MemoryLayout<Self>.size + durations.size + slowest.size }

  mutating func merge(_ other: Self) {
    durations.merge(other.durations)
    orphans += other.orphans
    slowest.merge(other.slowest)
  }
}

/// What adds up for one operation on the paths of one entry point.
struct CriticalPathOperationTotals: Mergeable {
  /// Time on the path that was the operation's own, one value a response that has any.
  var exclusive = Histogram()
  /// The responses with the most of it.
  var exemplars = CriticalPathExemplars()
  /// How many of the segments are ambiguous.
  var ambiguous = 0
  var slack = CriticalPathSlack()

  var size: Int { MemoryLayout<Self>.size + exclusive.size + exemplars.size }

  /// Adds the time that one response spent.
  @inline(__always)
  mutating func add(_ response: CriticalPathExemplar) {
    exclusive.add(response.nanoseconds)
    exemplars.offer(response)
  }

  mutating func merge(_ other: Self) {
    exclusive.merge(other.exclusive)
    exemplars.merge(other.exemplars)
    ambiguous += other.ambiguous
    slack.merge(other.slack)
  }
}

import TraceModel

/// What ``REDFold`` has seen; bounded by the distinct operations and ``REDOptions/mostBuckets``.
public struct REDState: PartialState {
  var operations = Counted<SpanOperationKey, CallStatistics>()
  /// What comes in at services.
  var services = Counted<ServiceRequestKey, CallStatistics>()
  /// Requests by the operation of their root.
  var entryPoints = Counted<OperationKey, CallStatistics>()
  var buckets: TimeBuckets
  var requests = CallStatistics()
  /// Receives that may be polls: requests when the dump tells of no poll.
  var receives = ReceiveTallies()
  /// Nanoseconds since the epoch; the greatest number without a believable time.
  var earliest = Int64.max
  /// Nanoseconds since the epoch; the least number without a believable time.
  var latest = Int64.min

  init(_ options: REDOptions) { buckets = TimeBuckets(mostBuckets: options.mostBuckets) }

  public mutating func merge(_ other: Self) {
    operations.merge(other.operations)
    services.merge(other.services)
    entryPoints.merge(other.entryPoints)
    buckets.merge(other.buckets)
    requests.merge(other.requests)
    receives.merge(other.receives)
    earliest = min(earliest, other.earliest)
    latest = max(latest, other.latest)
  }

  public var size: Int {
    operations.size + services.size + entryPoints.size + buckets.size + requests.size + receives.size
  }

  /// Makes requests of the receives that took something for all that is known.
  ///
  /// - Returns: How many receives took nothing.
  mutating func decideReceives() -> Int {
    let (requests, polls) = receives.decided
    for (service, more) in requests {
      for (kind, statistics) in [(RequestKind.incoming, more.incoming), (.topmost, more.topmost)]
      where statistics.calls > 0 {
        services[ServiceRequestKey(service: service, kind: kind)].merge(statistics)
      }
      for (key, statistics) in zip(more.roots.keys, more.roots.values) {
        self.requests.merge(statistics)
        entryPoints[key].merge(statistics)
      }
      if let more = more.buckets { buckets.merge(more) }
    }
    receives = ReceiveTallies()
    return polls
  }

  /// From the earliest start to the latest end; 0 without a believable time, saturates.
  var coveredNanoseconds: Int64 {
    if earliest > latest { return 0 }
    let (distance, overflowed) = latest.subtractingReportingOverflow(earliest)
    return overflowed ? .max : distance
  }
}

/// A service, and how spans count as its requests.
struct ServiceRequestKey: PackedKey, Comparable {
  var service: Symbol
  var kind: RequestKind

  var words: TableWords { TableWords(UInt64(service.index), kind.rawValue) }

  static func < (left: Self, right: Self) -> Bool {
    (left.service, left.kind.rawValue) < (right.service, right.kind.rawValue)
  }
}

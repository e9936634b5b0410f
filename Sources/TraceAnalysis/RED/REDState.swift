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
    earliest = min(earliest, other.earliest)
    latest = max(latest, other.latest)
  }

  public var size: Int { operations.size + services.size + entryPoints.size + buckets.size + requests.size }

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

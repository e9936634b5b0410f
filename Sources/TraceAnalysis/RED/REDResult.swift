public import TraceModel

/// Rate, errors and duration of a dump.
public struct REDResult: Sendable {
  /// The spans of one name and kind in one service.
  public struct Operation: Sendable {
    public var service: String
    public var operation: String
    public var kind: SpanKind
    public var statistics: CallStatistics
  }

  /// What came in at one service.
  public struct Service: Sendable {
    public var service: String
    /// True when the service has no SERVER or CONSUMER span, so that its topmost spans are counted instead.
    public var topmostSpans: Bool
    public var statistics: CallStatistics
  }

  /// Requests of one entry point.
  public struct EntryPoint: Sendable {
    public var service: String
    public var operation: String
    /// Of the spans without a parent in the dump.
    public var statistics: CallStatistics
  }

  /// Requests (spans without a parent in the dump) that began within one bucket.
  public struct Bucket: Sendable {
    public var start: Timestamp
    public var statistics: CallStatistics
  }

  /// By service, operation, kind (bytes of the names).
  public var operations: [Operation]
  /// By service.
  public var services: [Service]
  /// Where requests come in: roots by service and operation, in the order of their names.
  public var entryPoints: [EntryPoint]
  /// In time order, without gaps; empty when no request has a time.
  public var buckets: [Bucket]
  /// Width of a bucket in ns.
  public var bucketWidth: Int64
  /// All requests: spans without a parent in the dump.
  public var requests: CallStatistics
  /// Receives that took no message: operations, but no requests.
  public var polls: Int
  /// From the earliest start to the latest end of the spans with a believable time, in ns; 0 when there is none.
  public var coveredNanoseconds: Int64
}

extension REDResult {
  /// Operations by total time, longest first; ties by service, operation, kind.
  public var operationsByTime: [Operation] {
    // The sort is stable, and the operations are sorted by their names.
    operations.sorted { $0.statistics.durations.sum > $1.statistics.durations.sum }
  }
}

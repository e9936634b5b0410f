public import TraceModel

/// What would be if.
public struct WhatIfResult: Sendable {
  /// The requests of one entry point before and after.
  public struct Entry: Sendable {
    public var service: String
    public var operation: String
    /// Durations in ns.
    public var before: Histogram
    public var after: Histogram
  }

  /// One of the changes asked for.
  public struct Change: Sendable {
    /// `service: operation`, or the topic.
    public var service: String?
    public var name: String
    public var change: TimeChange
    /// How many spans (of a topic: waits) it met.
    public var met: Int
  }

  /// What half the own time of an operation would bring an entry point.
  public struct Gain: Sendable {
    public var entryService: String
    public var entryOperation: String
    public var service: String
    public var operation: String
    /// How many responses were tried, of how many.
    public var samples: Int
    public var responses: Int
    /// p50, p95 and p99 (ns, nearest rank) of the responses tried.
    public var before: [Int64]
    public var after: [Int64]
    /// Sum (ns) over the responses tried.
    public var gained: Int64

    /// A response, on average, ns; rounded down.
    public var meanGain: Int64 { gained / Int64(max(1, samples)) }
    /// Over all responses of the entry point, were those tried like the rest; ns.
    public var estimatedGain: Int64 {
      Int64(clamping: Int128(gained) * Int128(responses) / Int128(max(1, samples)))
    }
  }

  public var changes: [Change] = []
  /// Responses: by total time before, descending, then service, operation. Empty without a change to try.
  public var responses: [Entry] = []
  /// From requests to the last thing they set off; as ``responses``.
  public var completions: [Entry] = []
  /// By ``Gain/estimatedGain`` descending, then names. Operations that would bring nothing are left out. Empty unless asked for.
  public var gains: [Gain] = []

  public init() {}
}

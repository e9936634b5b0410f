public import TraceModel

extension RootCauseResult {
  /// Durations of one window as evidence tells them: percentiles (ns) and how many there were.
  public struct Durations: Sendable, Equatable {
    public var p50: Int64
    public var p75: Int64
    public var p90: Int64
    public var count: Int

    /// All 0 without a value.
    public init(_ histogram: Histogram) {
      p50 = histogram.percentile(50)
      p75 = histogram.percentile(75)
      p90 = histogram.percentile(90)
      count = histogram.count
    }
  }

  /// Durations of both windows; where places of one window are compared, of its other places and of the one.
  public struct LatencyShift: Sendable, Equatable {
    public var before: Durations
    public var now: Durations

    public init(before: Histogram, now: Histogram) {
      self.before = Durations(before)
      self.now = Durations(now)
    }
  }

  /// How often something happened among so many calls, requests, deliveries or messages.
  public struct Hits: Sendable, Equatable {
    public var hits: Int
    public var calls: Int

    public init(_ hits: Int, of calls: Int) {
      self.hits = hits
      self.calls = calls
    }
  }

  /// How often something happened in both windows; where places of one window are compared, in its other places and in the one.
  public struct Occurrences: Sendable, Equatable {
    public var before: Hits
    public var now: Hits

    public init(before: Hits, now: Hits) {
      self.before = before
      self.now = now
    }
  }
}

extension RootCauseResult.Hits {
  /// Hits a call; of no calls, as of one.
  public var rate: Double { Double(hits) / Double(max(1, calls)) }
}

public import TraceModel

/// Rate, errors and duration of a set of calls, as sums that add up exactly.
public struct CallStatistics: Mergeable, Equatable {
  /// How many, spans without a believable time among them.
  public private(set) var calls = 0
  /// How many of them have the status ERROR.
  public private(set) var errors = 0
  /// Durations (ns) of those that have a believable time.
  public private(set) var durations = Histogram()

  public init() {}

  public var size: Int { MemoryLayout<Self>.size + durations.size }

  /// Share of calls that failed, in millionths; 0 when there are none.
  public var errorMillionths: Int { calls == 0 ? 0 : errors * 1_000_000 / calls }

  @inline(__always)
  mutating func add(failed: Bool, duration: Int64, timed: Bool) {
    calls &+= 1
    if failed { errors &+= 1 }
    if timed { durations.add(duration) }
  }

  /// Adds calls of which nothing else is known.
  mutating func addCalls(_ count: Int) { calls &+= count }

  /// Adds all that `other` has counted.
  public mutating func merge(_ other: CallStatistics) {
    calls += other.calls
    errors += other.errors
    durations.merge(other.durations)
  }
}

public import TraceModel

/// Finds the stretch of a dump in which its requests failed most or took longest: what ``RootCause`` compares when nobody names a window.
///
/// A first pass: all it holds is a time series of requests.
public struct WorstStretchFold: TraceFold {
  private var timeline = TimeBuckets(mostBuckets: 240)

  public init(options: Void = (), prior: Void = (), symbols: SymbolTable) {}

  public mutating func observe(_ journey: borrowing Journey) {
    let columns = journey.table.columns
    for number in journey.traces {
      let trace = Trace(table: journey.table, index: TraceIndex(number: number))
      let failed = trace.rows.contains { columns.statuses[$0] == .error }
      for row in trace.rows where columns.parents[row] < 0 && !columns.flags[row].contains(.missingTime) {
        timeline.add(start: columns.starts[row], failed: failed, duration: columns.ends[row] &- columns.starts[row])
      }
    }
  }

  public mutating func merge(_ other: WorstStretchFold) { timeline.merge(other.timeline) }

  /// The stretch in whole buckets of time; nil when none stands out, or the dump is too short to tell.
  public consuming func finish() -> TimeWindow? {
    let buckets = timeline.all
    guard let stretch = WorstStretch.find(buckets.map(\.statistics)) else { return nil }
    return TimeWindow(
      start: Timestamp(nanoseconds: buckets[stretch.lowerBound].start),
      end: Timestamp(nanoseconds: buckets[stretch.upperBound - 1].start + timeline.width))
  }
}

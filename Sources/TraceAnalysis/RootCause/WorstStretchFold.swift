public import TraceModel

/// Finds the stretch of a dump in which its requests failed most or took longest: what ``RootCause`` compares when nobody names a window.
///
/// A first pass: all it holds are time series of requests, of all together and of entry points; where there are many of these, some share one.
public struct WorstStretchFold: TraceFold {
  private static let mostSeries = 32

  private var timeline = TimeBuckets(mostBuckets: 240)
  private var entries = Array(repeating: TimeBuckets(mostBuckets: 120), count: mostSeries)

  public init(options: Void = (), prior: Void = (), symbols: SymbolTable) {}

  public mutating func observe(_ journey: borrowing Journey) {
    let columns = journey.table.columns
    for number in journey.traces {
      let trace = Trace(table: journey.table, index: TraceIndex(number: number))
      let failed = trace.rows.contains { columns.statuses[$0] == .error }
      for row in trace.rows where columns.parents[row] < 0 && !columns.flags[row].contains(.missingTime) {
        let duration = columns.ends[row] &- columns.starts[row]
        timeline.add(start: columns.starts[row], failed: failed, duration: duration)
        let entry = TraceID.mix(CriticalPathWalk.pair(columns.services[row], columns.names[row]))
        entries[Int(entry % UInt64(WorstStretchFold.mostSeries))].add(
          start: columns.starts[row], failed: failed, duration: duration)
      }
    }
  }

  public mutating func merge(_ other: WorstStretchFold) {
    timeline.merge(other.timeline)
    for place in entries.indices { entries[place].merge(other.entries[place]) }
  }

  /// The stretch in whole buckets of time; nil when none stands out, or the dump is too short to tell.
  public consuming func finish() -> TimeWindow? {
    let series = [timeline] + entries.filter { !$0.all.isEmpty }
    var best: (gain: Double, window: TimeWindow)?
    for timeline in series {
      let buckets = timeline.all
      guard let stretch = WorstStretch.find(buckets.map(\.statistics), series: series.count),
        stretch.gain > best?.gain ?? 0
      else { continue }
      let window = TimeWindow(
        start: Timestamp(nanoseconds: buckets[stretch.range.lowerBound].start),
        end: Timestamp(nanoseconds: buckets[stretch.range.upperBound - 1].start + timeline.width))
      best = (stretch.gain, window)
    }
    return best?.window
  }
}

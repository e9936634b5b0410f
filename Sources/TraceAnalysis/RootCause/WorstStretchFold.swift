public import TraceModel

/// Finds the stretch of a dump in which its requests failed most or took longest: what ``RootCause`` compares when nobody names a window.
///
/// A first pass: all it holds are time series of requests, of all together and of entry points; where there are many of these, some share one.
public struct WorstStretchFold: TraceFold {
  private static let mostSeries = 32

  private var timeline = TimeBuckets(mostBuckets: 240)
  private var entries = Array(repeating: TimeBuckets(mostBuckets: 120), count: mostSeries)

  public init(options: Void = (), prior: Void = (), symbols: SymbolTable) {}

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
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
  ///
  /// All requests together have the say; single entry points are asked only where those show nothing.
  public consuming func finish() -> TimeWindow? {
    if let stretch = WorstStretchFold.find(timeline, series: 1) { return stretch.window }
    let entries = entries.filter { !$0.all.isEmpty }
    var best: (gain: Double, window: TimeWindow)?
    for entry in entries {
      guard let stretch = WorstStretchFold.find(entry, series: entries.count), stretch.gain > best?.gain ?? 0 else {
        continue
      }
      best = stretch
    }
    return best?.window
  }

  private static func find(_ timeline: TimeBuckets, series: Int) -> (gain: Double, window: TimeWindow)? {
    let (buckets, width) = filled(timeline)
    guard let stretch = WorstStretch.find(buckets.map(\.statistics), series: series) else { return nil }
    let window = TimeWindow(
      start: Timestamp(nanoseconds: buckets[stretch.range.lowerBound].start),
      end: Timestamp(nanoseconds: buckets[stretch.range.upperBound - 1].start &+ width))
    return (stretch.gain, window)
  }

  /// The buckets of a series, as many joined to one as it takes for ten requests each on average, and their width (ns).
  private static func filled(_ timeline: TimeBuckets) -> (buckets: [(start: Int64, statistics: CallStatistics)], Int64)
  {
    let buckets = timeline.all
    let requests = buckets.reduce(0) { $0 + $1.statistics.calls }
    let together = max(1, (10 * buckets.count + requests - 1) / max(1, requests))
    if together == 1 { return (buckets, timeline.width) }
    var joined: [(start: Int64, statistics: CallStatistics)] = []
    for (place, bucket) in buckets.enumerated() {
      if place % together == 0 {
        joined.append(bucket)
      } else {
        joined[joined.count - 1].statistics.merge(bucket.statistics)
      }
    }
    return (joined, timeline.width * Int64(together))
  }
}

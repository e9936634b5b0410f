import Glibc
import TraceModel

/// Step 11 where all requests together show no step: the change point of one entry point, by how many of its requests are bad.
struct EntryOnset {
  /// Fewest requests of an entry point on each side, and on each side of a step.
  static let fewest = 20
  static let fewestAside = 10

  /// The start of the clearest step of any entry point; nil when none is clear.
  ///
  /// Three series of each entry point are looked at: requests that failed, requests that took longer than the baseline's p95, and longer than its p99
  /// (where it has enough to know one). A step is clear when the likelihood ratio of its two sides, and of what follows it against the baseline, is
  /// beyond what the best of so many places reaches by chance once in a hundred times.
  static func find(baseline: RootCauseWindow, incident: RootCauseWindow) -> Timestamp? {
    let entries = incident.requests.compactMap { entry in
      baseline.requests.first { $0.name == entry.name }.map { (entry.name, before: $0.statistics) }
    }.filter { min($0.before.calls, $0.before.durations.count) >= fewest }
    var best: (gain: Double, start: Int64)?
    let series = entries.map { name, before in (before, incident.requestsOverTime[name] ?? []) }
    let least = EntryOnset.chance(places: 3 * series.reduce(0) { $0 + $1.1.count })
    for (before, buckets) in series {
      var looks = [
        ((before.errors, before.calls), buckets.map { (hits: $0.statistics.errors, calls: $0.statistics.calls) })
      ]
      for percent in before.durations.count >= Histogram.fewestForP99 ? [95, 99] : [95] {
        let limit = before.durations.percentile(percent)
        looks.append(
          (
            (before.durations.count(above: limit), before.durations.count),
            buckets.map { (hits: $0.statistics.durations.count(above: limit), calls: $0.statistics.durations.count) }
          ))
      }
      for (usual, bad) in looks {
        guard let step = step(in: bad, usual: usual), step.gain > best?.gain ?? least else { continue }
        best = (step.gain, buckets[step.place].start)
      }
    }
    return best.map { Timestamp(nanoseconds: $0.start) }
  }

  /// What the largest of so many likelihood ratios (twice the log; upwards only) reaches by chance once in a hundred times.
  ///
  /// The tail of the normal distribution by Mills' ratio, once iterated.
  static func chance(places: Int) -> Double {
    let first = 2 * log(100 * Double(max(1, places)))
    return first - log(2 * Double.pi * first)
  }

  /// The place from which on hits are most clearly more frequent than before it and than usual, and how clearly: twice the log of a likelihood ratio.
  static func step(
    in series: [(hits: Int, calls: Int)], usual: (hits: Int, calls: Int)
  ) -> (place: Int, gain: Double)? {
    let whole = series.reduce((hits: 0, calls: 0)) { ($0.hits + $1.hits, $0.calls + $1.calls) }
    var best: (place: Int, gain: Double)?
    var before = (hits: 0, calls: 0)
    for place in series.indices.dropFirst() {
      before = (before.hits + series[place - 1].hits, before.calls + series[place - 1].calls)
      let after = (hits: whole.hits - before.hits, calls: whole.calls - before.calls)
      if min(before.calls, after.calls) < fewestAside || whole.calls < fewest { continue }
      let gain = min(
        RootCauseNoise.likelihoodRatio(now: after, before: [before]),
        RootCauseNoise.likelihoodRatio(now: after, before: [usual]))
      if gain > best?.gain ?? 0 { best = (place, gain) }
    }
    return best
  }
}

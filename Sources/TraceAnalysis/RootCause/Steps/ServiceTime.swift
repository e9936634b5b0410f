import TraceModel

/// Step 10: where single operations have too few calls to tell, the service as a whole.
struct ServiceTime {
  /// Operations with at least this many calls speak for themselves.
  static let fewCalls = 20

  /// The mean log-ratio of a service's operations with few calls, weighted by calls; its variance is the mean of theirs over how many they are.
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    var sums: [String: (change: Double, variance: Double, calls: Int, operations: Int, excess: Double)] = [:]
    var histograms: [String: (before: Histogram, now: Histogram)] = [:]
    for (name, blocks) in windows.incident.own.sorted(by: { $0.key < $1.key }) {
      guard let before = windows.baseline.own[name] else { continue }
      let now = windows.now(blocks)
      if now.count == 0 || now.count >= fewCalls { continue }
      let weight = Double(now.count)
      let whole = before.joined
      var sum = sums[name.service] ?? (0, 0, 0, 0, 0)
      sum.change += weight * RootCauseNoise.logRatio(now, whole)
      sum.variance += weight * RootCauseNoise.variance(of: before)
      sum.calls += now.count
      sum.operations += 1
      sum.excess += Slowdown(now: now, before: before).excess
      sums[name.service] = sum
      histograms[name.service, default: (Histogram(), Histogram())].before.merge(whole)
      histograms[name.service]?.now.merge(now)
    }
    return sums.sorted { $0.key < $1.key }.compactMap { service, sum in
      guard sum.operations > 1, let (before, now) = histograms[service] else { return nil }
      let change = sum.change / Double(sum.calls)
      let score = RootCauseNoise.shrunk(
        change, variance: sum.variance / Double(sum.calls * sum.operations), count: sum.calls)
      if score <= 0 { return nil }
      return RootCauseResult.Evidence(
        service: service,
        observation: .serviceTime(
          RootCauseResult.LatencyShift(before: before, now: now), operations: sum.operations),
        score: score, certainty: score / change, excess: sum.excess)
    }
  }
}

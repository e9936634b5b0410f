import TraceModel

extension WhatIfState {
  /// What half the own time of each operation would bring each entry point: by the estimated gain, largest first, then names.
  func gains(_ names: inout CriticalPathNames) -> [WhatIfResult.Gain] {
    var gains: [WhatIfResult.Gain] = []
    for (entryKey, entry) in trials.sorted() {
      let samples = entry.samples.values
      let before = samples.map(\.before).sorted()
      var trials: [(operation: OperationKey, sample: Int, length: Int64)] = []
      for (index, sample) in samples.enumerated() {
        for outcome in sample.after { trials.append((outcome.operation, index, outcome.length)) }
      }
      trials.sort { ($0.operation, $0.sample) < ($1.operation, $1.sample) }
      var rest = trials[...]
      while let operation = rest.first?.operation {
        let own = rest.prefix { $0.operation == operation }
        rest = rest.dropFirst(own.count)
        var after = samples.map(\.before)
        var gained: Int64 = 0
        for trial in own {
          gained = Replay.sum(gained, after[trial.sample] &- trial.length)
          after[trial.sample] = trial.length
        }
        after.sort()
        gains.append(
          WhatIfResult.Gain(
            entryService: names[entryKey.service], entryOperation: names[entryKey.operation],
            service: names[operation.service], operation: names[operation.operation], samples: samples.count,
            responses: entry.responses, before: Self.percentiles(of: before), after: Self.percentiles(of: after),
            gained: gained))
      }
    }
    // By names so far.
    return gains.enumerated().sorted { left, right in
      let sizes = (left.element.estimatedGain, right.element.estimatedGain)
      return sizes.0 != sizes.1 ? sizes.0 > sizes.1 : left.offset < right.offset
    }.map(\.element)
  }

  /// p50, p95, p99 by nearest rank of rising values; zeros for none.
  private static func percentiles(of sorted: [Int64]) -> [Int64] {
    [50, 95, 99].map { sorted.isEmpty ? 0 : sorted[(sorted.count * $0 + 99) / 100 - 1] }
  }
}

import TraceModel

/// What ``WhatIfFold`` has seen; bounded by the entry points and, for the ranking, by ``WhatIfOptions/samples`` of each.
public struct WhatIfState: PartialState {
  /// How many spans (for queues: waits) each change met, those of operations first.
  var met: [Int]
  var responses = Counted<OperationKey, WhatIfTimes>()
  var completions = Counted<OperationKey, WhatIfTimes>()
  /// By entry point.
  var trials = Counted<OperationKey, WhatIfTrials>()

  init(_ options: WhatIfOptions) {
    met = Array(repeating: 0, count: options.operations.count + options.queues.count)
  }

  public mutating func merge(_ other: Self) {
    for change in met.indices { met[change] += other.met[change] }
    responses.merge(other.responses)
    completions.merge(other.completions)
    trials.merge(other.trials)
  }

  public var size: Int { 8 * met.count + responses.size + completions.size + trials.size }

  /// Counts a response, and tries its operations where its sample is kept.
  mutating func addTrial(
    of root: Int, _ maxSamples: Int, in table: SpanTable, _ tried: () -> (before: Int64, after: [WhatIfTrial.Outcome])
  ) {
    let entry = trials.number(of: OperationKey(root, in: table))
    if trials.values[entry].responses == 0 { trials.values[entry] = WhatIfTrials(maxSamples: maxSamples) }
    trials.values[entry].responses += 1
    let traceID = table.traceID(of: SpanIndex(row: root))
    let spanID = table.columns.spanIDs[root]
    let hash = TraceID.mix(traceID.low ^ TraceID.mix(spanID.value))
    if !trials.values[entry].samples.keeps(hash) { return }
    let (before, after) = tried()
    trials.values[entry].samples.offer(
      WhatIfTrial(traceID: traceID, rootSpanID: spanID, before: before, after: after), hash: hash)
  }

  static func finished(
    _ totals: Counted<OperationKey, WhatIfTimes>, _ names: inout CriticalPathNames
  ) -> [WhatIfResult.Entry] {
    zip(totals.keys, totals.values).sorted { left, right in
      left.1.before.sum != right.1.before.sum ? left.1.before.sum > right.1.before.sum : left.0 < right.0
    }.map { key, times in
      WhatIfResult.Entry(
        service: names[key.service], operation: names[key.operation], before: times.before, after: times.after)
    }
  }
}

/// Durations (ns) before and after.
struct WhatIfTimes: Mergeable {
  var before = Histogram()
  var after = Histogram()

  var size: Int { before.size + after.size }

  mutating func add(_ times: JourneyReplay.Times) {
    before.add(times.before)
    after.add(times.after)
  }

  mutating func merge(_ other: Self) {
    before.merge(other.before)
    after.merge(other.after)
  }
}

/// One response, replayed with half the own time of one operation after the other.
struct WhatIfTrial: Comparable, Sendable {
  /// An operation that would make it shorter, and how long (ns) it were then.
  struct Outcome: Sendable, Equatable {
    var operation: OperationKey
    var length: Int64
  }

  var traceID: TraceID
  var rootSpanID: SpanID
  var before: Int64
  /// By operation.
  var after: [Outcome]

  static func < (left: Self, right: Self) -> Bool {
    (left.traceID, left.rootSpanID, left.before) < (right.traceID, right.rootSpanID, right.before)
  }
}

/// The responses of one entry point: how many, and a sample of them by fixed hash.
struct WhatIfTrials: Mergeable {
  var responses = 0
  var samples = BottomSample<WhatIfTrial>()

  init() {}
  init(maxSamples: Int) { samples = BottomSample(maxCount: maxSamples) }

  var size: Int {
    samples.values.reduce(samples.size) { $0 + $1.after.count * MemoryLayout<WhatIfTrial.Outcome>.stride }
  }

  mutating func merge(_ other: Self) {
    responses += other.responses
    samples.merge(other.samples)
  }
}

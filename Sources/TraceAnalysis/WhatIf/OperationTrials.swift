import TraceModel

/// Responses, a sample by fixed hash for each entry point, each replayed with half the own time of one operation after the other.
struct OperationTrials: Sendable {
  struct Sample: Sendable {
    var hash: UInt64
    var traceID: TraceID
    var rootSpanID: SpanID
    var before: Int64
    /// The operations (service and name) that would make it shorter, and how long (ns) it were then.
    var after: [(pair: UInt64, length: Int64)]

    func precedes(_ other: Self) -> Bool {
      if hash != other.hash { return hash < other.hash }
      return (traceID, rootSpanID, before) < (other.traceID, other.rootSpanID, other.before)
    }
  }

  private struct Entry: Sendable {
    var responses = 0
    var samples: [Sample] = []
    /// No larger hash will be kept.
    var limit = UInt64.max
  }

  /// Of one response at most this many operations are tried, those with the most own time first.
  private static let mostOperations = 256

  private let most: Int
  private var index = KeyIndex()
  private var entries: [Entry] = []
  private var graph: ReplayGraph
  private var replay = Replay()
  private var slack = SlackAndDrag()

  init(options: WhatIfOptions, symbols: SymbolTable) {
    most = max(1, options.samples)
    graph = ReplayGraph(options: options.paths, symbols: symbols)
  }

  mutating func tryOperations(of root: Int, in table: SpanTable) {
    let entry = entryNumber(
      of: KeyIndex.Key(CriticalPathWalk.pair(table.columns.services[root], table.columns.names[root])))
    entries[entry].responses += 1
    let traceID = table.traceID(of: SpanIndex(row: root))
    let spanID = table.columns.spanIDs[root]
    let hash = TraceID.mix(traceID.low ^ TraceID.mix(spanID.value))
    if hash > entries[entry].limit { return }
    graph.clear()
    graph.addHead(root, in: table)
    graph.grow(from: 0, in: table)
    var sample = Sample(
      hash: hash, traceID: traceID, rootSpanID: spanID, before: graph.nodes[0].length, after: [])
    let half = TimeChange(keptMillionths: 500_000)
    for pair in decidingOperations(in: table) {
      replay.play(graph) { node in
        CriticalPathWalk.pair(table.columns.services[Int(node.row)], table.columns.names[Int(node.row)]) == pair
          ? half : nil
      }
      if replay.lengths[0] < sample.before { sample.after.append((pair, replay.lengths[0])) }
    }
    keep(sample, entry)
  }

  /// The operations with own time that nothing parallel outlasts. Less of any other brings nothing.
  private mutating func decidingOperations(in table: SpanTable) -> [UInt64] {
    slack.compute(graph)
    var own: [(pair: UInt64, nanoseconds: Int64)] = []
    for (place, node) in graph.nodes.enumerated() where slack.slacks[place] == 0 {
      var nanoseconds = node.tail
      for callee in node.callees { nanoseconds = Replay.sum(nanoseconds, max(0, graph.nodes[callee].gap)) }
      if nanoseconds == 0 { continue }
      own.append(
        (CriticalPathWalk.pair(table.columns.services[Int(node.row)], table.columns.names[Int(node.row)]), nanoseconds))
    }
    own.sort { $0.pair < $1.pair }
    var sums: [(pair: UInt64, nanoseconds: Int64)] = []
    for (pair, nanoseconds) in own {
      if let last = sums.indices.last, sums[last].pair == pair {
        sums[last].nanoseconds = Replay.sum(sums[last].nanoseconds, nanoseconds)
      } else {
        sums.append((pair, nanoseconds))
      }
    }
    if sums.count > OperationTrials.mostOperations {
      sums.sort { ($1.nanoseconds, $0.pair) < ($0.nanoseconds, $1.pair) }
      sums.removeLast(sums.count - OperationTrials.mostOperations)
      sums.sort { $0.pair < $1.pair }
    }
    return sums.map(\.pair)
  }

  mutating func merge(_ other: Self) {
    for (place, key) in other.index.keys.enumerated() {
      let number = entryNumber(of: key)
      entries[number].responses += other.entries[place].responses
      for sample in other.entries[place].samples where sample.hash <= entries[number].limit { keep(sample, number) }
    }
  }

  private mutating func entryNumber(of key: KeyIndex.Key) -> Int {
    let number = index.number(of: key)
    if number == entries.count { entries.append(Entry()) }
    return number
  }

  private mutating func keep(_ sample: Sample, _ number: Int) {
    entries[number].samples.append(sample)
    if entries[number].samples.count >= 2 * most {
      entries[number].samples.sort { $0.precedes($1) }
      entries[number].samples.removeLast(entries[number].samples.count - most)
      entries[number].limit = entries[number].samples.last?.hash ?? .max
    }
  }

  // MARK: Ranking

  func finished(_ names: inout CriticalPathNames) -> [WhatIfResult.Gain] {
    var gains: [WhatIfResult.Gain] = []
    for (number, entry) in entries.enumerated() {
      let samples = Array(entry.samples.sorted { $0.precedes($1) }.prefix(most))
      let before = samples.map(\.before).sorted()
      var trials: [(pair: UInt64, sample: Int, length: Int64)] = []
      for (place, sample) in samples.enumerated() {
        for trial in sample.after { trials.append((trial.pair, place, trial.length)) }
      }
      trials.sort { ($0.pair, $0.sample) < ($1.pair, $1.sample) }
      var rest = trials[...]
      while let pair = rest.first?.pair {
        let own = rest.prefix { $0.pair == pair }
        rest = rest.dropFirst(own.count)
        var after = samples.map(\.before)
        var gained: Int64 = 0
        for trial in own {
          gained = Replay.sum(gained, after[trial.sample] &- trial.length)
          after[trial.sample] = trial.length
        }
        after.sort()
        let (entryKey, key) = (index.keys[number], KeyIndex.Key(pair))
        gains.append(
          WhatIfResult.Gain(
            entryService: names.service(of: entryKey), entryOperation: names.operation(of: entryKey),
            service: names.service(of: key), operation: names.operation(of: key), samples: samples.count,
            responses: entry.responses, before: OperationTrials.percentiles(of: before),
            after: OperationTrials.percentiles(of: after), gained: gained))
      }
    }
    return gains.sorted { left, right in
      let sizes = (left.estimatedGain, right.estimatedGain)
      if sizes.0 != sizes.1 { return sizes.0 > sizes.1 }
      return (left.entryService, left.entryOperation, left.service, left.operation)
        < (right.entryService, right.entryOperation, right.service, right.operation)
    }
  }

  /// p50, p95, p99 by nearest rank of rising values; zeros for none.
  private static func percentiles(of sorted: [Int64]) -> [Int64] {
    [50, 95, 99].map { sorted.isEmpty ? 0 : sorted[(sorted.count * $0 + 99) / 100 - 1] }
  }
}

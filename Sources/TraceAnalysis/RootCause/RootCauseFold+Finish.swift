import TraceModel

extension RootCauseFold {
  public consuming func finish() -> RootCauseWindow {
    let blocks = BlockMap(traces: tallies.traces, most: options.blocks)
    let names = WindowNames(symbols: symbols, blocks: blocks)
    var window = RootCauseWindow()
    window.blockCount = blocks.count
    window.traces = Array(repeating: 0, count: blocks.count)
    for (key, count) in zip(tallies.traces.index.keys, tallies.traces.values) {
      window.traces[blocks.block(of: key)] += count
    }
    window.own = names.histograms(tallies.own)
    window.leaf = names.histograms(tallies.leaf)
    window.wait = names.histograms(tallies.wait)
    window.gap = names.series(tallies.gap, Histogram(), names.link) { $0.merge($1) }
    window.requestGap = names.series(tallies.requestGap, SignedHistogram(), names.link) { $0.merge($1) }
    window.responseGap = names.series(tallies.responseGap, SignedHistogram(), names.link) { $0.merge($1) }
    window.served = names.histograms(tallies.served)
    window.abandoned = names.series(tallies.abandoned, AbandonedCalls(), names.abandonment) { $0.merge($1) }
    window.outcomes = names.series(tallies.outcomes, EntryOutcome(), names.name, EntryOutcome.combine)
    window.links = names.series(tallies.links, 0, names.link, +=)
    window.logged = names.series(
      tallies.logged, 0, names.template, +=)
    window.outgoing = names.series(tallies.outgoing, 0, names.outgoing, +=)
    window.refused = names.series(tallies.refused, 0, names.leaf, +=)
    window.leafCalls = names.series(tallies.leafCalls, 0, names.leaf, +=)
    window.blockStarts = blocks.starts.map { BlockMap.start(of: $0, shift: shift) }
    for (key, statistics) in zip(tallies.places.index.keys, tallies.places.values) {
      window.places[names.place(key), default: PlaceStatistics()].merge(statistics)
    }
    let messages = queues.finish()
    var published: [String: Int] = [:]
    for topic in messages.topics { published[topic.name] = topic.published }
    window.consumers = messages.consumers.map {
      RootCauseWindow.Consumer(
        topic: $0.topic, service: $0.service, published: published[$0.topic] ?? 0, deliveries: $0.deliveries,
        order: $0.acknowledgements)
    }
    names.addSets(tallies.sets, to: &window)
    for (key, time) in zip(tallies.versions.index.keys, tallies.versions.values) {
      window.versions[names.name(key)] = time
    }
    for (key, best) in zip(tallies.slowest.index.keys, tallies.slowest.values) {
      window.slowest[names.name(key)] = best.trace
    }
    for (key, best) in zip(tallies.failing.index.keys, tallies.failing.values) {
      window.failing[names.name(key)] = best.trace
    }
    for (key, best) in zip(tallies.widest.index.keys, tallies.widest.values) {
      window.widest[names.link(key)] = best.trace
    }
    for (key, best) in zip(tallies.slowestLeaf.index.keys, tallies.slowestLeaf.values) {
      window.slowestLeaf[names.name(key)] = best
    }
    for (key, best) in zip(tallies.longestWait.index.keys, tallies.longestWait.values) {
      window.longestWait[names.name(key)] = best.trace
    }
    for (key, traces) in zip(tallies.calledIn.index.keys, tallies.calledIn.values) {
      window.calledIn[names.name(key)] = traces.ids
    }
    for (key, traces) in zip(tallies.loggedIn.index.keys, tallies.loggedIn.values) {
      window.loggedIn[names.template(key)] = traces.ids
    }
    addRequests(names, to: &window)
    if earliest <= latest {
      window.extent = TimeWindow(start: Timestamp(nanoseconds: earliest), end: Timestamp(nanoseconds: latest))
    }
    window.timeline = timeline.all
    window.timelineWidth = timeline.width
    window.logs = logs
    return window
  }

  /// The requests of each entry point, in all and over time.
  private func addRequests(_ names: WindowNames, to window: inout RootCauseWindow) {
    var series: [OperationName: [(bucket: UInt64, statistics: CallStatistics)]] = [:]
    for (key, statistics) in zip(tallies.requests.index.keys, tallies.requests.values) {
      series[names.name(key), default: []].append((key.second & 0xffff_ffff, statistics))
    }
    for (name, buckets) in series.sorted(by: { $0.key < $1.key }) {
      var whole = CallStatistics()
      for bucket in buckets { whole.merge(bucket.statistics) }
      window.requests.append((name, whole))
      window.requestsOverTime[name] = buckets.sorted { $0.bucket < $1.bucket }.map {
        (start: BlockMap.start(of: $0.bucket, shift: shift), statistics: $0.statistics)
      }
    }
  }
}

/// Which block each bucket falls into: neighbours, so that every block has about as many traces.
struct BlockMap {
  private var blockOfBucket: [UInt64: Int] = [:]
  let count: Int
  /// The first bucket of each block.
  private(set) var starts: [UInt64] = []

  init(traces: Tally<Int>, most: Int) {
    let sorted = zip(traces.index.keys, traces.values).map { ($0.0.second, $0.1) }.sorted { $0.0 < $1.0 }
    let total = sorted.reduce(0) { $0 + $1.1 }
    var block = -1
    var seen = 0
    var lastCell = -1
    for (bucket, traces) in sorted {
      // The block is told by the middle of the bucket's traces; blocks nothing falls into are left out.
      let cell = (2 * seen + traces) * most / max(1, 2 * total)
      if cell != lastCell {
        block += 1
        starts.append(bucket)
      }
      lastCell = cell
      blockOfBucket[bucket] = block
      seen += traces
    }
    count = block + 1
  }

  /// When a bucket begins (ns since the epoch).
  static func start(of bucket: UInt64, shift: Int) -> Int64 { Int64(bucket << UInt64(shift)) * 1_000_000_000 }

  func block(of key: KeyIndex.Key) -> Int { blockOfBucket[key.second & 0xffff_ffff] ?? 0 }
}

/// Turns keys of symbols into names.
struct WindowNames {
  let symbols: SymbolTable
  let blocks: BlockMap

  func name(_ pair: UInt64) -> OperationName {
    OperationName(
      service: symbols.string(of: Symbol(UInt32(pair >> 32))),
      operation: symbols.string(of: Symbol(UInt32(truncatingIfNeeded: pair))))
  }

  func name(_ key: KeyIndex.Key) -> OperationName { name(key.first) }

  func link(_ key: KeyIndex.Key) -> RootCauseWindow.Link {
    let pair = name(key.first)
    return RootCauseWindow.Link(caller: pair.service, callee: pair.operation)
  }

  func template(_ key: KeyIndex.Key) -> RootCauseWindow.Template {
    RootCauseWindow.Template(name: name(key), template: Int(key.second >> 32))
  }

  func leaf(_ key: KeyIndex.Key) -> RootCauseWindow.Leaf {
    RootCauseWindow.Leaf(name: name(key), client: symbols.string(of: Symbol(UInt32(key.second >> 32))))
  }

  func abandonment(_ key: KeyIndex.Key) -> RootCauseWindow.Abandonment {
    RootCauseWindow.Abandonment(name: name(key), caller: symbols.string(of: Symbol(UInt32(key.second >> 32))))
  }

  func place(_ key: KeyIndex.Key) -> RootCauseWindow.Place {
    let (first, second) = (name(key.first), name(key.second))
    return RootCauseWindow.Place(
      service: first.service, instance: first.operation, version: second.service, host: second.operation)
  }

  func outgoing(_ key: KeyIndex.Key) -> RootCauseWindow.Outgoing {
    let callee = UInt32(key.second >> 32)
    return RootCauseWindow.Outgoing(
      name: name(key), callee: callee == RootCauseTallies.noCallee ? nil : symbols.string(of: Symbol(callee)))
  }

  func histograms(_ tally: Tally<Histogram>) -> [OperationName: [Histogram]] {
    series(tally, Histogram(), name) { $0.merge($1) }
  }

  /// The values by name and block.
  func series<Name: Hashable, Value>(
    _ tally: Tally<Value>, _ empty: Value, _ name: (KeyIndex.Key) -> Name, _ combine: (inout Value, Value) -> Void
  ) -> [Name: [Value]] {
    var series: [Name: [Value]] = [:]
    for (key, value) in zip(tally.index.keys, tally.values) {
      let block = blocks.block(of: key)
      combine(&series[name(key), default: Array(repeating: empty, count: blocks.count)][block], value)
    }
    return series
  }

  func addSets(_ tally: Tally<ChildSet>, to window: inout RootCauseWindow) {
    var hashes: [UInt64: UInt64] = [:]
    var parents = KeyIndex()
    var sets: [[UInt64: RootCauseWindow.SetCount]] = []
    let none = [Int](repeating: 0, count: blocks.count)
    for (key, set) in zip(tally.index.keys, tally.values) {
      let members = set.members.map { pair in
        if let known = hashes[pair] { return known }
        let hash = nameHash(pair)
        hashes[pair] = hash
        window.memberNames[hash] = name(pair)
        return hash
      }.sorted()
      let parent = parents.number(
        of: KeyIndex.Key(RootCauseTallies.pair(set.service, set.operation), UInt64(set.kind.rawValue)))
      if parent == sets.count { sets.append([:]) }
      let digest = RootCauseWindow.SetCount.digest(of: members)
      sets[parent][
        digest, default: RootCauseWindow.SetCount(members: members, counts: none, example: set.example)
      ].add(set.count, in: blocks.block(of: key), set.example)
    }
    for (key, sets) in zip(parents.keys, sets) {
      let kind = SpanKind(rawValue: UInt8(truncatingIfNeeded: key.second)) ?? .unspecified
      window.sets[RootCauseWindow.Parent(name: name(key.first), kind: kind)] = sets
    }
  }

  private func nameHash(_ pair: UInt64) -> UInt64 {
    var hash = FixedHash()
    hash.add(symbols.bytes(of: Symbol(UInt32(pair >> 32))))
    hash.add(symbols.bytes(of: Symbol(UInt32(truncatingIfNeeded: pair))))
    return hash.value
  }
}

extension RootCauseWindow.SetCount {
  fileprivate mutating func add(_ count: Int, in block: Int, _ example: TraceID) {
    counts[block] += count
    self.example = min(self.example, example)
  }
}

import TraceModel

extension RootCauseWindow {
  /// What was seen in some of the blocks, in their order. Exemplars, places, consumers and time series stay those of the whole window.
  func keeping(_ blocks: [Int]) -> RootCauseWindow {
    func kept<Key, Value>(_ series: [Key: [Value]], _ isEmpty: (Value) -> Bool) -> [Key: [Value]] {
      series.compactMapValues { values in
        let values = blocks.map { values[$0] }
        return values.allSatisfy(isEmpty) ? nil : values
      }
    }
    var window = self
    window.blockCount = blocks.count
    window.traces = blocks.map { traces[$0] }
    window.blockStarts = blocks.map { blockStarts[$0] }
    window.own = kept(own) { $0.count == 0 }
    window.leaf = kept(leaf) { $0.count == 0 }
    window.wait = kept(wait) { $0.count == 0 }
    window.gap = kept(gap) { $0.count == 0 }
    window.requestGap = kept(requestGap) { $0.count == 0 }
    window.responseGap = kept(responseGap) { $0.count == 0 }
    window.served = kept(served) { $0.count == 0 }
    window.abandoned = kept(abandoned) { $0.waited.count == 0 }
    window.outcomes = kept(outcomes) { $0.calls == 0 }
    window.logged = kept(logged) { $0 == 0 }
    window.outgoing = kept(outgoing) { $0 == 0 }
    window.links = kept(links) { $0 == 0 }
    window.refused = kept(refused) { $0 == 0 }
    window.leafCalls = kept(leafCalls) { $0 == 0 }
    window.sets = sets.compactMapValues { sets in
      let sets = sets.compactMapValues { set in
        var set = set
        set.counts = blocks.map { set.counts[$0] }
        return set.counts.sum == 0 ? nil : set
      }
      return sets.isEmpty ? nil : sets
    }
    return window
  }
}

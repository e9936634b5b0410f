import TraceModel

/// Which traces links join, so that they are put into one partition: union-find over the low halves of trace ids.
///
/// Joining too much does no harm here (two traces with one low half): journeys are found exactly within a partition.
struct LinkedTraces: Sendable {
  private var pairs: [(UInt64, UInt64)] = []

  init() {}

  /// Adds the links of a batch.
  mutating func add(_ batch: SpanBatch) {
    if batch.links.isEmpty { return }
    for record in batch.records where record.linkCount > 0 {
      let links = batch.links[Int(record.firstLink)..<Int(record.firstLink + record.linkCount)]
      for link in links where link.traceID.low != record.traceID.low {
        pairs.append((record.traceID.low, link.traceID.low))
      }
    }
  }

  /// Adds deliveries that keys of messages tell of.
  mutating func add(_ stitches: [MessageStitch]) {
    for stitch in stitches where stitch.consumerLow != stitch.producerLow {
      pairs.append((stitch.consumerLow, stitch.producerLow))
    }
  }

  /// What the links join. O(*n* log *n*) in the links.
  var components: Components { Components(pairs) }

  /// The linked traces and what each is joined with.
  struct Components: Sendable {
    /// Every linked trace's low half, sorted, and the smallest low half of its component at the same place.
    private var ids: [UInt64] = []
    private var smallest: [UInt64] = []

    fileprivate init(_ pairs: [(UInt64, UInt64)]) {
      if pairs.isEmpty { return }
      ids = pairs.flatMap { [$0.0, $0.1] }.sorted()
      ids.removeRepeats()
      var sets = DisjointSets(count: ids.count)
      for (left, right) in pairs {
        if let left = place(of: left), let right = place(of: right) { sets.join(left, right) }
      }
      smallest = ids.indices.map { ids[sets.root(of: $0)] }
    }

    var isEmpty: Bool { ids.isEmpty }

    /// What the traces of a journey have in common: the low half itself for a trace without links.
    func component(of low: UInt64) -> UInt64 {
      place(of: low).map { smallest[$0] } ?? low
    }

    private func place(of low: UInt64) -> Int? {
      let place = ids.firstPlace { $0 >= low }
      return place < ids.count && ids[place] == low ? place : nil
    }
  }
}

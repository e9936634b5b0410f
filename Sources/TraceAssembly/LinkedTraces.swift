import TraceModel

/// Which traces links join, so that they are put into one partition: union-find over the low halves of trace ids.
///
/// Joining too much does no harm here (two traces with one low half): journeys are found exactly within a partition.
struct LinkedTraces: Sendable {
  /// A link between two traces.
  struct Link: Sendable {
    var consumer: UInt64
    var producer: UInt64
    /// Of the linked span.
    var producerID: SpanID
    /// The start of the span that has the link (ns since the epoch).
    var start: Int64
  }

  private(set) var links: [Link] = []
  private(set) var stitches: [MessageStitch] = []

  init() {}

  /// Adds the links of a batch.
  mutating func add(_ batch: SpanBatch) {
    if batch.links.isEmpty { return }
    for record in batch.records where record.linkCount > 0 {
      let range = Int(record.firstLink)..<Int(record.firstLink + record.linkCount)
      for link in batch.links[range] where link.traceID.low != record.traceID.low {
        links.append(
          Link(
            consumer: record.traceID.low, producer: link.traceID.low, producerID: link.spanID, start: record.start))
      }
    }
  }

  /// Adds deliveries that keys of messages tell of.
  mutating func add(_ stitches: [MessageStitch]) {
    for stitch in stitches where stitch.consumerLow != stitch.producerLow { self.stitches.append(stitch) }
  }

  /// What the links join. O(*n* log *n*) in the links.
  var components: Components { Components(self) }

  /// The linked traces and what each is joined with.
  struct Components: Sendable {
    /// Every linked trace's low half, sorted, and the smallest low half of its component at the same place.
    private(set) var ids: [UInt64] = []
    private(set) var smallest: [UInt64] = []
    /// The links that were cut to keep components small, by consumer, producer and span id.
    private(set) var cut: [LinkedTraces.Link] = []

    fileprivate init(_ traces: LinkedTraces) {
      if traces.links.isEmpty, traces.stitches.isEmpty { return }
      ids.reserveCapacity(2 * (traces.links.count + traces.stitches.count))
      for link in traces.links {
        ids.append(link.consumer)
        ids.append(link.producer)
      }
      for stitch in traces.stitches {
        ids.append(stitch.consumerLow)
        ids.append(stitch.producerLow)
      }
      ids.sort()
      ids.removeRepeats()
      var sets = DisjointSets(count: ids.count)
      for link in traces.links {
        if let left = place(of: link.consumer), let right = place(of: link.producer) { sets.join(left, right) }
      }
      for stitch in traces.stitches {
        if let left = place(of: stitch.consumerLow), let right = place(of: stitch.producerLow) {
          sets.join(left, right)
        }
      }
      smallest = ids.indices.map { ids[sets.root(of: $0)] }
    }

    var isEmpty: Bool { ids.isEmpty }
    /// Whether some links were cut, so that linked traces need not be of one component.
    private(set) var isCut = false

    /// What the traces of a journey have in common: the low half itself for a trace without links.
    func component(of low: UInt64) -> UInt64 {
      place(of: low).map { smallest[$0] } ?? low
    }

    func place(of low: UInt64) -> Int? {
      let place = ids.firstPlace { $0 >= low }
      return place < ids.count && ids[place] == low ? place : nil
    }

    /// Whether a link from a trace to a span was cut.
    func isCut(_ consumer: UInt64, _ producer: UInt64, _ producerID: SpanID) -> Bool {
      if cut.isEmpty { return false }
      let key = (consumer, producer, producerID.value)
      let place = cut.firstPlace { ($0.consumer, $0.producer, $0.producerID.value) >= key }
      return place < cut.count && (cut[place].consumer, cut[place].producer, cut[place].producerID.value) == key
    }

    /// Puts other, smaller components in place of some.
    mutating func replace(_ smallest: [UInt64], cutting cut: [LinkedTraces.Link]) {
      self.smallest = smallest
      isCut = true
      self.cut = cut.sorted {
        ($0.consumer, $0.producer, $0.producerID.value) < ($1.consumer, $1.producer, $1.producerID.value)
      }
    }
  }
}

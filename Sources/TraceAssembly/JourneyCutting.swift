import TraceModel

/// Cuts components of linked traces that have too many spans, at the longest waits.
///
/// Links are put together again from the shortest wait up, as long as the outcome is small enough; what is guessed by time comes last. Spans are counted as
/// they were read, so that the outcome depends neither on the order of the input nor on spilling.
struct JourneyCutting {
  /// Links (and deliveries known otherwise) that were cut between spans that are both in the dump.
  private(set) var count = 0
  /// The shortest wait (ns) that was cut; nil when none was.
  private(set) var shortestWait: Int64?

  private let mostSpans: Int
  private var components: LinkedTraces.Components
  /// By place of the component's smallest trace: whether it may be too large.
  private var isSuspect: [Bool] = []
  private var places: [Int32] = []
  /// By place of a trace: its spans.
  private var spans: [Int] = []
  /// The spans that links of suspects point to, and their latest ends.
  private var targets: [TimedMessages.Span] = []
  private var ends: [Int64] = []

  /// One way between two traces.
  private struct Edge {
    var isGuess: Bool
    var wait: Int64
    var left: Int
    var right: Int
    var link: LinkedTraces.Link?
    var isInDump: Bool
  }

  /// - Parameters:
  ///   - components: What all links join; cut when that is needed.
  ///   - traces: The links.
  ///   - store: The decoded dump. It is read once more, and only when some component may be too large.
  ///   - mostSpans: How many spans a component may have.
  /// - Throws: When spilled spans cannot be read back.
  init(
    _ components: inout LinkedTraces.Components, _ traces: LinkedTraces, _ store: SpanStore, mostSpans: Int
  ) throws(SpillError) {
    self.mostSpans = mostSpans
    self.components = components
    if components.isEmpty || store.spanCount <= mostSpans { return }
    findSuspects(store.spanSketch)
    guard isSuspect.contains(true) else { return }
    collectTargets(traces)
    spans = [Int](repeating: 0, count: components.ids.count)
    try store.forEachBatch { batch in count(batch) }
    cut(traces)
    components = self.components
  }

  /// The components that are too large if all spans of one hash belong to each of its traces.
  private mutating func findSuspects(_ sketch: SpanSketch) {
    places = components.smallest.map { Int32(components.place(of: $0) ?? 0) }
    var sizes = [Int](repeating: 0, count: places.count)
    for place in places.indices {
      sizes[Int(places[place])] += sketch.mostSpans(of: components.ids[place])
    }
    isSuspect = sizes.map { $0 > mostSpans }
  }

  private func isSuspect(trace place: Int) -> Bool { isSuspect[Int(places[place])] }

  private mutating func collectTargets(_ traces: LinkedTraces) {
    for link in traces.links {
      guard let place = components.place(of: link.producer), isSuspect(trace: place) else { continue }
      targets.append(TimedMessages.Span(low: link.producer, id: link.producerID.value))
    }
    targets.sort()
    targets.removeRepeats()
    ends = [Int64](repeating: .min, count: targets.count)
  }

  private mutating func count(_ batch: SpanBatch) {
    var last: (low: UInt64, place: Int?)?
    for record in batch.records {
      let low = record.traceID.low
      if last?.low != low { last = (low, components.place(of: low)) }
      guard let place = last?.place, isSuspect(trace: place) else { continue }
      spans[place] += 1
      let span = TimedMessages.Span(low: low, id: record.spanID.value)
      let target = targets.firstPlace { $0 >= span }
      if target < targets.count, targets[target] == span { ends[target] = max(ends[target], record.end) }
    }
  }

  private mutating func cut(_ traces: LinkedTraces) {
    var sizes = [Int](repeating: 0, count: places.count)
    for place in places.indices { sizes[Int(places[place])] += spans[place] }
    let edges = edges(traces) { sizes[Int($0)] > mostSpans }
    if edges.isEmpty { return }
    var sets = DisjointSets(count: places.count)
    var sum = spans
    var smallest = components.smallest
    var cut: [LinkedTraces.Link] = []
    for edge in edges {
      let (left, right) = (sets.root(of: edge.left), sets.root(of: edge.right))
      if left == right { continue }
      if sum[left] + sum[right] <= mostSpans {
        let total = sum[left] + sum[right]
        sets.join(left, right)
        sum[sets.root(of: left)] = total
        continue
      }
      if let link = edge.link { cut.append(link) }
      if edge.isInDump {
        count += 1
        shortestWait = min(shortestWait ?? .max, edge.wait)
      }
    }
    for place in places.indices where sizes[Int(places[place])] > mostSpans {
      smallest[place] = components.ids[sets.root(of: place)]
    }
    components.replace(smallest, cutting: cut)
  }

  /// The links within the components that are wanted, from the shortest wait up.
  private func edges(_ traces: LinkedTraces, _ wants: (Int32) -> Bool) -> [Edge] {
    var edges: [Edge] = []
    for link in traces.links {
      guard let left = components.place(of: link.consumer), wants(places[left]),
        let right = components.place(of: link.producer)
      else { continue }
      let span = TimedMessages.Span(low: link.producer, id: link.producerID.value)
      let place = targets.firstPlace { $0 >= span }
      let isInDump = place < targets.count && targets[place] == span && ends[place] > .min
      let wait = isInDump ? link.start.subtractingReportingOverflow(ends[place]).partialValue : .max
      edges.append(
        Edge(
          isGuess: false, wait: wait, left: left, right: right, link: isInDump ? link : nil, isInDump: isInDump))
    }
    for stitch in traces.stitches {
      guard let left = components.place(of: stitch.consumerLow), wants(places[left]),
        let right = components.place(of: stitch.producerLow)
      else { continue }
      edges.append(
        Edge(
          isGuess: stitch.by == .time, wait: stitch.wait, left: left, right: right, link: nil, isInDump: true))
    }
    return edges.sorted { left, right in
      if left.isGuess != right.isGuess { return right.isGuess }
      if left.wait != right.wait { return left.wait < right.wait }
      return (left.left, left.right) < (right.left, right.right)
    }
  }
}

/// How many spans the traces have at most: counted by a hash of the trace id, so that it takes the same room whatever the dump.
struct SpanSketch: Sendable {
  private var counts = [UInt32](repeating: 0, count: 1 << 16)

  @inline(__always)
  mutating func add(_ low: UInt64) {
    let slot = Int(truncatingIfNeeded: TraceID.mix(low) & 0xffff)
    if counts[slot] < .max { counts[slot] &+= 1 }
  }

  func mostSpans(of low: UInt64) -> Int { Int(counts[Int(truncatingIfNeeded: TraceID.mix(low) & 0xffff)]) }
}

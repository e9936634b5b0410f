import TraceModel

/// Finds the rows of stitched deliveries, and drops those of consumers that links or parents tell more of.
struct StitchResolution {
  private var index = SpanIDIndex()

  init() {}

  /// Sets ``SpanColumns/stitched``: linear in the stitches and in the traces they join.
  mutating func resolve(
    _ stitches: [MessageStitch], _ columns: inout SpanColumns, _ traces: TraceRuns, _ journeys: JourneyOrder
  ) {
    if stitches.isEmpty { return }
    var consumers = [Int32](repeating: -1, count: stitches.count)
    var producers = consumers
    find(&consumers, columns, traces, journeys) { (stitches[$0].consumerLow, stitches[$0].consumerID) }
    find(&producers, columns, traces, journeys) { (stitches[$0].producerLow, stitches[$0].producerID) }
    for place in stitches.indices where consumers[place] >= 0 && producers[place] >= 0 {
      let row = Int(consumers[place])
      if !journeys.isSame(columns.traces[row], columns.traces[Int(producers[place])]) { continue }
      let parent = Int(columns.parents[row])
      let isKnown = parent >= 0 && columns.kinds[parent] == .producer
      if isKnown || columns.linkOffsets[row] != columns.linkOffsets[row + 1] { continue }
      columns.stitched.append(
        StitchedDelivery(consumer: consumers[place], producer: producers[place], by: stitches[place].by))
    }
    columns.stitched.sort { ($0.consumer, $0.producer) < ($1.consumer, $1.producer) }
  }

  private mutating func find(
    _ rows: inout [Int32], _ columns: SpanColumns, _ traces: TraceRuns, _ journeys: JourneyOrder,
    _ span: (Int) -> (low: UInt64, id: SpanID)
  ) {
    var pending: [(trace: Int, place: Int)] = []
    for place in rows.indices {
      if let group = traces.group(of: TraceID(high: 0, low: span(place).low)) {
        pending.append((journeys.places[group], place))
      }
    }
    pending.sort { ($0.trace, $0.place) < ($1.trace, $1.place) }
    var indexed = -1
    for (trace, place) in pending {
      if trace != indexed {
        indexed = trace
        let range = Int(columns.traceOffsets[trace])..<Int(columns.traceOffsets[trace + 1])
        index.reset(count: range.count)
        for row in range { _ = index.insert(columns.spanIDs[row], row: Int32(row)) }
      }
      rows[place] = index.row(of: span(place).id) ?? -1
    }
  }
}
